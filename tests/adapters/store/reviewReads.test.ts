import type { Database } from '../../../adapters/store/database';
import { ReviewReads } from '../../../adapters/store/reviewReads';
import { TraceStore } from '../../../adapters/store/traceStore';
import { openTestStore, type TestStore } from '../../support/testStore';
import { selfInstruct, writeRun } from './storyFixture';

let postgres: TestStore;
let database: Database;
let reads: ReviewReads;
const runKey = 'garden@1';

beforeAll(async () => {
  postgres = await openTestStore(4);
  database = postgres.database;
  reads = new ReviewReads(database);
  const scores = [
    {
      ...{ stage: 'commit', filter: 'novelty', score: 0.6, passed: true },
      evidence: { nearest: 'Do another thing.' },
    },
    { stage: 'judge', filter: 'judge', score: 0.2, passed: false, reason: 'too short' },
  ];
  await writeRun(database, {
    runKey,
    candidates: [0, 1, 2, 3].map((ordinal) => ({
      ...{ ordinal, cell: 'garden/easy', scores },
      lineage: selfInstruct(['call']),
      ...(ordinal === 0 && { decidedBy: 'judge', reason: 'too short', state: 'rejected' as const }),
    })),
    calls: { call: { tokens: [1, 1] } },
  });
  await batch(0, ['sample', 'sample', 'check', 'sample'], null);
  await batch(1, ['sample'], new Date('2026-05-09T00:00:00Z'));
  await say(0, 1, 'ana', 1, 'approve', 1);
  await say(0, 1, 'ben', 1, 'reject', 2, { reason: 'wrong' });
  await say(0, 2, 'ana', 1, 'approve', 3);
  await say(0, 2, 'ana', 2, 'withdrawn', 4);
  await say(0, 3, 'ana', 1, 'reject', 5);
  await say(0, 4, 'ben', 1, 'edit', 6, { edit: { response: 'Better.' }, flagged: true, seconds: 12.5 });
}, 120_000);

afterAll(async () => {
  await postgres?.stop();
});

async function batch(number: number, kinds: readonly string[], closedAt: Date | null): Promise<void> {
  await database.query(
    `insert into review_batches (run_key, batch, iteration, workflow_id, policy, opened_at, closed_at, statistics)
     values ($1, $2, 0, $3, '{"adjudicator": null}', $4, $5, $6)`,
    [
      ...[runKey, number, `garden/review-000${number}`, `2026-05-0${number + 1}T00:00:00Z`, closedAt],
      closedAt ? JSON.stringify({ agreement: null, malformed: 3, late: 1 }) : null,
    ],
  );
  for (const [ordinal, kind] of kinds.entries()) {
    await database.query(
      `insert into review_items (run_key, batch, item, kind, iteration, ordinal, instruction, input, response, drawn_by, probability,
         expected, needed) values ($1, $2, $3, $4, 0, $5, 'Do.', '', 'Done.', 'random', 0.5, $6, 1)`,
      [runKey, number, ordinal + 1, kind, ordinal, kind === 'check' ? 'reject' : null],
    );
  }
}

