import { lengthBias } from '../../../../core/screening/judging/lengthBias';
import { seededRandom } from '../../../../core/foundations/seededRandom';

test('a judge that pays for length is found, with what a doubling is worth', () => {
  const random = seededRandom(1, 'lengths');
  const judged = Array.from({ length: 400 }, () => {
    const doublings = 6 * random.uniform();
    return {
      length: Math.round(50 * 2 ** doublings),
      score: 0.2 + 0.08 * doublings + 0.1 * random.uniform(),
    };
  });
  const bias = lengthBias(judged);
  expect(bias?.perDoubling).toBeCloseTo(0.08, 2);
  expect(bias?.interval[0]).toBeGreaterThan(0.9);
});

test('a judge that does not has an interval around 0', () => {
  const random = seededRandom(2, 'lengths');
  const judged = Array.from({ length: 400 }, () => ({
    length: 50 + random.below(2_000),
    score: random.uniform(),
  }));
  const [low = 1, high = -1] = lengthBias(judged)?.interval ?? [];
  expect(low).toBeLessThan(0);
  expect(high).toBeGreaterThan(0);
});

test('too few pairs, or all alike, tell nothing', () => {
  expect(lengthBias([1, 2, 3].map((length) => ({ length, score: length })))).toBeNull();
  expect(lengthBias([1, 2, 3, 4, 5].map((length) => ({ length, score: 0.5 })))).toBeNull();
  expect(lengthBias([1, 2, 3, 4, 5].map((score) => ({ length: 9, score })))).toBeNull();
});
