import { planAugment } from '../../../../core/proposing/augment/planAugment';
import type { AugmentWork } from '../../../../core/proposing/augment/work';
import type { RecipeInput } from '../../../../core/run/recipeSchema';
import type { PoolEntry } from '../../../../core/vocabulary/poolEntry';
import { runSetup, seedTask } from '../testSetup';

function plan(
  augment: RecipeInput['augment'],
  {
    tasks = 10,
    pool = [] as readonly PoolEntry[],
    from = 0,
    count = 1_000,
    seed = 1,
    small = false,
    inputs = 0,
  } = {},
): AugmentWork[] {
  const seeds = Array.from({ length: tasks }, (_, index) =>
    seedTask(`Task ${index}`, { input: index < inputs ? 'something' : '' }),
  );
  const setup = runSetup({ augment, seed }, { small });
  return planAugment({ setup, materials: { seeds, sources: [], lists: {}, personas: [] } }, pool, {
    from,
    count,
  });
}

function entry(iteration: number, ordinal: number, more: Partial<PoolEntry> = {}): PoolEntry {
  return {
    iteration,
    ordinal,
    strategy: 'selfInstruct',
    instruction: `Pair ${iteration}/${ordinal}`,
    input: '',
    response: 'yes',
    classification: false,
    family: null,
    cell: null,
    quality: null,
    approved: false,
    ...more,
  };
}

const chains = [['changeStyle'], ['deepen']];

describe('the plan of variants', () => {
  it('gives every pair its turn before any has two, up to the bound', () => {
    const works = plan({ chains, variants: 3 });
    expect(works).toHaveLength(30);
    for (let turn = 0; turn < 3; turn++) {
      const families = works.slice(turn * 10, turn * 10 + 10).map(({ family }) => family);
      expect(new Set(families).size).toBe(10);
    }
    expect(new Set(works.map(({ sample }) => sample)).size).toBe(30);
  });

  it('is the same in stretches of any size, and from the same seed', () => {
    const whole = plan({ chains, variants: 5 });
    for (const size of [1, 7, 13, 50]) {
      const pieces = Array.from({ length: Math.ceil(60 / size) }, (_, index) =>
        plan({ chains, variants: 5 }, { from: index * size, count: size }),
      );
      expect(pieces.flat()).toEqual(whole);
    }
    expect(plan({ chains, variants: 5 }, { seed: 2 })).not.toEqual(whole);
  });

  it('goes on at its end when the pool grows, and never repeats a work', () => {
    const augment = { chains, variants: 2, fromPool: true };
    const early = [entry(0, 3), entry(0, 5)];
    const before = plan(augment, { tasks: 3, pool: early });
    const after = plan(augment, { tasks: 3, pool: [entry(1, 0), ...early] });
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after).toHaveLength(12);
    expect(after.slice(-2).map(({ parent }) => parent)).toEqual([{ pair: [1, 0] }, { pair: [1, 0] }]);
  });

  it('multiplies no variant, and keeps the family that a pair has', () => {
    const pool = [
      entry(0, 0, { strategy: 'augment' }),
      entry(0, 1, { strategy: 'template', family: 'template:x' }),
    ];
    const works = plan({ chains, variants: 1, fromPool: true }, { tasks: 1, pool });
    expect(works.map(({ family }) => family).sort()).toEqual(['seed:0', 'template:x']);
  });

  it('meets the weights of chains over the whole, and spreads them over the turns of one pair', () => {
    const weighted = [
      { operators: ['changeStyle'], weight: 3 },
      { operators: ['deepen'], weight: 1 },
    ];
    const works = plan({ chains: weighted, variants: 4 }, { tasks: 1_000, count: 10_000 });
    const share = works.filter(({ chain }) => chain[0] === 'changeStyle').length / works.length;
    expect(share).toBeGreaterThan(0.74);
    expect(share).toBeLessThan(0.76);
    const first = works.slice(0, 1_000).filter(({ chain }) => chain[0] === 'changeStyle').length;
    expect(first).toBeGreaterThan(700);
    expect(first).toBeLessThan(800);
    const even = plan({ chains, variants: 4 }, { tasks: 100 });
    for (const family of new Set(even.map((work) => work.family))) {
      const used = even.filter((work) => work.family === family).map(({ chain }) => chain[0]);
      expect(new Set(used).size).toBe(2);
    }
  });

  it('gives a pair only chains that it has the parts for, and leaves out a pair that has none', () => {
    const works = plan({ chains: [['complicateInput']], variants: 2 }, { inputs: 4 });
    expect(works).toHaveLength(8);
    expect(works.every(({ input }) => input !== '')).toBe(true);
    const mixed = plan({ chains: [['complicateInput'], ['deepen']], variants: 6 }, { inputs: 4 });
    expect(mixed).toHaveLength(60);
    expect(mixed.filter(({ input }) => input === '').every(({ chain }) => chain[0] === 'deepen')).toBe(true);
  });

  it('draws what operators draw: from the recipe, else what the model can do', () => {
    const draws = (works: readonly AugmentWork[]) => new Set(works.map((work) => work.draws['changeStyle']));
    expect(draws(plan({ chains: [['changeStyle']] }, { small: true }))).toEqual(
      new Set(['polite', 'casual']),
    );
    expect(draws(plan({ chains: [['changeStyle']], draws: { changeStyle: ['shouting'] } }))).toEqual(
      new Set(['shouting']),
    );
    expect(plan({ chains: [['deepen']] })[0]?.draws).toEqual({});
  });
});
