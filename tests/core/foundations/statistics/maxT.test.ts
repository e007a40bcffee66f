import { maxT, maxTOfPairs } from '../../../../core/foundations/statistics/maxT';
import { seededRandom } from '../../../../core/foundations/seededRandom';

const normal = (random: ReturnType<typeof seededRandom>): number =>
  Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());

/** Six comparisons of 60 units, of which the first differs by so much. */
function flaggedShare(difference: number, datasets: number): number {
  let flagged = 0;
  for (let seed = 0; seed < datasets; seed++) {
    const random = seededRandom(seed, 'units');
    const comparisons = Array.from({ length: 6 }, (_, index) => {
      const side = Array.from({ length: 60 }, () => random.below(2) as 0 | 1);
      return { side, values: side.map((of) => normal(random) + (index === 0 ? of * difference : 0)) };
    });
    const compared = maxT(comparisons, new Array<string>(60).fill('all'), { permutations: 200, seed });
    if (compared.some(({ adjusted }) => (adjusted ?? 1) <= 0.05)) flagged++;
  }
  return flagged / datasets;
}

test('over six comparisons without a difference one in twenty datasets shows one, and not six times as many', () => {
  expect(flaggedShare(0, 200)).toBeLessThan(0.1);
});

test('a difference of one and a half deviations is found', () => {
  expect(flaggedShare(1.5, 40)).toBeGreaterThan(0.9);
});

test('too few units tell nothing', () => {
  const [one] = maxT([{ side: [0, 1, 0, 1], values: [1, 2, 3, 4] }], ['a', 'a', 'a', 'a'], {
    permutations: 10,
  });
  expect(one).toEqual({ t: undefined, p: undefined, adjusted: undefined });
});

test('of pairs, what is always longer is found, and what is so half of the time is not', () => {
  const random = seededRandom(1, 'pairs');
  const always = Array.from({ length: 50 }, () => 0.2 + 0.1 * normal(random));
  const never = always.map((value, index) => (index % 2 === 0 ? value : -value));
  const [first, second] = maxTOfPairs([always, never], { permutations: 500 });
  expect(first?.adjusted).toBeLessThan(0.01);
  expect(second?.adjusted).toBeGreaterThan(0.05);
});
