import type { RecipeInput } from '../../../core/run/recipeSchema';
import { poolNeeded } from '../../../core/run/poolNeeded';
import type { RoleSetup, RunSetup } from '../../../core/recipe/runSetup';
import { planWorks } from '../../../core/run/planWorks';
import type { PoolEntry } from '../../../core/vocabulary/poolEntry';
import { runSetup, seedTask } from '../proposing/testSetup';

const chat: Partial<RoleSetup> = { completions: false };
const template: RecipeInput['template'] = {
  templates: [
    { name: 'one', slots: { a: { range: { from: 1, to: 99 } } }, instruction: 'Add 1 to {{ a }}.' },
  ],
};
const augment: RecipeInput['augment'] = { chains: [['deepen']], fromPool: true };

const pool = Array.from({ length: 40 }, (_, index): PoolEntry => ({
  ...{ iteration: index % 3, ordinal: index, strategy: 'selfInstruct', instruction: `Pair ${index}` },
  ...{ input: `input ${index}`, response: `response ${index}`, classification: false },
  ...{ family: null, cell: null, quality: index / 40, approved: index % 5 === 0 },
}));

async function planOf(setup: RunSetup, entries: readonly PoolEntry[]): Promise<string> {
  const seeds = Array.from({ length: 10 }, (_, index) => seedTask(`Name bird number ${index}.`));
  const none = { works: 0, proposed: 0, accepted: 0 };
  const drawn = await planWorks(
    { setup, materials: { seeds, sources: [], lists: {}, personas: [] }, iteration: 3 },
    {
      ...{ size: 60, measures: 0, pool: entries, cells: [], underWay: [], stretches: [] },
      yields: { selfInstruct: none, template: none, augment: none },
      ...{ grid: undefined, cellsOfSeeds: () => Promise.resolve(undefined), rejections: [] },
      embed: (texts) => Promise.resolve(texts.map((text) => Float32Array.of(text.length, 1))),
    },
  );
  return JSON.stringify(drawn);
}

/** The JSON prompt, with a version of a user's that shows what its examples answer. */
function showingResponses(setup: RunSetup): RunSetup {
  const [choice] = setup.prompts['proposeDirected'] ?? [];
  if (!choice) throw new Error('There is no such prompt.');
  const messages = [{ user: '{% for example in examples %}{{ example.response }}\n{% endfor %}' }];
  return {
    ...setup,
    prompts: { ...setup.prompts, proposeDirected: [{ ...choice, file: { ...choice.file, messages } }] },
  };
}

test.each<[string, RunSetup, ReturnType<typeof poolNeeded>]>([
  ['lists that a model continues show instructions', runSetup({}), 'instructions'],
  [
    'so does the prompt for JSON',
    runSetup({ selfInstruct: { guidance: ['Be brief.'] } }, chat),
    'instructions',
  ],
  [
    'a prompt of the user’s own that shows responses',
    showingResponses(runSetup({ selfInstruct: { guidance: ['Be brief.'] } }, chat)),
    'all',
  ],
  ['pairs in one call', runSetup({ selfInstruct: { bring: 'pairs' } }, chat), 'all'],
  [
    'examples by their embeddings',
    runSetup({ selfInstruct: { fewShot: { policy: 'diverse' } } }),
    'instructions',
  ],
  ['pairs that are multiplied', runSetup({ augment }), 'all'],
  ['templates alone', runSetup({ template }), 'none'],
])(
  'of the pool as much is read as a plan shows, and the plan is the same to the byte: %s',
  async (_, setup, needed) => {
    expect(poolNeeded(setup)).toBe(needed);
    const read =
      needed === 'none'
        ? []
        : pool.map((entry) => (needed === 'all' ? entry : { ...entry, input: '', response: '' }));
    const plan = await planOf(setup, pool);
    expect(await planOf(setup, read)).toBe(plan);
    expect(JSON.parse(plan)).toMatchObject({ works: expect.arrayContaining([expect.anything()]) as unknown });
  },
);
