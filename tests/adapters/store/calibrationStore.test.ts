import { calibratedRuns } from '../../../activities/calibratedRuns';
import { CalibrationStore } from '../../../adapters/store/calibrationStore';
import type { Database } from '../../../adapters/store/database';
import { RunStore } from '../../../adapters/store/runStore';
import type { Refit } from '../../../core/run/refit';
import { runSetup } from '../../core/proposing/testSetup';
import { openTestStore, type TestStore } from '../../support/testStore';

let postgres: TestStore;
let database: Database;
let runs: RunStore;
let store: CalibrationStore;
let count = 0;

beforeAll(async () => {
  postgres = await openTestStore(4);
  database = postgres.database;
  [runs, store] = [new RunStore(database), new CalibrationStore(database)];
}, 120_000);

afterAll(async () => {
  await postgres?.stop();
});

async function newRun(): Promise<string> {
  const identity = { workflowId: `calibrated-${count++}`, firstRunId: 'first' };
  const materials = { seeds: [], sources: [], lists: {}, personas: [] };
  const setup = runSetup({ judge: { min: 0.3 }, review: {} });
  return (await runs.prepare(identity, setup, materials, 10)).runKey;
}

const estimate = { value: 0.8, interval: [0.7, 0.9] as const, of: 100 };
const refit = (after: number): Refit => ({
  moved: { field: 'judge.min', before: 0.3, after },
  scorer: null,
  expected: {
    labels: { given: 100, good: 60, bad: 40 },
    precision: { before: estimate, after: estimate },
    recall: estimate,
    area: null,
  },
});

test('what is applied is in force for iterations that read its verdicts, and for no earlier one', async () => {
  const runKey = await newRun();
  await store.save(runKey, 2, refit(0.5), true);
  await store.save(runKey, 5, refit(0.7), true);
  const min = async (reviewed: number) => (await store.inForce(runKey, reviewed))?.moved.after;
  expect([await min(0), await min(1), await min(2), await min(4), await min(5)]).toEqual([
    ...[undefined, undefined, 0.5, 0.5, 0.7],
  ]);
  const snapshot = await runs.load(runKey); // once, as a worker does
  const runAt = calibratedRuns(() => Promise.resolve(snapshot), store);
  const minOf = async (reviewed: number) => (await runAt({ runKey, reviewed })).setup.recipe.judge?.min;
  expect([await minOf(1), await minOf(3), await minOf(9)]).toEqual([0.3, 0.5, 0.7]);
  expect(await runAt({ runKey, reviewed: 9 })).toBe(await runAt({ runKey, reviewed: 8 }));
});

test('what is only proposed changes nothing until somebody accepts it, and then once', async () => {
  const runKey = await newRun();
  await store.save(runKey, 1, refit(0.5), false);
  expect(await store.inForce(runKey, 9)).toBeUndefined();
  expect(await store.accept(runKey, 1, 'ana')).toBe(1);
  expect(await store.inForce(runKey, 1)).toMatchObject({ version: 1, inForceFrom: 1, acceptedBy: 'ana' });
  expect(await store.accept(runKey, 1, 'ben')).toBe(1);
  expect(await store.accept(runKey, 7, 'ben')).toBe(1);
  expect(await store.list(runKey)).toMatchObject([{ version: 1, inForceFrom: 1, acceptedBy: 'ana' }]);
});

test('a fit that is repeated after a crash is the one that stands', async () => {
  const runKey = await newRun();
  const first = await store.save(runKey, 3, refit(0.5), true);
  expect(await store.save(runKey, 3, refit(0.9), true)).toEqual(first);
});
