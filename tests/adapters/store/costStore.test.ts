import { carryCost, CostStore, costNow } from '../../../adapters/store/costStore';
import type { Database } from '../../../adapters/store/database';
import { Holder } from '../../../adapters/store/holder';
import { Ledger, type Reservation } from '../../../adapters/store/ledger';
import { picodollarsOf } from '../../../core/foundations/picodollars';
import { costReport, workspaceCost } from '../../../core/run/cost/costReport';
import { chargeOf } from '../../../core/teacher/pricing/charge';
import type { Price } from '../../../core/teacher/pricing/price';
import type { TeacherAnswer, TeacherRequest } from '../../../core/teacher/request';
import { openTestStore, type TestStore } from '../../support/testStore';
import { selfInstruct, writeRun } from './storyFixture';

const price: Price = {
  source: {
    kind: 'list',
    list: 'a list',
    version: '1',
    date: '2026-09-23',
    provider: 'openai',
    model: 'small',
  },
  rates: { prompt: 1, cached: 0.1, completion: 2 },
};

let postgres: TestStore;
let database: Database;
let costs: CostStore;
const holders: Holder[] = [];

beforeAll(async () => {
  postgres = await openTestStore(4);
  database = postgres.database;
  costs = new CostStore(database);
}, 120_000);

afterAll(async () => {
  for (const holder of holders) await holder.stop();
  await postgres?.stop();
});

async function startProcess() {
  const holder = new Holder(database, 'a test');
  holders.push(holder);
  await holder.start();
  return { holder, ledger: new Ledger(database, holder) };
}

const request: TeacherRequest = {
  ...{ role: 'respond', endpoint: 'openai', model: 'small', parameters: {}, sample: '0' },
  prompt: { kind: 'chat', messages: [{ role: 'user', content: 'Name a bird.' }] },
};
const answer: TeacherAnswer = {
  ...{ text: 'Robin.', finishReason: 'stop', requestId: 'req_1' },
  ...{ promptTokens: 1_000, cachedTokens: 400, completionTokens: 7 },
};

async function reserve(ledger: Ledger, runKey: string, key: string): Promise<Reservation> {
  const outcome = await ledger.reserve({ scope: runKey, runKey, iteration: 0 }, key, request);
  if (outcome.kind !== 'reserved') throw new Error(`It is ${outcome.kind}.`);
  return outcome.reservation;
}

test('what was bought is counted as it is bought, at the price that was in force, with what the cache saved', async () => {
  const runKey = 'counted@1';
  await writeRun(database, {
    runKey,
    candidates: [
      { ordinal: 0, lineage: selfInstruct([]), response: { text: 'Robin.', call: 'one' } },
      {
        ordinal: 1,
        lineage: selfInstruct([]),
        state: 'rejected',
        decidedBy: 'novelty',
        response: { text: 'Wren.', call: 'two' },
      },
    ],
  });
  const { ledger } = await startProcess();
  const hash = await ledger.keepPrice(price);
  expect(await ledger.keepPrice({ ...price })).toBe(hash);
  const charge = chargeOf(answer, { price, hash });
  await ledger.settle(await reserve(ledger, runKey, 'one'), answer, charge);
  await ledger.settle(await reserve(ledger, runKey, 'two'), answer);
  await ledger.settle(await reserve(ledger, runKey, 'stray'), { ...answer, cachedTokens: 0 }, { cost: 5n });
  const unusable = { raw: '', reason: 'empty', requestId: '', promptTokens: 9, completionTokens: 0 };
  await ledger.keepUnusable(await reserve(ledger, runKey, 'vain'), {
    unusable,
    charge: { cost: 3n },
    settles: 'never',
  });

  // 600 at $1, 400 at $0.10 and 7 at $2 a million.
  const own = picodollarsOf('0.000654');
  expect(charge).toMatchObject({ cost: own, savedByCache: picodollarsOf('0.00036') });
  const report = costReport(await costs.counts(runKey));
  expect(report.cost).toEqual({ usd: 0.000654000008, unpriced: 1, projectedUsd: null });
  expect(await costs.now(runKey)).toEqual(report.cost);
  expect(report.total).toMatchObject({
    calls: 4,
    promptTokens: 3_009,
    cachedTokens: 800,
    savedByCacheUsd: 0.00036,
  });
  expect(report.by.purpose.map(({ name, usd, calls }) => [name, usd, calls])).toEqual([
    ['accepted', 0.000654, 1],
    ['noCandidate', 0.000000000005, 1],
    ['unusable', 0.000000000003, 1],
    ['rejected by novelty', null, 1],
  ]);
  expect(report.prices.find(({ price: kept }) => kept)?.price).toEqual(price);
  expect(report.by.prompt.map(({ name }) => name)).toContain('respond@1');
});

