import type { Database } from '../../../adapters/store/database';
import { PairStore } from '../../../adapters/store/pairStore';
import { RescreeningStore } from '../../../adapters/store/rescreeningStore';
import { parseRecipe } from '../../../core/run/parseRecipe';
import { Rescreening } from '../../../core/run/rescreening/rescreen';
import type { ChangedDecision } from '../../../core/run/rescreening/screenedAgain';
import { openTestStore, type TestStore } from '../../support/testStore';
import { selfInstruct, writeRun } from './storyFixture';

const runKey = 'garden@1';
let postgres: TestStore;
let database: Database;

beforeAll(async () => {
  postgres = await openTestStore(2);
  database = postgres.database;
  const candidates = Array.from({ length: 40 }, (_, ordinal) => {
    const score = ordinal / 40;
    return {
      ordinal,
      instruction: `Explain how the number ${ordinal} is written in words.`,
      lineage: selfInstruct([]),
      response: { text: `It is written as a word, namely word ${ordinal}.`, call: null },
      scores: [{ stage: 'judge', filter: 'judge', score, passed: score >= 0.5 }],
      ...(score >= 0.5
        ? {}
        : { state: 'rejected' as const, decidedBy: 'judge', reason: 'the judge disliked it' }),
    };
  });
  await writeRun(database, { runKey, candidates });
  await database.query('update iterations set committed_at = now()');
  await database.query('update scores set response = 0');
});
afterAll(async () => {
  await postgres.stop();
});

function recipe(min: number) {
  const seeds = { tasks: [{ instruction: 'Name a fruit.', response: 'An apple.' }] };
  const parsed = parseRecipe({ name: 'garden', seeds, judge: { min } });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.recipe;
}

async function rescreen(min: number): Promise<number> {
  const store = new RescreeningStore(database);
  const embed = () => Promise.reject(new Error('nothing is to be embedded'));
  const materials = { seeds: [], sources: [] };
  const again = new Rescreening({ before: recipe(0.5), after: recipe(min), materials, filters: [], embed });
  const decisions: ChangedDecision[] = [];
  for await (const candidates of store.iterations(runKey))
    decisions.push(...(await again.iteration(candidates)));
  const { filters, novelty } = recipe(min);
  return store.save(runKey, { filters, novelty }, again.summary, decisions);
}

async function exported(rescreening?: number): Promise<number[]> {
  const ordinals: number[] = [];
  const pairs = new PairStore(database).accepted(runKey, { rescreening });
  for await (const { ordinal } of pairs) ordinals.push(ordinal);
  return ordinals;
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, at) => from + at);

test('a screening is exported beside the run, which stays as it was', async () => {
  const before = (await database.query('select * from candidates order by ordinal')).rows;
  const stricter = await rescreen(0.75);
  const milder = await rescreen(0.25);
  expect([stricter, milder]).toEqual([1, 2]);
  expect(await exported(stricter)).toEqual(range(30, 40));
  expect(await exported(milder)).toEqual(range(10, 40));
  expect(await exported()).toEqual(range(20, 40));
  expect((await database.query('select * from candidates order by ordinal')).rows).toEqual(before);
});

test('what a response was written with is read, since it tells what had been shown', async () => {
  await database.query(`update responses set prompts = '["together@1"]' where ordinal = 7`);
  for await (const candidates of new RescreeningStore(database).iterations(runKey))
    expect(candidates.slice(6, 8).map(({ responses }) => responses[0]?.prompts)).toEqual([
      ['respond@1'],
      ['together@1'],
    ]);
});

test('screenings of a run are numbered, with what they moved', async () => {
  const [first] = await new RescreeningStore(database).list(runKey);
  expect(first).toMatchObject({
    rescreening: 1,
    summary: {
      before: { accepted: 20, rejected: 20 },
      after: { accepted: 10, rejected: 30, waiting: 0 },
      moves: [{ from: 'accepted', to: 'rejected', by: 'judge', count: 10 }],
    },
  });
});
