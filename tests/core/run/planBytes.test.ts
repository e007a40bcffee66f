import { createHash } from 'node:crypto';
import { canonicalJson } from '../../../core/foundations/canonicalJson';
import { gridOf } from '../../../core/recipe/coverage/grid';
import type { RecipeInput } from '../../../core/run/recipeSchema';
import { planWorks } from '../../../core/run/planWorks';
import type { PlanKnowledge } from '../../../core/proposing/planKnowledge';
import { runSetup, seedTask } from '../proposing/testSetup';

const none = { works: 0, proposed: 0, accepted: 0 };
const mixed: Partial<RecipeInput> = {
  strategies: { selfInstruct: 0.5, template: 0.2, augment: 0.3 },
  coverage: { axes: { taskType: ['coding', 'rewriting', 'planning'] } },
  template: {
    templates: [
      {
        name: 'product',
        slots: { a: { range: { from: 1, to: 50 } }, b: { range: { from: 1, to: 40 } } },
        instruction: 'What is {{ a }} multiplied by {{ b }}?',
        cell: { taskType: 'coding' },
      },
    ],
  },
  augment: { chains: [['deepen'], ['paraphraseInstruction', 'changeStyle']], fromPool: true, variants: 3 },
};
const pool: PlanKnowledge['pool'] = Array.from({ length: 12 }, (_, at) => ({
  iteration: at % 3,
  ordinal: at,
  strategy: (['selfInstruct', 'template', 'augment'] as const)[at % 3] ?? 'selfInstruct',
  instruction: `List ${at} things that are found beside a pond in spring.`,
  input: '',
  response: `There are ${at} of them.`,
  classification: false,
  family: null,
  cell: ['coding', 'rewriting', 'planning'][at % 3] ?? null,
  quality: at / 12,
  approved: at % 4 === 0,
}));

async function planned(recipe: Partial<RecipeInput>, knowledge: Partial<PlanKnowledge>) {
  const setup = runSetup(recipe, { completions: false });
  const seeds = Array.from({ length: 10 }, (_, at) => seedTask(`Name bird number ${at} of the garden.`));
  const { works, stretches } = await planWorks(
    { setup, materials: { seeds, sources: [], lists: {}, personas: ['A gardener'] }, iteration: 4 },
    {
      size: 60,
      measures: 0,
      pool,
      yields: {
        selfInstruct: { works: 20, proposed: 150, accepted: 60 },
        template: { works: 30, proposed: 30, accepted: 24 },
        augment: { works: 30, proposed: 30, accepted: 12 },
      },
      cells: [{ asked: 'coding', cell: 'coding', proposed: 60, accepted: 60 }],
      underWay: [],
      stretches: [{ template: { from: 0, count: 7 } }],
      grid: gridOf(setup.recipe),
      cellsOfSeeds: () => Promise.resolve(undefined),
      rejections: [{ instruction: 'Say something.', reason: 'unclear' }],
      embed: () => Promise.reject(new Error('Nothing is to be embedded here.')),
      ...knowledge,
    },
  );
  const names = works.map(({ strategy }) => strategy);
  // A strategy that came later has a stretch of nothing beside the others.
  const { fromKnowledge: _, own: _own, ...known } = stretches;
  return {
    counts: (['selfInstruct', 'augment', 'template'] as const).map(
      (name) => names.filter((one) => one === name).length,
    ),
    bytes: createHash('sha256')
      .update(canonicalJson({ works, stretches: known }))
      .digest('hex')
      .slice(0, 16),
  };
}

test('the same recipe and experience give the same plan, byte for byte, in every version', async () => {
  expect(await planned(mixed, {})).toEqual({ counts: [1, 54, 1], bytes: '1b322a21062f57f0' });
  const untried = { selfInstruct: none, template: none, augment: none };
  const reviewed = { ...mixed, review: {} };
  expect(await planned(reviewed, { yields: untried })).toEqual({
    counts: [4, 18, 12],
    bytes: '1c583787889b4a37',
  });
  // What augment has no more of goes to the others.
  const usedUp = [{ augment: { from: 0, count: 1_000 } }];
  expect(await planned(mixed, { measures: 2, stretches: usedUp })).toEqual({
    counts: [6, 0, 12],
    bytes: 'f57a6e8205c58bac',
  });
  expect(
    await planned({ selfInstruct: { form: 'paper' } }, { grid: undefined, cells: [], measures: 1 }),
  ).toEqual({
    counts: [8, 0, 0],
    bytes: 'c98c66213b8cae76',
  });
});
