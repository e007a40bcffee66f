import type { Database } from '../../../adapters/store/database';
import { ExtensionStore } from '../../../adapters/store/extensionStore';
import { RunStore } from '../../../adapters/store/runStore';
import { setupVersion, type RunSetup } from '../../../core/recipe/runSetup';
import { recipeSchema } from '../../../core/run/recipeSchema';
import { emptyFunnel } from '../../../core/vocabulary/funnel';
import { openTestStore, type TestStore } from '../../support/testStore';

let postgres: TestStore;
let database: Database;
let runs: RunStore;
let extensions: ExtensionStore;

beforeAll(async () => {
  postgres = await openTestStore(4);
  database = postgres.database;
  [runs, extensions] = [new RunStore(database), new ExtensionStore(database)];
}, 120_000);

afterAll(async () => {
  await postgres?.stop();
});

const recipe = recipeSchema.parse({
  ...{ name: 'garden', target: 20, budget: { usd: 1 } },
  seeds: { tasks: [{ instruction: 'Name a fruit.', response: 'An apple.' }] },
});

/** Ten pairs of twenty, and two iterations that were begun: one says what it was drawn for, one is from before that was kept. */
async function cancelled(): Promise<string> {
  const setup = { version: setupVersion, recipe } as unknown as RunSetup;
  const materials = { seeds: [], sources: [], lists: {}, personas: [] };
  const { runKey } = await runs.prepare({ workflowId: 'garden', firstRunId: 'first' }, setup, materials, 20);
  const funnel = { ...emptyFunnel, proposed: 20, accepted: 10, rejected: 10 };
  const outcome = JSON.stringify({ iteration: 0, works: 4, funnel, reviews: [] });
  const input = JSON.stringify({ size: 8, measures: 1, reviewed: 0 });
  await database.query(
    `insert into iterations (run_key, iteration, read_through, plan, stage, outcome, committed_at, input, works_through, stretch_ends) values
       ($1, 0, -1, '[]'::json, 'committed', $2::jsonb, now(), $3::jsonb, '{}'::jsonb, '{}'::jsonb),
       ($1, 1, 0, '[{}]', 'respond', null, null, $3, '{}', '{}'), ($1, 2, 0, '[]', 'respond', null, null, null, '{}', '{}')`,
    [runKey, outcome, input],
  );
  await database.query(
    `insert into candidates (run_key, iteration, ordinal, state, strategy, instruction, passed_screen)
     select $1, iteration, 0, state, 'selfInstruct', 'Name a tree.', true from (values (0, 'accepted'), (1, 'abandoned')) as c(iteration, state)`,
    [runKey],
  );
  await runs.note(runKey, 'cancelled', 'cancelled by a person', true);
  return runKey;
}

test('a run is opened again once, with what it committed and the plans of what it had begun, to another target and budget', async () => {
  const runKey = await cancelled();
  const to = { target: 30, accepted: 10, raise: { usd: 5 } };
  for (let twice = 0; twice < 2; twice++) await extensions.reopen(runKey, 'second', to);

  const status = await runs.status(runKey);
  expect(status).toMatchObject({
    ...{ state: 'running', detail: '', target: 30, endedAt: null },
    earlierEnds: [{ state: 'cancelled', accepted: 10, target: 20 }],
    budget: [{ of: 'run', unit: 'usd', limit: 5 }],
  });
  expect(status?.earlierEnds[0]?.endedAt).toMatch(/^\d{4}-/);
  const left = await extensions.left(runKey);
  expect(left.committed).toMatchObject([{ input: { size: 8, measures: 1 }, outcome: { iteration: 0 } }]);
  expect(left.planned).toEqual([
    { runKey, iteration: 1, readThrough: 0, size: 8, measures: 1, reviewed: 0, begunAnew: 1 },
  ]);
  const { rows } = await database.query(
    `select i.iteration, stage, json_array_length(plan) as works, ordinal from iterations i left join candidates c using (run_key, iteration)
     where i.run_key = $1 order by 1`,
    [runKey],
  );
  // What was made of the iteration is made again, out of the ledger; its plan stands.
  expect(rows).toEqual([
    { iteration: 0, stage: 'committed', works: 0, ordinal: 0 },
    { iteration: 1, stage: 'propose', works: 1, ordinal: null },
  ]);

  // Whoever tells it something finds the execution in which it goes on, and from there the run.
  expect(await extensions.executionOf(runKey)).toEqual({ workflowId: 'garden', firstRunId: 'second' });
  expect(await extensions.runKeyOf({ workflowId: 'garden', firstRunId: 'second' })).toBe(runKey);
  expect(await extensions.runKeyOf({ workflowId: 'garden', firstRunId: 'first' })).toBe(runKey);
  expect(await extensions.executionOf('other@1')).toEqual({ workflowId: 'other', firstRunId: '1' });
});
