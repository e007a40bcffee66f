import { arithmetic, falseEquations } from '../../../../core/screening/filters/arithmetic';
import { pairFilters, rejection } from './screening';

const found = (text: string): string[] => falseEquations(text).map(({ text: equation }) => equation);

describe('an equation that does not hold is found', () => {
  test.each([
    '2 + 2 = 5',
    'So 17 × 23 = 392.',
    '- 3 apples + 4 apples = 8 apples',
    'The total is $12.50 + $7.25 = $19.85.',
    '(3 + 4) * 2 = 16',
    '1,200 / 4 = 400',
    '20% * 50 = 15',
    '2^10 = 1000',
    'We get 5 + 5 = 10 = 4 + 7.',
    '**12 * 12 = 124**',
    '60 km / 2 hours = 40 km / hour',
    '3 x 5 = 20',
    '10 − 4 = 5',
    '1/4 = 0.4',
    '5 × 3 ≈ 20',
  ])('%s', (text) => expect(found(text)).toHaveLength(1));
});

describe('one that holds, or that is not clear, is left alone', () => {
  test.each([
    '2 + 2 = 4',
    '10 / 3 = 3.33',
    '10 / 3 ≈ 3.3',
    '2/3 = 0.667 and 22 / 7 ≈ 3.14',
    'The total is $12.50 + $7.25 = $19.75.',
    '1,200 / 4 = 300',
    '20% of 50 = 10',
    '45 / 60 * 100 = 75%',
    '45 / 60 = 75%',
    'x + 2 = 5, so x = 5 - 2 = 3',
    '2x + 3 = 7',
    'f(2) = 2 + 3 = 5',
    'y = 3 * 4 + x',
    'sin(30) + 1 = 1.5',
    '5! = 120',
    '10 mod 3 = 1',
    '17 / 5 = 3 R 2',
    '14:00 - 2 = 12:00',
    '1 km + 500 m = 1.5 km',
    '101 + 11 = 1000',
    'a == 3 + 4 and 3 + 4 != 8',
    '`3 + 4 = 8`',
    '1990-2000 = a decade',
    '2 + 3 = 5 apples',
    '3(4 + 1) = 15',
    '0.1 + 0.2 = 0.3',
    '-3 + 5 = 2',
    '4² + 3² = 25',
    '7 / 2 = 3 1/2',
    'E = m * c = 8',
    'The score was 3-2 = a win.',
    '1. 3 + 4 = 7',
    'Area = 5 m × 4 m = 20 m²',
  ])('%s', (text) => expect(found(text)).toEqual([]));
});

test('a riddle with rules of its own is none of its business', async () => {
  const pair = {
    instruction: 'Find the pattern in the puzzle.',
    input: '',
    response: 'If 2 + 3 = 10, then 3 + 4 = 21.',
  };
  expect(await rejection(pairFilters, pair)).toBeUndefined();
});

test('an equation that the task states is not the answer’s', async () => {
  const pair = {
    instruction: 'Why is "2 + 2 = 5" famous?',
    input: '',
    response: 'Orwell wrote 2 + 2 = 5 in his novel.',
  };
  expect(await rejection(pairFilters, pair)).toBeUndefined();
});

test('the reason says what it is instead', async () => {
  const pair = {
    instruction: 'How much is seventeen times 23?',
    input: '',
    response: 'It is 17 * 23 = 392.',
  };
  expect(await rejection([arithmetic], pair)).toMatchObject({
    filter: 'arithmetic',
    reason: '"17 * 23 = 392" does not hold: it is 391',
  });
});
