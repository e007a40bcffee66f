import { pairFilters, rejection } from './filters/screening';
import { consistencyOf, missingSamples } from '../../../core/screening/consistency/consistency';
import { isSameAnswer, shortAnswerOf } from '../../../core/screening/consistency/shortAnswer';

const agrees = (instruction: string, left: string, right: string): boolean | undefined => {
  const [one, other] = [shortAnswerOf(instruction, left), shortAnswerOf(instruction, right)];
  return one && other && isSameAnswer(one, other);
};

describe('a short answer', () => {
  test.each([
    ['How many apples are left?', 'She has 12 apples left.', '10 + 2 = 12'],
    ['How many apples are left?', 'Twelve', '12'],
    ['How much does it cost?', 'It costs $1,250.', 'The answer is 1250 dollars.'],
    ['How much does it cost?', 'She pays 3.5 dollars', 'Answer: $3.50'],
    ['What is 1/2 of 3?', '#### 1.5', 'Half of 3 is 3/2 = 1.5'],
    ['What is the capital of France?', 'Paris', 'The capital of France is Paris.'],
    ['What is the capital of France?', 'Paris, France.', '**Paris**'],
    ['Who wrote Hamlet?', 'William Shakespeare wrote Hamlet.', 'Shakespeare'],
    ['Is the sea salty?', 'Yes, because rivers bring salt.', 'Yes.'],
    ['Ist das Meer salzig?', 'Ja, es ist salzig.', 'Ja'],
    ['Which is a mammal?\nA) trout\nB) whale', 'B) whale', 'The answer is B.'],
    ['Which is a mammal?\nA) trout\nB) whale', '(B)', 'B. whale, since it breathes air'],
    ['Solve for x.', 'So \\boxed{-4}', 'x = 3 - 7\nThe answer is -4'],
  ])('to "%s" is the same in other words: %s / %s', (instruction, left, right) => {
    expect(agrees(instruction, left, right)).toBe(true);
  });

  test.each([
    ['How many apples are left?', 'She has 12 apples left.', '13'],
    ['How many apples are left?', '-4', '4'],
    ['What is the capital of France?', 'Paris', 'The capital of France is Lyon.'],
    ['Who wrote Hamlet?', 'Christopher Marlowe', 'William Shakespeare'],
    ['Is the sea salty?', 'Yes, because rivers bring salt.', 'No, it is not.'],
    ['Which is a mammal?\nA) trout\nB) whale', 'A) trout', 'The answer is B.'],
    ['When did it open?', 'It opened in 1889.', 'In 1887'],
  ])('to "%s" is another: %s / %s', (instruction, left, right) => {
    expect(agrees(instruction, left, right)).toBe(false);
  });

  test('of an explanation there is none', () => {
    expect(
      shortAnswerOf(
        'Explain why the sea is salty.',
        'Rain washes minerals out of rocks. Rivers carry them into the sea, where they stay when water evaporates.',
      ),
    ).toBeUndefined();
  });
});

const asked = { instruction: 'How many legs do two cats have?', input: '' };

test('a response that says what most samples say scores their share, one that says otherwise its own', () => {
  expect(consistencyOf(asked, '8', ['They have 8 legs.', 'Eight', '6'])).toMatchObject({
    kind: 'answer',
    score: 0.75,
    votes: [
      { answer: '8', count: 3 },
      { answer: '6', count: 1 },
    ],
  });
  expect(consistencyOf(asked, '6', ['They have 8 legs.', 'Eight', '8'])).toMatchObject({ score: 0.25 });
});

test('a sample without an answer is no vote for any, and passes for none', () => {
  expect(consistencyOf(asked, '8', ['Cats are lovely animals. They purr. People like them a lot.'])).toMatchObject({ score: 0.5 }); // prettier-ignore
  expect(
    consistencyOf(asked, 'Cats are lovely animals. They purr. People like them a lot.', ['8', '8']),
  ).toMatchObject({ score: 0 });
});

const tower = { instruction: 'Tell me about the tower in Aldenburg.', input: '' };
const towerIn = (year: string): string =>
  `The tower in Aldenburg was opened in ${year}. It was built by the engineer Clara Voss. Visitors climb 300 steps to its platform.`;

test('a claim that more samples contradict than bear out counts against a long response', () => {
  const wrong = consistencyOf(tower, towerIn('1887'), [towerIn('1889'), towerIn('1889')]);
  expect(wrong).toMatchObject({ kind: 'claims', claims: 3, contradicted: [{ against: 2, for: 0 }] });
  expect(wrong?.score).toBeCloseTo(2 / 3);
  expect(consistencyOf(tower, towerIn('1889'), [towerIn('1889'), towerIn('1887')])).toMatchObject({
    score: 1,
  });
});

test('more samples are asked for only while no majority is clear', () => {
  expect(missingSamples(asked, ['8'])).toBe(1);
  expect(missingSamples(asked, ['8', 'Eight legs'])).toBe(0);
  expect(missingSamples(asked, ['8', '6'])).toBe(2);
  expect(missingSamples(asked, ['8', '6', '8'])).toBe(1);
  expect(missingSamples(asked, ['8', '6', '8', '8'])).toBe(0);
  expect(missingSamples(tower, [towerIn('1889'), towerIn('1889')])).toBe(0);
  expect(missingSamples(tower, [towerIn('1889'), towerIn('1887')])).toBe(1);
  expect(missingSamples(tower, [towerIn('1889'), towerIn('1887'), towerIn('1889')])).toBe(0);
});

describe('the filter', () => {
  const settings = { consistency: {} };
  const pair = { instruction: asked.instruction, input: '' };

  test('rejects a response that most samples disagree with, and says what they say', async () => {
    const result = await rejection(
      pairFilters,
      { ...pair, response: '6', samples: ['8', 'Eight'] },
      settings,
    );
    expect(result).toMatchObject({
      filter: 'consistency',
      score: 1 / 3,
      evidence: { samples: 3, answer: '6' },
    });
    expect(result?.reason).toBe('its 3 samples do not agree: “8” 2, “6” 1; it says “6”');
  });

  test('rejects all of a tie: nothing errs towards a pass', async () => {
    expect(await rejection(pairFilters, { ...pair, response: '6', samples: ['8'] }, settings)).toMatchObject({ score: 0.5 }); // prettier-ignore
  });

  test('has no say of a response without other samples, of labels, and where it is off', async () => {
    expect(await rejection(pairFilters, { ...pair, response: '6' }, settings)).toBeUndefined();
    expect(await rejection(pairFilters, { ...pair, response: '6', samples: ['8'] })).toBeUndefined();
    expect(
      await rejection(
        pairFilters,
        { ...pair, response: '6', samples: ['8'], classification: true },
        settings,
      ),
    ).toBeUndefined();
  });

  test('names a claim that other samples contradict, and leaves claims alone where it is told to', async () => {
    const text = { instruction: tower.instruction, input: '', response: towerIn('1887'), samples: [towerIn('1889'), towerIn('1889')] }; // prettier-ignore
    const strict = await rejection(pairFilters, text, { consistency: { min: 0.9 } });
    expect(strict?.reason).toContain('1 of its 3 claims are contradicted by other samples, such as “The tower in Aldenburg was opened in 1887.'); // prettier-ignore
    expect(await rejection(pairFilters, text, { consistency: { min: 0.9, claims: false } })).toBeUndefined();
  });
});
