import { verbObjectOf } from '../../../../core/foundations/language/verbObject';
import { distinct, measureHealth } from '../../../../core/proposing/steering/health';

const words = (count: number, word: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => word(index)).join(' ');

describe('distinct-n', () => {
  test('is 1 where no word comes twice, and 1 / 200 where all are the same', () => {
    expect(distinct([words(300, (index) => `w${index}`)], 1)).toBeCloseTo(1, 12);
    expect(distinct([words(300, () => 'same')], 1)).toBeCloseTo(1 / 200, 12);
  });

  test('of exactly 200 words is the share of different ones', () => {
    expect(distinct([words(200, (index) => `w${index % 50}`)], 1)).toBeCloseTo(50 / 200, 12);
    expect(distinct([words(201, (index) => `w${index % 50}`)], 2)).toBeCloseTo(50 / 200, 12);
  });

  test('of 400 words, each there twice, is what drawing 200 of them brings', () => {
    // A word is missed with the probability (200 / 400) (199 / 399); 200 of them.
    const expected = 200 * (1 - (200 / 400) * (199 / 399));
    expect(distinct([words(400, (index) => `w${index % 200}`)], 1)).toBeCloseTo(expected / 200, 12);
  });

  test('does not depend on how much there is of the same', () => {
    const text = (count: number): string[] =>
      Array.from({ length: count }, (_, index) => words(20, (word) => `w${(index * 7 + word * 13) % 90}`));
    expect(distinct(text(400), 1)).toBeCloseTo(distinct(text(4_000), 1) ?? 0, 2);
  });

  test('does not take n-grams across texts, and says nothing of fewer than 200', () => {
    expect(
      distinct(
        Array.from({ length: 199 }, () => 'one two'),
        2,
      ),
    ).toBeNull();
    expect(distinct([], 1)).toBeNull();
  });
});

describe('the health of an iteration', () => {
  const instructions = [
    ...Array.from({ length: 6 }, (_, index) => `Write a poem about number ${index}.`),
    ...Array.from({ length: 6 }, (_, index) => `Describe the city of number ${index}.`),
  ];
  const health = measureHealth({
    proposals: instructions.map((instruction, index) => ({ instruction, novel: index < 9 })),
    verbObjects: instructions.map(verbObjectOf),
    nearestSimilarities: Float64Array.from([...Array<number>(5).fill(0.4), ...Array<number>(5).fill(0.8)]),
    responses: [
      ...Array.from({ length: 12 }, (_, index) => `Once upon a time there was ${index}.`),
      ...Array.from({ length: 8 }, (_, index) => `${index} is a number, and a small one.`),
      'positive',
    ],
  });

  test('counts new proposals, neighbours and openings', () => {
    expect(health).toMatchObject({ proposals: 12, novel: 0.75 });
    expect(health?.nearestSimilarity).toBeCloseTo(0.6, 12);
    expect(health?.commonOpening).toBe(12 / 20); // a label has no opening
  });

  test('has the entropy of verbs and objects as a share of the greatest possible', () => {
    expect(health?.verbObjectEntropy).toBeCloseTo(Math.log(2) / Math.log(12), 12);
  });

  test('is null where there is too little to measure, and undefined where nothing was proposed', () => {
    expect(health?.distinct1).toBeNull();
    const little = measureHealth({
      proposals: [{ instruction: 'Sing.', novel: true }],
      verbObjects: [verbObjectOf('Sing.')],
      nearestSimilarities: [],
      responses: [],
    });
    expect(little).toMatchObject({
      novel: 1,
      verbObjectEntropy: null,
      nearestSimilarity: null,
      commonOpening: null,
    });
    expect(
      measureHealth({ proposals: [], verbObjects: [], nearestSimilarities: [], responses: [] }),
    ).toBeUndefined();
  });
});
