import { cosine } from '../../../../core/foundations/embedding/cosine';
import { dequantise, quantise } from '../../../../core/foundations/embedding/quantise';
import { plainCosine, randomVectors } from './randomVectors';

const vectors = randomVectors(500, 384);

test('the largest magnitude becomes 127', () => {
  expect(quantise(Float32Array.of(0.1, -0.4, 0.2))).toEqual(Int8Array.of(32, -127, 64));
});

test('a vector keeps its direction to within half a degree, and its length of 1', () => {
  for (const vector of vectors) {
    const kept = dequantise(quantise(vector));
    expect(plainCosine(kept, kept)).toBeCloseTo(1, 6);
    expect(cosine(kept, vector)).toBeGreaterThan(Math.cos(Math.PI / 360));
  }
});

test('similarities move by less than 0.005', () => {
  const moved = vectors.slice(1).map((vector, index) => {
    const other = vectors[index]!;
    return Math.abs(
      cosine(vector, other) - cosine(dequantise(quantise(vector)), dequantise(quantise(other))),
    );
  });
  expect(Math.max(...moved)).toBeLessThan(0.005);
});

test('what was stored and read is stored as the same bytes again', () => {
  for (const vector of vectors) {
    const bytes = quantise(vector);
    expect(quantise(dequantise(bytes))).toEqual(bytes);
  }
});

test.each([
  ['zeros', [0, 0, 0]],
  ['not a number', [0.1, NaN, 0.2]],
  ['infinity', [0.1, Infinity, 0.2]],
])('a vector of %s is refused', (_, values) => {
  expect(() => quantise(Float32Array.from(values))).toThrow('no direction');
});
