import { cosine } from '../../../../core/foundations/embedding/cosine';
import {
  nearestSimilarities,
  nearestSimilarity,
  widened,
} from '../../../../core/foundations/embedding/nearestSimilarity';
import { plainCosine, randomVectors, unit } from './randomVectors';

test('is the mean, over the one set, of the greatest cosine with the other', () => {
  const left = randomVectors(17, 30, 1);
  const right = randomVectors(23, 30, 2);
  const expected = left.map((vector) => Math.max(...right.map((other) => plainCosine(vector, other))));
  nearestSimilarities(widened(left), widened(right)).forEach((similarity, index) => {
    expect(similarity).toBeCloseTo(expected[index]!, 12);
  });
  expect(nearestSimilarity(left, right)).toBeCloseTo(expected.reduce((sum, each) => sum + each, 0) / 17, 12);
});

test('is what `cosine` says, to the last bit', () => {
  const left = randomVectors(17, 387, 1);
  const right = randomVectors(23, 387, 2);
  const expected = left.map((vector) => Math.max(...right.map((other) => cosine(vector, other))));
  expect([...nearestSimilarities(widened(left), widened(right))]).toEqual(expected);
});

test('is 1 for a set that the other contains, and not the other way round', () => {
  const all = randomVectors(40, 30);
  expect(nearestSimilarity(all.slice(0, 10), all)).toBeCloseTo(1, 6);
  expect(nearestSimilarity(all, all.slice(0, 10))).toBeLessThan(0.9);
});

test('is undefined where there is nothing to compare', () => {
  expect(nearestSimilarity([], [unit([1, 2])])).toBeUndefined();
  expect(nearestSimilarity([unit([1, 2])], [])).toBeUndefined();
});
