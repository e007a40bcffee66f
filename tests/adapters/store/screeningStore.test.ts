import { migrate, openDatabase, type Database } from '../../../adapters/store/database';
import { PairStore } from '../../../adapters/store/pairStore';
import { ScreeningStore } from '../../../adapters/store/screeningStore';
import { parseRecipe } from '../../../core/run/parseRecipe';
import { Rescreening } from '../../../core/run/rescreening/rescreen';
import type { ChangedDecision } from '../../../core/run/rescreening/screenedAgain';
import { startTestPostgres, type TestPostgres } from '../../support/embeddedStack';
import { selfInstruct, writeRun } from './storyFixture';

const runKey = 'garden@1';
let postgres: TestPostgres;
let database: Database;

beforeAll(async () => {
  postgres = await startTestPostgres();
  database = openDatabase(postgres.url, 2);
  await migrate(database);
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
  await database.close();
  await postgres.stop();
});

function recipe(least: number) {
  const seeds = { tasks: [{ instruction: 'Name a fruit.', response: 'An apple.' }] };
  const parsed = parseRecipe({ name: 'garden', seeds, judge: { least } });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.recipe;
}

async function rescreen(least: number): Promise<number> {
  const store = new ScreeningStore(database);
  const embed = () => Promise.reject(new Error('nothing is to be embedded'));
  const materials = { seeds: [], sources: [] };
  const again = new Rescreening({ before: recipe(0.5), after: recipe(least), materials, filters: [], embed });
  const decisions: ChangedDecision[] = [];
  for await (const candidates of store.iterations(runKey))
    decisions.push(...(await again.iteration(candidates)));
  const { filters, novelty } = recipe(least);
  return store.save(runKey, { filters, novelty }, again.summary, decisions);
}

async function exported(screening?: number): Promise<number[]> {
  const ordinals: number[] = [];
  const pairs = new PairStore(database).accepted(runKey, undefined, 7, screening);
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

test('screenings of a run are numbered, with what they moved', async () => {
  const [first] = await new ScreeningStore(database).list(runKey);
  expect(first).toMatchObject({
    screening: 1,
    summary: {
      before: { accepted: 20, rejected: 20 },
      after: { accepted: 10, rejected: 30, waiting: 0 },
      moves: [{ from: 'accepted', to: 'rejected', by: 'judge', count: 10 }],
    },
  });
});
