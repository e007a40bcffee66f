import { cosine } from '../../../../core/foundations/embedding/cosine';
import { plainCosine, randomVectors, unit } from './randomVectors';

test.each([1, 2, 3, 4, 5, 384, 387])('of vectors of %i dimensions is their dot product', (dimensions) => {
  const [left, right] = randomVectors(2, dimensions) as [Float32Array, Float32Array];
  expect(cosine(left, right)).toBeCloseTo(plainCosine(left, right), 12);
  expect(cosine(right, left)).toBe(cosine(left, right));
});

test('stays between -1 and 1 where rounding made a vector too long', () => {
  for (const vector of randomVectors(200, 384)) {
    expect(cosine(vector, vector)).toBeLessThanOrEqual(1);
    expect(
      cosine(
        vector,
        vector.map((value) => -value),
      ),
    ).toBeGreaterThanOrEqual(-1);
  }
  expect(cosine(unit([3, 4]), unit([3, 4]))).toBeCloseTo(1, 6);
});
