import { rehearse } from '../../../core/run/estimate/rehearsal';
import type { RecipeInput } from '../../../core/run/recipeSchema';
import { callKey } from '../../../core/teacher/callKey';
import { runSetup, seedTask } from '../proposing/testSetup';

const seeds = Array.from({ length: 20 }, (_, index) => seedTask(`Explain how thing number ${index} works.`));
const counter = { by: 'characters' as const, count: (text: string) => text.length, error: () => 0 };

/** What a run of a recipe asks, by role: what its answers are found by in the ledger of a workspace. */
async function keysOf(recipe: Partial<RecipeInput>): Promise<Map<string, Set<string>>> {
  const setup = runSetup({ ledger: { reuse: 'workspace' }, judge: {}, target: 60, ...recipe });
  const keys = new Map<string, Set<string>>();
  await rehearse(
    { setup, materials: { seeds, sources: [], lists: {}, personas: [] } },
    () => counter,
    (request) => {
      const { role, schema } = request;
      const asked = schema?.name === 'same_task' ? 'compare' : role; // the judge is asked that too
      keys.set(asked, (keys.get(asked) ?? new Set()).add(callKey(request)));
    },
  );
  return keys;
}

/** Of what one run asks in a role, the share that the other asked as well. */
function shared(
  role: string,
  [one, other]: readonly [Map<string, Set<string>>, Map<string, Set<string>>],
): number {
  const own = [...(other.get(role) ?? [])];
  expect(own.length).toBeGreaterThan(0);
  return own.filter((key) => one.get(role)?.has(key)).length / own.length;
}

test.each<[string, Partial<RecipeInput>, readonly string[], readonly string[]]>([
  [
    "the judge's temperature",
    { judge: { sampling: { temperature: 0.3 } } },
    ['propose', 'respond'],
    ['judge'],
  ],
  ["the judge's threshold", { judge: { min: 0.9 } }, ['propose', 'respond', 'judge'], []],
  ['pairs of a judgement', { judge: { pairsPerCall: 4 } }, ['propose', 'respond'], ['judge']],
  [
    'the temperature of responses',
    { selfInstruct: { respond: { temperature: 0.1 } } },
    ['propose'],
    ['respond'],
  ],
  ['a filter', { filters: { instructionWords: { max: 90 } } }, ['propose', 'respond', 'judge'], []],
  [
    'the budget and the mode',
    { budget: { usd: 1 }, teacher: { mode: 'auto' } },
    ['propose', 'respond', 'judge'],
    [],
  ],
  ['the name', { name: 'other' }, ['propose', 'respond', 'judge'], []],
])(
  'a second run that changes %s has the answers of the roles that it does not touch from the first',
  async (_what, changed, kept, anew) => {
    const both = [await keysOf({}), await keysOf(changed)] as const;
    for (const role of kept) expect([role, shared(role, both)]).toEqual([role, 1]);
    for (const role of anew) expect([role, shared(role, both)]).toEqual([role, 0]);
  },
);
