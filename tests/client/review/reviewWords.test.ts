import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Database } from '../../../adapters/store/database';
import { effectInWords, leftInWords, stillInWords } from '../../../client/review/reviewWords';
import { typeIn } from '../../support/commandLine';
import { openTestStore, type TestStore } from '../../support/testStore';
import { fillRun } from '../../support/filledRun';

const batch = (number: number, items: number, decided: number, rejectedStillIn = 0, editedStillIn = 0) => ({
  ...{ batch: number, state: 'open' as const, items, decided, rejectedStillIn, editedStillIn },
});

test('what is left is said of the batch, and what others of its run wait for', () => {
  expect(leftInWords(0, 2, [batch(0, 8, 6)])).toBe('2 items left to decide.');
  const others = [
    batch(0, 8, 8),
    batch(1, 3, 0),
    batch(2, 4, 4),
    { ...batch(3, 5, 0), state: 'closed' as const },
  ];
  expect(leftInWords(0, 0, others)).toBe('Nothing is left to decide in review-0000; review-0001 has 3 open.');
  expect(leftInWords(1, 0, [batch(0, 8, 8), batch(1, 3, 0)])).toBe('Nothing is left to decide.');
});

test('who leaves a batch half-way is told that verdicts wait for its end', () => {
  expect(effectInWords({ items: 8, pending: [3, 4, 7, 8] })).toBe(
    'Verdicts take effect when the batch is done: 4 of 8 items wait.',
  );
  expect(effectInWords({ items: 8, pending: [] })).toBe('');
});

test('of several batches all are named that hold a rejection or an edit, and those alone', () => {
  expect(stillInWords('garden', [batch(0, 8, 4, 1), batch(1, 6, 4, 2), batch(2, 9, 1)])).toBe(
    '3 pairs that people rejected are still in it, until review-0000 and review-0001 are done (6 of 14 wait): seedbed review garden',
  );
  expect(stillInWords('garden', [batch(0, 8, 8, 1)])).toContain('until review-0000 is done, in a moment');
  expect(stillInWords('garden', [batch(0, 8, 4)])).toBe('');
  expect(stillInWords('garden', [batch(0, 8, 4, 0, 1)])).toContain(
    '1 pair that people edited is still in it as it was, until review-0000 is done',
  );
  expect(stillInWords('garden', [batch(0, 8, 4, 2), batch(1, 8, 4, 0, 1)])).toContain(
    '2 pairs that people rejected, and 1 that they edited, are still in it as they were, until review-0000 and review-0001 are done',
  );
});

describe('of a run in the store', () => {
  let postgres: TestStore;
  let database: Database;
  let workspace: string;

  beforeAll(async () => {
    postgres = await openTestStore(2);
    database = postgres.database;
    // Ten items, of which people rejected the seventh that was accepted, and two that filters rejected.
    await fillRun(database, { runKey: 'garden@1', pairs: 8, perIteration: 8 });
    await database.query(`update review_batches set closed_at = null`);
    await database.query(`delete from verdicts where item <= 4`);
    workspace = await mkdtemp(path.join(os.tmpdir(), 'seedbed-test-'));
    // Nothing listens at port 9.
    Object.assign(process.env, { DATABASE_URL: postgres.url, TEMPORAL_ADDRESS: '127.0.0.1:9' });
  }, 120_000);

  afterAll(async () => {
    for (const name of ['DATABASE_URL', 'TEMPORAL_ADDRESS']) delete process.env[name];
    await postgres?.stop();
    await rm(workspace, { recursive: true });
  });

  const exported = async () =>
    (await typeIn(workspace, ['export', 'garden', '--out', path.join(workspace, 'pairs.jsonl')])).stderr;

  test('an export says how many rejected and edited pairs are in it as they were until their batch is done', async () => {
    expect(await exported()).toContain(
      '1 pair that people rejected is still in it, until review-0000 is done (4 of 10 wait): seedbed review garden\n',
    );
    await database.query(`update candidates set state = 'declined' where iteration = 0 and ordinal = 6`);
    expect(await exported()).not.toContain('still in it');
    await database.query(`update candidates set state = 'accepted' where iteration = 0 and ordinal = 6`);
    await database.query(
      `update verdicts set verdict = 'edit', edit = '{"response": "Another."}' where verdict = 'reject'`,
    );
    expect(await exported()).toContain(
      '1 pair that people edited is still in it as it was, until review-0000',
    );
  });

  test('while pairs gather the list of reviews says so as status does', async () => {
    await database.query(`update review_batches set gathers = true`);
    const gather = '10 pairs gather for the next batch of reviews';
    expect((await typeIn(workspace, ['status', 'garden'])).stdout).toContain(gather);
    expect((await typeIn(workspace, ['review', 'list', 'garden'])).stderr).toBe(
      `Nothing waits for review yet: ${gather}.\n`,
    );
    const { stdout } = await typeIn(workspace, ['review', 'list', 'garden', '--json']);
    expect(JSON.parse(stdout)).toEqual({ batches: [], gathering: 10, next: null });
  });
});
