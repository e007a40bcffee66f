import { datasetCard } from '../../../adapters/exports/datasetCard';
import { BiasAudits } from '../../../adapters/store/biasAudits';
import type { Database } from '../../../adapters/store/database';
import { openTestStore, type TestStore } from '../../support/testStore';
import { audit, fillRun } from '../../support/filledRun';

let postgres: TestStore;
let database: Database;
const runKey = 'garden@1';

beforeAll(async () => {
  postgres = await openTestStore(4);
  database = postgres.database;
  await fillRun(database, { runKey, pairs: 200, recipe: { judge: { min: 0.6 } } });
}, 120_000);

afterAll(async () => {
  await postgres?.stop();
});

const written = {
  ...{ dataset: 'garden', origin: { seed: 7, keepsThinking: false, hasSystem: false } },
  splits: [{ name: 'train', pairs: 200, rows: 200 }],
};

test('a card is written from what the store knows: filters and people’s word on them, moved thresholds, bias, prompts', async () => {
  const card = await datasetCard(database, runKey, written);
  // Of the 40 that filters rejected, all were shown to people, who took back every seventh.
  const rejections = await database.query<{ judge: number; bad: number }>(
    `select count(*) filter (where verdict in ('approve', 'edit', 'reject')) as judge, count(*) filter (where verdict = 'reject') as bad
     from review_items i join verdicts v using (run_key, batch, item) join candidates c using (run_key, iteration, ordinal)
     where run_key = $1 and kind = 'rejection' and c.decided_by = 'novelty'`,
    [runKey],
  );
  const [{ judge, bad } = { judge: 0, bad: 0 }] = rejections.rows;
  expect(judge).toBeGreaterThan(5);
  expect(card).toMatch(
    new RegExp(`\\| novelty \\| to 0.7 \\| \\d+ \\| \\d+ \\| [\\d.]+ % \\| \\d+ \\| ${bad} of ${judge} \\|`),
  );
  expect(card).toMatch(/\| judge \| from 0.6 \|/);
  expect(card).toContain('judge.min: 0.6 to 0.66, by 60 verdicts');
  expect(card).not.toContain('0.66 to 0.68'); // proposed, and in force of nothing
  expect(card).toContain('gender: woman against man: shorter by 18.0 %');
  expect(card).toContain('Prompts and their versions: proposeDirected@1, proposeDirected@2, respond@1');
  expect(card).toContain('| selfInstruct | 200 | 100.0 % | 100.0 % |');
  expect(card).toContain(
    '| --- | --- | --- | --- |\n| propose | large | openai | not known |\n| respond | small | openai | not known |\n\n',
  );
});

test('prompts that wrote what follows in a conversation are named too', async () => {
  await database.query(
    `update responses set turns = $2 where run_key = $1 and (iteration, ordinal, response) = (
       select iteration, ordinal, response from responses where run_key = $1 limit 1)`,
    [
      runKey,
      JSON.stringify([{ message: 'Why?', response: 'So.', prompts: ['userMessage@1', 'respondOn@2'] }]),
    ],
  );
  expect(await datasetCard(database, runKey, written)).toMatch(
    /Prompts and their versions: .*respond@1, respondOn@2, userMessage@1\n/,
  );
});

test('an answer of a judge that could not be used is no rejection', async () => {
  const rejected = async () =>
    Number(/\| judge \| from 0.6 \| \d+ \| (\d+) \|/.exec(await datasetCard(database, runKey, written))?.[1]);
  const before = await rejected();
  await database.query(
    `with one as (select iteration, ordinal from scores where run_key = $1 and filter = 'judge' and passed limit 1),
       unread as (update scores set passed = false, score = null from one
         where run_key = $1 and filter = 'judge' and (scores.iteration, scores.ordinal) = (one.iteration, one.ordinal))
     update candidates set state = 'quarantined', decided_by = 'judge' from one
     where run_key = $1 and (candidates.iteration, candidates.ordinal) = (one.iteration, one.ordinal)`,
    [runKey],
  );
  expect(await rejected()).toBe(before);
});

test('languages and personas are those that candidates had, and not what the recipe might have drawn', async () => {
  const lineageOf = (ordinal: string, more: object) =>
    database.query(
      `update candidates set lineage = lineage || $2 where run_key = $1 and state = 'accepted' and ordinal ${ordinal}`,
      [runKey, more],
    );
  await lineageOf('< 9', { persona: 'a baker' });
  await lineageOf('between 10 and 29', { attributes: { language: 'German' } });
  const card = await datasetCard(database, runKey, written);
  expect(card).toContain('\nlanguage:\n- "en"\n- "de"\n');
  expect(card).toContain('- 1 persona\n');
});

test('what a later audit did not ask for is told of the one that did', async () => {
  const audits = new BiasAudits(database);
  const counterfactuals = {
    pairs: 20,
    sent: 40,
    unanswered: 1,
    comparisons: audit.treatment.comparisons,
    left: [],
  };
  await audits.keep(runKey, { ...audit, counterfactuals });
  await audits.keep(runKey, { ...audit, pairs: 7 });
  expect(await audits.newest(runKey)).toMatchObject({
    found: { pairs: 7, counterfactuals },
    madeAt: expect.any(Date) as Date,
  });
});

test('the card of a rescreened export says whose decisions they are', async () => {
  expect(await datasetCard(database, runKey, written, 3)).toContain('decided anew by rescreening 3');
  expect(await datasetCard(database, runKey, written)).not.toContain('rescreening');
});
