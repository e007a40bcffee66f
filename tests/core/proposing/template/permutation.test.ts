import { interleave } from '../../../../core/proposing/template/interleave';
import { permutation } from '../../../../core/proposing/template/permutation';

test.each([1, 2, 3, 7, 100, 4_096, 4_097, 10_007, 65_537, 200_000])(
  'every number below %i comes exactly once',
  (size) => {
    const at = permutation(BigInt(size), 42, 'test');
    const seen = new Set(Array.from({ length: size }, (_, position) => Number(at(position))));
    expect(seen.size).toBe(size);
    expect([...seen].every((value) => value >= 0 && value < size)).toBe(true);
  },
);

test.each([10n ** 12n, 2n ** 52n - 1n, 2n ** 53n, 10n ** 18n + 9n, 2n ** 100n, 3n ** 200n])(
  'a space of %s is drawn from without repetition, and within its bounds',
  (size) => {
    const at = permutation(size, 42, 'test');
    const seen = new Set(Array.from({ length: 5_000 }, (_, position) => BigInt(at(position))));
    expect(seen.size).toBe(5_000);
    expect([...seen].every((value) => value >= 0n && value < size)).toBe(true);
  },
);

test.each([10n ** 12n, 2n ** 60n, 2n ** 100n, 5_003n])(
  'positions of a space of %s spread evenly over it',
  (size) => {
    const at = permutation(size, 7, 'test');
    const [draws, bins] = [5_000, 50];
    const counts = Array<number>(bins).fill(0);
    const lastDigits = Array<number>(bins).fill(0);
    for (let position = 0; position < draws; position++) {
      const value = BigInt(at(position));
      const bin = Number((value * BigInt(bins)) / size);
      counts[bin] = (counts[bin] ?? 0) + 1;
      const digit = Number(value % BigInt(bins));
      lastDigits[digit] = (lastDigits[digit] ?? 0) + 1;
    }
    const chiSquare = (all: number[]): number =>
      all.reduce((sum, count) => sum + (count - draws / bins) ** 2 / (draws / bins), 0);
    // The 99.9th percentile of chi-square with 49 degrees of freedom is 85.4.
    expect(chiSquare(counts)).toBeLessThan(85.4);
    expect(chiSquare(lastDigits)).toBeLessThan(85.4);
  },
);

test('another seed gives another order, the same seed the same', () => {
  const first = (seed: number): string =>
    Array.from({ length: 20 }, (_, position) => permutation(10n ** 12n, seed, 'x')(position)).join(' ');
  expect(first(1)).toBe(first(1));
  expect(first(1)).not.toBe(first(2));
});

test('streams take turns by weight, each element once, and hand their turns on when they end', () => {
  const lengths = [3, Infinity, 10, 0];
  const at = interleave([2, 5, 3, 9].map((weight, stream) => ({ weight, length: lengths[stream] ?? 0 })));
  const turns = Array.from({ length: 200 }, (_, position) => at(position));
  for (const stream of [0, 1, 2]) {
    const own = turns.flatMap((turn) => (turn?.stream === stream ? [turn.index] : []));
    expect(own).toEqual([...own.keys()]);
    expect(own.length).toBe(Math.min(lengths[stream] ?? 0, own.length));
  }
  const early = turns.slice(0, 10).map((turn) => turn?.stream);
  expect([0, 1, 2, 3].map((stream) => early.filter((one) => one === stream).length)).toEqual([2, 5, 3, 0]);
  expect(turns.slice(100).every((turn) => turn?.stream === 1)).toBe(true);
});

test('finite streams end together with their last element', () => {
  const at = interleave([
    { weight: 0.3, length: 17 },
    { weight: 0.7, length: 23 },
  ]);
  const turns = Array.from({ length: 41 }, (_, position) => at(position));
  expect(turns.slice(0, 40).every((turn) => turn !== undefined)).toBe(true);
  expect(turns[40]).toBeUndefined();
});
