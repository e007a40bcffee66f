import { createHash } from 'node:crypto';
import pc from 'picocolors';
import { CandidateStore } from '../../adapters/store/candidateStore';
import { CostStore } from '../../adapters/store/costStore';
import { ReportStore } from '../../adapters/store/reportStore';
import { TraceStore } from '../../adapters/store/traceStore';
import { runView } from '../../client/view/runView';
import { runSummary } from '../../client/view/runSummary';
import { picodollarsOf } from '../../core/foundations/picodollars';
import { costReport } from '../../core/run/cost/costReport';
import type { RunCost } from '../../core/run/cost/runCost';
import { spendingOf } from '../../core/run/report/candidateRecord';
import { startSimulatedTeacher, type SimulatedTeacher } from '../support/simulatedTeacher';
import { SpoilingProxy } from '../support/spoilingProxy';
import { testRecipe } from '../support/testRecipe';
import { TestSeedbed } from '../support/testSeedbed';

let teacher: SimulatedTeacher;
let proxy: SpoilingProxy;
let seedbed: TestSeedbed;

const rates = { prompt: 1.1, completion: 4.4 };
/** A body that counts its tokens, and is no answer. */
const paidInVain = JSON.stringify({ usage: { prompt_tokens: 7, completion_tokens: 3 } });

beforeAll(async () => {
  teacher = await startSimulatedTeacher({ logSize: 10_000 });
  proxy = await SpoilingProxy.start(teacher.baseUrl);
  seedbed = await TestSeedbed.start({
    teacher: proxy.baseUrl,
    endpoint: { concurrency: 16, prices: { simulated: rates } },
    configuration: {
      endpoints: {
        // Its seller lists no such model. Any variable will do for a key.
        seller: { preset: 'together', baseUrl: proxy.baseUrl, model: 'simulated', apiKeyEnv: 'HOME' },
      },
    },
  });
}, 180_000);

afterAll(async () => {
  await seedbed?.stop();
  await proxy?.close();
  await teacher?.close();
});

const isOneOf = (call: string, share: number): boolean =>
  createHash('sha256').update(call).digest().readUInt32BE(0) % share === 0;

