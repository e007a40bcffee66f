import { compareTasks } from '../../../../core/screening/sameTask/sameTask';
import { trigramEmbed } from './trigramEmbed';

const resultOf = async (left: string, right: string) => (await compareTasks(left, [right], trigramEmbed))[0]!;

test.each([
  [
    'a changed number',
    'Convert 25 degrees Celsius to Fahrenheit.',
    'Convert 35 degrees Celsius to Fahrenheit.',
    '25',
  ],
  ['a number in words', 'Name three rivers in Spain.', 'Name five rivers in Spain.', 'number'],
  ['a negation', 'List countries that border Germany.', 'List countries that do not border Germany.', 'not'],
  ['an opposite', 'How can a small company grow?', 'How can a large company grow?', '“small” and “large”'],
  [
    'another name',
    'Describe the climate of Norway.',
    'Describe the climate of Egypt.',
    '“Norway” against “Egypt”',
  ],
  ['an added condition', 'Plan a trip to Rome.', 'Plan a trip to Rome without using a car.', 'without'],
])('%s makes another task, and the reason says so', async (_, left, right, reason) => {
  const result = await resultOf(left, right);
  expect(result).toMatchObject({ sameness: 'different' });
  expect(result.reason).toContain(reason);
});

test.each([
  [
    'another order',
    'For a school poster, describe the water cycle.',
    'Describe the water cycle for a school poster.',
  ],
  ['a number written out', 'Give 3 tips for better sleep.', 'Give three tips for better sleep.'],
  [
    'a synonym',
    'Suggest ways to reduce stress before an exam.',
    'Propose ways to reduce stress before an exam.',
  ],
])('%s leaves the task as it is', async (_, left, right) => {
  expect(await resultOf(left, right)).toMatchObject({ sameness: 'same' });
});

test('which of the two comes first does not matter', async () => {
  const pairs = [
    ['Name three rivers.', 'Which rivers are long?'],
    ['Write a poem about rain.', 'Write a poem about rain that rhymes.'],
  ] as const;
  for (const [left, right] of pairs)
    expect((await resultOf(left, right)).score).toBeCloseTo((await resultOf(right, left)).score, 12);
});

test('two instructions that have nothing in common are different', async () => {
  expect(await resultOf('Name a bird that sings.', 'Why do bridges freeze first?')).toMatchObject({
    sameness: 'different',
  });
});