test('each call is told by its prompt, those that classify too, and one whose prompt is not kept by its role', async () => {
  const runKey = 'prompted@1';
  await writeRun(database, {
    runKey,
    prompts: { propose: 'propose', classify: 'classify', classifyCell: 'classify', respond: 'respond' },
    candidates: [
      {
        ordinal: 0,
        lineage: selfInstruct(['proposed', 'step']),
        response: { text: 'Wren.', call: 'written', prompts: ['classify@1', 'respond@1'] },
      },
    ],
    calls: {
      proposed: { tokens: [1, 1] },
      step: { role: 'classify', tokens: [2, 1] },
      written: { role: 'respond', tokens: [3, 1] },
      cell: { role: 'classify', tokens: [4, 1] },
      vectors: { role: 'embed', tokens: [5, 0] },
      list: { role: 'propose', tokens: [6, 1] },
    },
  });
  const { by } = costReport(await costs.counts(runKey));
  expect(Object.fromEntries(by.prompt.map(({ name, promptTokens }) => [name, promptTokens]))).toEqual({
    'propose@1': 1,
    'classify@1': 2,
    'respond@1': 3,
    'classifyCell@1': 4,
    embed: 5,
    'propose, prompt not kept': 6,
  });
});

test('a call that candidates share is divided among them to the last picodollar', async () => {
  const runKey = 'shared@1';
  const lineage = selfInstruct(['shared']);
  await writeRun(database, {
    runKey,
    candidates: [
      { ordinal: 0, lineage },
      { ordinal: 1, lineage, state: 'quarantined' },
      { ordinal: 2, lineage, state: 'open' },
    ],
    calls: { shared: { tokens: [10, 1], cost: 0.000000000011 } },
  });
  const { by, total } = costReport(await costs.counts(runKey));
  expect(by.purpose.map(({ name, usd, promptTokens }) => [name, usd, promptTokens])).toEqual([
    ['accepted', 0.000000000004, 4],
    ['quarantined', 0.000000000004, 3],
    ['open', 0.000000000003, 3],
  ]);
  expect(total).toMatchObject({ usd: 0.000000000011, calls: 1 });
});

test('a request whose process died, or that took too long, may have been paid twice: counted, and in no sum', async () => {
  const runKey = 'unseen@1';
  await writeRun(database, { runKey, candidates: [{ ordinal: 0, lineage: selfInstruct([]) }] });
  const dying = await startProcess();
  await reserve(dying.ledger, runKey, 'lost');
  await dying.holder.stop();
  await database.query('delete from holders where holder = $1', [dying.holder.id]);
  const { ledger } = await startProcess();
  const again = await reserve(ledger, runKey, 'lost');
  await ledger.release(again, true);
  await ledger.settle(await reserve(ledger, runKey, 'lost'), answer, { cost: 100n });
  const { total, unseen } = costReport(await costs.counts(runKey));
  expect(total.usd).toBe(0.0000000001);
  expect(unseen).toEqual({ requests: 2, unpriced: 0, atMostUsd: 0.0000000002 });
});

test('what iterations cost is carried on from commit to commit, and tells where the run leads', async () => {
  const runKey = 'carried@1';
  await writeRun(database, {
    runKey,
    candidates: [
      { ordinal: 0, lineage: selfInstruct([]) },
      { iteration: 1, ordinal: 0, lineage: selfInstruct([]) },
    ],
    calls: { one: { tokens: [1, 1], cost: 3 } },
  });
  await database.query(
    `update iterations set committed_at = now(), funnel_through = json_build_object('accepted', 10 * (iteration + 1)),
       outcome = outcome || '{"funnel": {"accepted": 10}}' where run_key = $1`,
    [runKey],
  );
  await carryCost(database, runKey, 0);
  await database.query(
    `insert into call_counts (run_key, endpoint, model, holder, counted, cost_usd) values ($1, 'openai', 'small', gen_random_uuid(), 'settled', 4)`,
    [runKey],
  );
  await database.query('update ledger set iteration = 1, cost_usd = 4 where run_key = $1', [runKey]);
  await carryCost(database, runKey, 1);
  // $3, then $4 for 10 pairs: the 80 that are missing of 100 cost $0.40 each.
  expect((await costNow(database, runKey)).projectedUsd).toBe(39);
  expect(costReport(await costs.counts(runKey)).trend).toMatchObject([
    { usd: 3 },
    { usd: 4, usdPerAccepted: 0.4 },
  ]);
});

test('the workspace has every run, and the months in which it was bought', async () => {
  const { runs, months, total } = workspaceCost(await costs.workspace());
  expect(runs.map(({ name }) => name)).toEqual(expect.arrayContaining(['counted', 'shared', 'unseen']));
  expect(months.reduce((sum, { calls }) => sum + calls, 0)).toBe(total.calls);
  for (const { name } of months) expect(name).toMatch(/^\d{4}-\d{2}$/);
  expect(runs.reduce((sum, { calls }) => sum + calls, 0)).toBe(total.calls);
});
