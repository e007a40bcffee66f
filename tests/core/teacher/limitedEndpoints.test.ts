import { RateControl } from '../../../core/teacher/rateControl';
import { limitsOf, refusingAtRandom, shapes, useLimit } from './limitedEndpoints';

const kinds = limitsOf(20);
const seeds = [1];
const allowance = { concurrency: 64, expiresAt: Infinity };
const known = { ...allowance, requestsPerMinute: 1_200 };
/** Whole minutes, so that it is all the same where a window begins. */
const use = { seconds: 180, fromMs: 60_000 };

describe.each([1, 3])('by %d workers', (members) => {
  test.each(kinds)('a known rate is used to 0.98, of %s', (_kind, shape) => {
    for (const seed of seeds) {
      const { used, refused } = useLimit(shape(), 20, { ...use, seed, members, allowance: known });
      expect(used).toBeGreaterThan(0.965);
      expect(refused).toBeLessThan(0.01);
    }
  });

  test.each(kinds)('an unknown rate is used well after the first minute, of %s', (_kind, shape) => {
    for (const seed of seeds) {
      const { used, refused } = useLimit(shape(), 20, { ...use, seed, members, allowance });
      expect(used).toBeGreaterThan(members === 1 ? 0.96 : 0.94);
      expect(refused).toBeLessThan(0.03);
    }
  });
});

test.each([1, 3])('a learned rate is not lowered by what meets on the way, by %d workers', (members) => {
  for (const seed of [1, 2, 3, 4]) {
    const { used, refused } = useLimit(shapes.bucket(20, 2), 20, {
      ...use,
      seed,
      members,
      allowance,
      jitterMs: 8,
    });
    expect(used).toBeGreaterThan(members === 1 ? 0.96 : 0.93);
    expect(refused).toBeLessThan(0.01);
  }
});

test('what several workers that begin at once are refused is not taken for a limit of one at a time', () => {
  // With these, a worker sends just as two others do, each time that a second one is tried.
  for (const seed of [6, 7, 10, 11])
    expect(useLimit(shapes.bucket(20, 2), 20, { ...use, seed, members: 3, allowance }).used).toBeGreaterThan(
      0.95,
    );
});

test.each([1, 3])(
  'what meets on a slow way to the endpoint lowers no known rate, by %d workers',
  (members) => {
    const { used, refused } = useLimit(shapes.bucket(20, 2), 20, {
      ...{ seconds: 240, fromMs: 60_000, seed: 1, members, allowance: known, jitterMs: 20 },
    });
    expect(used).toBeGreaterThan(0.85);
    expect(refused).toBeLessThan(0.07);
  },
);

test.each([1, 3])('refusals of 4 in 100 at any rate are taken for no limit, by %d workers', (members) => {
  for (const seed of [1, 2, 3, 4, 5]) {
    // 64 slots and answers of a second.
    const endpoint = refusingAtRandom(0.04, seed + 100);
    const { used } = useLimit(endpoint, 64, { seconds: 180, fromMs: 0, seed, members, allowance });
    expect(used).toBeGreaterThan(0.7);
  }
});

test('a limit is held also where 4 in 100 are refused below it', () => {
  for (const seed of [1, 2, 3, 4, 5]) {
    const endpoint = refusingAtRandom(0.04, seed + 100, shapes.slidingWindow(20, 1_000));
    const { used, refused } = useLimit(endpoint, 20, { ...use, seed, members: 1, allowance });
    expect(used).toBeGreaterThan(0.85);
    expect(refused).toBeLessThan(0.1);
  }
});

test('a limit that headers state is kept to as a known one, and never probed beyond', () => {
  const control = new RateControl(allowance, 0);
  expect(control.told({ requestsPerMinute: 600 }, undefined, 0)).toBe(true);
  expect(control.told({ requestsPerMinute: 600 }, undefined, 0)).toBe(false);
  for (const now of [0, 60_000, 600_000]) expect(control.pace(now)).toBeCloseTo(10, 0);
});

test('what the configuration says counts, also where headers say less', () => {
  const control = new RateControl({ ...allowance, requestsPerMinute: 1_200 }, 0);
  control.told({ requestsPerMinute: 600 }, undefined, 0);
  expect(control.pace(0)).toBeGreaterThan(19);
});

test('nothing leaves while headers say that nothing is left', () => {
  const control = new RateControl(allowance, 0);
  expect(control.told({}, 5_000, 0)).toBe(true);
  expect(control.told({}, 4_900, 100)).toBe(false); // the same again, of the next answer
  expect(control.earliestDeparture(100)).toBe(5_000);
});