async function say(
  number: number,
  item: number,
  reviewer: string,
  revision: number,
  verdict: string,
  second: number,
  more: { reason?: string; edit?: object; flagged?: boolean; seconds?: number } = {},
): Promise<void> {
  const { reason = null, edit = null, flagged = false, seconds = null } = more;
  await database.query(
    `insert into verdicts (run_key, batch, item, reviewer, revision, verdict, reason, edit, flagged, seconds, given_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      ...[
        runKey,
        number,
        item,
        reviewer,
        revision,
        verdict,
        reason,
        edit && JSON.stringify(edit),
        flagged,
        seconds,
      ],
      `2026-05-03T00:00:0${second}Z`,
    ],
  );
}

test('a batch is listed with what is decided, what reviewers differ on, and how it ended', async () => {
  expect(await reads.batches()).toMatchObject([
    {
      runKey,
      run: 'garden',
      batch: 0,
      items: 4,
      decided: 3,
      conflicts: [1],
      closedAt: null,
      statistics: null,
    },
    { batch: 1, items: 1, decided: 0, conflicts: [], statistics: { malformed: 3, late: 1 } },
  ]);
  expect(await reads.batches('other@1')).toEqual([]);
  expect((await reads.batches(runKey, 1)).map((one) => one.batch)).toEqual([1]);
});

test('only the newest word of each reviewer stands, and what was taken back does not', async () => {
  expect(await reads.verdicts({ runKey, batch: 0 })).toEqual([
    { item: 1, reviewer: 'ana', revision: 1, verdict: 'approve', at: Date.parse('2026-05-03T00:00:01Z') },
    {
      ...{ item: 1, reviewer: 'ben', revision: 1, verdict: 'reject', reason: 'wrong' },
      at: Date.parse('2026-05-03T00:00:02Z'),
    },
    { item: 3, reviewer: 'ana', revision: 1, verdict: 'reject', at: Date.parse('2026-05-03T00:00:05Z') },
    {
      ...{ item: 4, reviewer: 'ben', revision: 1, verdict: 'edit', edit: { response: 'Better.' } },
      ...{ flagged: true, seconds: 12.5, at: Date.parse('2026-05-03T00:00:06Z') },
    },
  ]);
});

test('an item has its texts as they are shown, and its evidence is what was kept of its candidate', async () => {
  const [first] = await reads.items({ runKey, batch: 0 });
  expect(first).toMatchObject({
    ...{
      item: 1,
      kind: 'sample',
      instruction: 'Do.',
      response: 'Done.',
      cell: 'garden/easy',
      probability: 0.5,
    },
    ...{ strategy: 'selfInstruct', expected: null, assigned: [] },
  });
  expect(await reads.evidence({ runKey, batch: 0 }, 1)).toMatchObject({
    nearest: { instruction: 'Do another thing.', score: 0.6 },
    ...{ decidedBy: 'judge', reason: 'too short', lineage: { strategy: 'selfInstruct' } },
  });
  expect(await reads.evidence({ runKey, batch: 0 }, 9)).toBeUndefined();
});

test('an item that was drawn for a doubt brings its claim with the whole passage; others bring nothing of what machines hold', async () => {
  await database.query(
    `insert into knowledge_documents (document, name, format, bytes, language, complete) values ('d1', 'bridges.md', 'markdown', 1, 'en', true)`,
  );
  await database.query(
    `insert into passages (document, position, passage, headings, text, searched, configuration)
     values ('d1', 0, 'p1', '["Saltmarsh"]', 'It opened in 1912. It is long.', '', 'english')`,
  );
  const claims = [
    { claim: 'It is long.', verdict: 'supported', reason: 'says the same', by: 'comparison', passage: 'p1' },
    { claim: 'It is old.', verdict: 'notFound', reason: 'says the judge', by: 'judge', passage: 'p1', sentence: 'It opened in 1912.' }, // prettier-ignore
  ];
  const doubt = {
    ...{ stage: 'ground', filter: 'grounded', score: 0.5, passed: false },
    evidence: { claims, doubt: true },
  };
  const run = 'bridges@1';
  await writeRun(database, {
    runKey: run,
    candidates: [0, 1].map((ordinal) => ({
      ...{ ordinal, state: 'rejected' as const, decidedBy: 'grounded', scores: [doubt] },
      response: { text: 'It is long. It is old.', call: null },
    })),
  });
  await database.query(
    `insert into review_batches (run_key, batch, iteration, workflow_id, policy, opened_at) values ($1, 0, 0, 'bridges/review-0000', '{}', now())`,
    [run],
  );
  for (const [ordinal, drawnBy] of ['doubt', 'random'].entries()) {
    await database.query(
      `insert into review_items (run_key, batch, item, kind, iteration, ordinal, instruction, input, response, drawn_by, probability, needed)
       values ($1, 0, $2, 'rejection', 0, $3, 'Do.', '', 'It is long. It is old.', $4, 1, 1)`,
      [run, ordinal + 1, ordinal, drawnBy],
    );
  }
  const [inDoubt, other] = await reads.items({ runKey: run, batch: 0 });
  const passage = { source: 'bridges.md › Saltmarsh', text: 'It opened in 1912. It is long.' };
  expect(inDoubt?.cases).toEqual([
    { about: 'claims', claims: [{ claim: 'It is old.', passage, sentence: 'It opened in 1912.' }] },
  ]);
  expect(other).not.toHaveProperty('cases');
});

test("a pair's story has every word that people said of it, and none that was about a planted check", async () => {
  const traces = new TraceStore(database);
  const story = async (ordinal: number) =>
    (await traces.trace(runKey, { iteration: 0, ordinal }))?.reviews.map(({ reviewer, verdict }) => [
      reviewer,
      verdict,
    ]);
  expect(await story(0)).toEqual([
    ['ana', 'approve'],
    ['ben', 'reject'],
  ]);
  expect(await story(1)).toEqual([
    ['ana', 'approve'],
    ['ana', 'withdrawn'],
  ]);
  expect(await story(2)).toEqual([]);
});
