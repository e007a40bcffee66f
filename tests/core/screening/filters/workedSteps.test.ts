import { checkSteps } from '../../../../core/screening/steps/workedSteps';
import { workedAnswers } from '../../../../benchmarks/workedAnswers';

const wrongIn = (response: string, task = '') => checkSteps(task, response).wrong;

describe('a step that does not hold is named', () => {
  it.each([
    ['There are 12 × 4 = 46 eggs.', '12 * 4 = 46', 'it is 48'],
    ['12 times 4 is 46.', '12 * 4 is 46', 'it is 48'],
    ['We know 3 + 4 = 7. Half of 30 is 12.', '1/2 * 30', 'it is 15'],
    ['20% of $150 is $25.', '20% * $150', 'it is 30'],
    ['Dividing 48 by 6 gives 9.', '48 / 6 = 9', 'it is 8'],
    ['\\(\\frac{1}{2} + \\frac{1}{3} = \\frac{4}{6}\\)', '((1)/(2)) + ((1)/(3))', 'it is 0.83333333'],
    ['2.5 km = 250 m', '2.5 km = 250 m', 'it is 2500'],
    ['3 h × 60 km/h = 200 km', '3 h * 60 km/h', 'it is 180'],
    ['12,500 + 3,750 = 16,350', '12,500 + 3,750', 'it is 16250'],
    ['5000 mL ÷ 250 mL = 19 glasses', '5000 mL / 250 mL = 19', 'it is 20'],
    ['5 + 3 = 8 = 2 × 5', '8 = 2 * 5', 'it is 8'],
    ['10 / 3 ≈ 3.43', '10 / 3 ≈ 3.43', 'it is 3.3333333'],
    ['√(9 + 16) = √25 = 6', 'sqrt(25) = 6', 'it is 5'],
  ])('%s', (response, relation, instead) => {
    const wrong = wrongIn(response);
    expect(wrong?.relation).toContain(relation);
    expect(wrong?.instead).toBe(instead);
  });

  it('and a mixed number of LaTeX is no product', () => {
    expect(wrongIn('$$2\\tfrac{5}{6} = \\tfrac{17}{6}, \\qquad 1\\tfrac14 = \\tfrac54$$')).toBeUndefined();
    expect(wrongIn('$$2\\frac{1}{2} + 1 = 4\\frac12$$')).toMatchObject({ step: 1 });
  });

  it('in a derivation, where an equation does not follow from those before it', () => {
    const wrong = wrongIn('2x + 3 = 11\n2x = 9\nx = 4.5', 'Solve 2x + 3 = 11.');
    expect(wrong).toMatchObject({ step: 2, relation: '2x = 9', instead: 'x is 4' });
  });

  it('in a quadratic, where a factor is another', () => {
    expect(wrongIn('x^2 - 5x + 6 = 0\n(x - 2)(x - 4) = 0')).toMatchObject({ step: 2 });
    expect(wrongIn('x^2 - 6x + 9 = 0\n(x - 3)(x - 7) = 0')).toMatchObject({ step: 2 });
  });

  it('in an inequality that is turned round', () => {
    expect(wrongIn('-2x > 8\nx > -4', 'Solve -2x > 8.')).toMatchObject({ step: 2 });
  });
});

it.each([
  'She has 7/2 = 3.5 litres, about 4.',
  'That is about 300/11 = 27 miles per gallon.',
  '17 ÷ 5 = 3 remainder 2',
  'x = 2 or x = 3, since (x - 2)(x - 3) = 0.',
  '20 - 5 = 15 - 3 = 12',
  'A common mistake is 2 + 3 × 4 = 20.',
  '10 / 3 = 3.33 and 3.33 × 3 = 10',
  '1 hour 20 minutes = 80 minutes',
  '2 km + 300 m = 2.3 km',
  '1/2 a cup = 4 ounces',
  '45 / 60 × 100 = 75%',
  '5 miles = 8 km',
  '50 cents × 4 = $2',
  'Die Hefte kosten 3 · 2,50 € = 7,50 €, also bleiben 1.500 € − 7,50 € = 1.492,50 €.',
  'a) x + 2 = 5\nx = 3\nb) x - 1 = 4\nx = 5',
  'The ratio is 3:4 and the score was 2-1.',
  'In 2019 revenue = 3 + 4 = 7 million.',
  'f(3) = 2(3)^2 - 1 = 17',
  'A = πr² = 3.14 × 25 = 78.5 cm²',
  'Let x be the age. Then x + 2x = 36, so 3x = 36 and x = 12.',
])('what holds in some reading passes: %s', (response) => {
  expect(wrongIn(response)).toBeUndefined();
});

it('finds and names the wrong step of worked answers in forty forms, and flags no right one', () => {
  const answers = workedAnswers(400, 3);
  const flagged = answers.filter(
    ({ wrong, instruction, response }) => wrong === undefined && wrongIn(response, instruction),
  );
  expect(flagged).toEqual([]);
  const wrong = answers.filter((answer) => answer.wrong !== undefined);
  const named = wrong.filter(({ steps, wrong: at, instruction, response }) => {
    const text = wrongIn(response, instruction)?.text;
    const step = steps[at!]!.trim();
    return text !== undefined && (step.includes(text) || text.includes(step));
  });
  // Two forms round: what a slip of theirs shows may be right as "about".
  expect(named.length).toBeGreaterThanOrEqual(wrong.length * 0.985);
});

it('takes no longer than its text deserves', () => {
  const nasty = `${'('.repeat(3000)}1 = ${'2 + '.repeat(3000)}= ${'x'.repeat(5000)} ${'1 a '.repeat(2000)}`;
  expect(wrongIn(nasty)).toBeUndefined();
});
