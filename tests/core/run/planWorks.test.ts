import type { RecipeInput } from '../../../core/run/recipeSchema';
import { planWorks } from '../../../core/run/planWorks';
import type { PlanKnowledge } from '../../../core/proposing/planKnowledge';
import type { StrategyContext } from '../../../core/proposing/strategyContext';
import { gridOf } from '../../../core/recipe/coverage/grid';
import { runSetup, seedTask } from '../proposing/testSetup';

const none = { works: 0, proposed: 0, accepted: 0 };
/** Many pairs of Self-Instruct, so that it is ahead of its share. */
const ahead = { works: 100, proposed: 800, accepted: 700 };

const template: RecipeInput['template'] = {
  templates: [
    {
      name: 'product',
      slots: { a: { range: { from: 1, to: 5 } }, b: { range: { from: 1, to: 4 } } },
      instruction: 'What is {{ a }} multiplied by {{ b }}?',
      response: 'It is a number.',
    },
  ],
};
const augment: RecipeInput['augment'] = { chains: [['deepen']], variants: 2 };

function plan(recipe: Partial<RecipeInput>, knowledge: Partial<PlanKnowledge> = {}) {
  const setup = runSetup(recipe);
  const seeds = Array.from({ length: 10 }, (_, index) =>
    seedTask(`Name bird number ${index} of the garden.`),
  );
  const context: StrategyContext = {
    setup,
    materials: { seeds, sources: [], lists: {}, personas: [] },
    iteration: 3,
  };
  return planWorks(context, {
    size: 40,
    measures: 0,
    pool: [],
    yields: { selfInstruct: none, template: none, augment: none },
    cells: [],
    underWay: [],
    stretches: [],
    grid: gridOf(setup.recipe),
    cellsOfSeeds: () => Promise.resolve(undefined),
    rejections: [],
    embed: () => Promise.reject(new Error('Nothing is to be embedded here.')),
    ...knowledge,
  });
}

const counts = ({ works }: Awaited<ReturnType<typeof plan>>) => ({
  selfInstruct: works.filter(({ strategy }) => strategy === 'selfInstruct').length,
  template: works.filter(({ strategy }) => strategy === 'template').length,
  augment: works.filter(({ strategy }) => strategy === 'augment').length,
});

const mixed = { strategies: { selfInstruct: 0.5, template: 0.25, augment: 0.25 }, template, augment };
const usedUp = { template: { from: 0, count: 20 }, augment: { from: 0, count: 20 } };

test('works that ask the teacher come before those that do not, and each strategy goes on where it was', async () => {
  const drawn = await plan(mixed, { stretches: [{ template: { from: 0, count: 5 } }] });
  expect(counts(drawn)).toEqual({ selfInstruct: expect.any(Number) as number, template: 10, augment: 10 });
  const order = drawn.works.map(({ strategy }) => strategy);
  expect(order).toEqual(
    [...order].sort((one, other) => Number(one === 'template') - Number(other === 'template')),
  );
  expect(drawn.stretches).toMatchObject({
    template: { from: 5, count: 10 },
    augment: { from: 0, count: 10 },
  });
});

test('what strategies that have run out leave goes to the one that has not, though it was ahead of its share', async () => {
  const yields = { selfInstruct: ahead, template: none, augment: none };
  expect(counts(await plan(mixed, { yields })).selfInstruct).toBe(0);
  const drawn = counts(await plan(mixed, { yields, stretches: [usedUp] }));
  expect(drawn).toMatchObject({ template: 0, augment: 0 });
  expect(drawn.selfInstruct).toBeGreaterThan(0);
});

test('where a later strategy runs out, an earlier one that was to pause is asked after all', async () => {
  // One candidate, which is augment's turn; it has nothing left, and the template is the next.
  const yields = {
    selfInstruct: ahead,
    template: { works: 10, proposed: 10, accepted: 10 },
    augment: none,
  };
  const drawn = await plan(mixed, { size: 1, yields, stretches: [{ augment: { from: 0, count: 20 } }] });
  expect(counts(drawn)).toEqual({ selfInstruct: 0, template: 1, augment: 0 });
});

test('an iteration is empty only when nobody has anything left', async () => {
  const { works } = await plan(
    { ...mixed, strategies: { template: 1, augment: 1 } },
    { stretches: [usedUp] },
  );
  expect(works).toEqual([]);
});

test('prompts ask for the cells that are missing, those under way counted', async () => {
  const coverage = { axes: { taskType: ['coding', 'rewriting'] } };
  const full = { asked: 'coding', cell: 'coding', proposed: 60, accepted: 60 };
  const cellsOf = ({ works }: Awaited<ReturnType<typeof plan>>) =>
    works.map((work) => ('cell' in work ? work.cell : null));
  expect(new Set(cellsOf(await plan({ coverage }, { cells: [full] })))).toEqual(new Set(['rewriting']));
  const open = await plan({ coverage: { ...coverage, steer: false } }, { cells: [full] });
  expect(new Set(cellsOf(open))).toEqual(new Set([null]));
});