test('ledger, report, cost, traces, status, live view and the query agree on one number, to the picodollar', async () => {
  proxy.spoil = ({ call, time }) => (time === 1 && isOneOf(call, 6) ? paidInVain : undefined);
  const run = await seedbed.startRun(
    testRecipe({
      ...{ name: 'priced', target: 30, iteration: { size: 20 } },
      teacher: { endpoint: 'simulated' },
    }),
  );
  expect(await run.result()).toMatchObject({ state: 'completed' });
  const runKey = await seedbed.runKey('priced');
  const { database } = seedbed;

  const { rows } = await database.query<{
    prompt: number;
    completion: number;
    vain: number;
    cost: string;
    unkept: number;
  }>(
    `select sum(prompt_tokens) as prompt, sum(completion_tokens) as completion, sum(cost_usd)::text as cost,
       count(*) filter (where is_vain) as vain, count(*) filter (where price is null or price not in (select hash from prices)) as unkept
     from (select prompt_tokens, completion_tokens, cost_usd, price, false as is_vain from ledger where run_key = $1 and state = 'answered'
           union all select prompt_tokens, completion_tokens, cost_usd, price, true from unusable_answers where run_key = $1) bought`,
    [runKey],
  );
  const { prompt, completion, vain, cost, unkept } = rows[0] ?? {
    prompt: 0,
    completion: 0,
    vain: 0,
    cost: '0',
    unkept: 1,
  };
  expect(vain).toBeGreaterThan(0);
  expect(unkept).toBe(0);
  const inLedger = picodollarsOf(cost);
  // $1.10 and $4.40 a million tokens.
  expect(inLedger).toBe(BigInt(prompt) * 1_100_000n + BigInt(completion) * 4_400_000n);
  const usd = Number(cost);

  const report = costReport(await new CostStore(database).counts(runKey));
  const status = await seedbed.status('priced');
  const told = await run.query<RunCost | null, []>('cost');
  expect(report.total).toMatchObject({
    usd,
    unpriced: 0,
    promptTokens: prompt,
    completionTokens: completion,
  });
  for (const lines of Object.values(report.by))
    expect(lines.reduce((sum, each) => sum + picodollarsOf(each.usd ?? 0), 0n)).toBe(inLedger);
  expect(report.by.purpose).toContainEqual(expect.objectContaining({ name: 'unusable', calls: vain }));
  expect(report.cost).toEqual({ usd, unpriced: 0, projectedUsd: null });
  expect(status.cost).toEqual(report.cost);
  expect(told).toEqual(report.cost);
  expect((await new ReportStore(database).spent(runKey)).cost).toBe(usd);

  const shown = Number(usd.toPrecision(2)); // $0.05 is $0.050
  const seen = { columns: 100, colors: pc.createColors(false), now: Date.now() };
  const live = runView(status, { ...seen, perMinute: undefined, timeLeft: undefined, newest: undefined });
  for (const lines of [live, runSummary(status, seen.colors, seen.now)])
    expect(Number(/^cost +\$([\d.]+)/.exec(lines.find((line) => line.startsWith('cost')) ?? '')?.[1])).toBe(
      shown,
    );

  // A candidate's part of a call that several share is told to the picodollar below: so many may be lost.
  const candidates = await new CandidateStore(database).all(runKey);
  const traces = new TraceStore(database);
  let traced = 0n;
  let shares = 0;
  for (const { iteration, ordinal } of candidates) {
    const trace = await traces.trace(runKey, { iteration, ordinal });
    traced += picodollarsOf(spendingOf(trace?.calls ?? []).cost ?? 0);
    shares += trace?.calls.length ?? 0;
  }
  const used = new Set(candidates.flatMap(({ calls }) => calls));
  const { rows: untied } = await database.query<{ cost: string }>(
    `select coalesce(sum(cost_usd), 0)::text as cost from (
       select call_key, cost_usd from ledger where run_key = $1 and state = 'answered'
       union all select call_key, cost_usd from unusable_answers where run_key = $1) bought where call_key <> all ($2)`,
    [runKey, [...used]],
  );
  const missing = inLedger - traced - picodollarsOf(untied[0]?.cost ?? '0');
  expect(missing).toBeGreaterThanOrEqual(0n);
  expect(missing).toBeLessThanOrEqual(BigInt(shares));
}, 180_000);

test('what a run cost stays what it was when the price changes, and the next calls have the new one', async () => {
  const before = await seedbed.status('priced');
  proxy.spoil = () => undefined;
  const { rows } = await seedbed.database.query<{ price: { rates: object; source: object } }>(
    'select price from prices',
    [],
  );
  expect(rows.map(({ price }) => price)).toEqual([{ source: { kind: 'configuration' }, rates }]);
  await seedbed.database.query("insert into prices (hash, price) values ('later', '{}')", []);
  expect((await seedbed.status('priced')).cost).toEqual(before.cost);
});

test('calls of a model whose price nobody knows are counted as that, in every sum', async () => {
  proxy.spoil = () => undefined;
  const recipe = testRecipe({ name: 'unpriced', target: 5, iteration: { size: 10 } });
  const run = await seedbed.startRun({ ...recipe, teacher: { endpoint: 'seller' } });
  await run.result();
  const runKey = await seedbed.runKey('unpriced');
  const status = await seedbed.status('unpriced');
  expect(status.cost).toEqual({ usd: null, unpriced: status.teacher.answered, projectedUsd: null });
  expect(await run.query<RunCost | null, []>('cost')).toEqual(status.cost);
  const { cost, total } = costReport(await new CostStore(seedbed.database).counts(runKey));
  expect([cost, total.usd]).toEqual([status.cost, null]);
  const spent = await new ReportStore(seedbed.database).spent(runKey);
  expect(spent).toMatchObject({ cost: null, unpriced: status.teacher.answered });
  expect(runSummary(status, pc.createColors(false), Date.now()).join('\n')).toMatch(
    /cost +\d+ calls of unknown price/,
  );
}, 120_000);
