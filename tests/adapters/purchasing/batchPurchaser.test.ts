import { budgetLinesOf, openBudgets } from '../../../adapters/store/budgets';
import { migrate, openDatabase, type Database } from '../../../adapters/store/database';
import { classifyError } from '../../../core/foundations/failure/classifyError';
import { budgetsOfRun, type Budget } from '../../../core/teacher/budget/budget';
import type { BudgetLine } from '../../../core/teacher/budget/budgetState';
import { endpointSchema } from '../../../core/teacher/endpoint';
import type { TeacherRequest } from '../../../core/teacher/request';
import { openTestDatabase, type TestDatabase } from '../../support/embeddedStack';
import { startPurchasing } from '../../support/startPurchasing';
import { startSimulatedTeacher, type SimulatedTeacher } from '../../support/simulatedTeacher';
import { eventually } from '../../support/testSeedbed';

let opened: TestDatabase;
let database: Database;
let teacher: SimulatedTeacher;
let count = 0;
const open: (() => Promise<void>)[] = [];

beforeAll(async () => {
  opened = await openTestDatabase();
  database = openDatabase(opened.url, 8);
  await migrate(database);
  teacher = await startSimulatedTeacher({ answersByCall: true, batches: { seconds: 0.05 } });
}, 120_000);

afterEach(async () => {
  for (const close of open.splice(0)) await close();
  teacher.reset();
});

afterAll(async () => {
  await database?.close();
  await teacher?.close();
  await opened?.stop();
});

const price = { prompt: 1_000, completion: 2_000, batch: 0.5 };
const never = new AbortController().signal;

/** A stage of a run of its own that asks by batch. */
async function startStage(budget: Budget | undefined) {
  const endpoint = endpointSchema.parse({ baseUrl: teacher.baseUrl, batch: 'openai', price });
  const { batches, batchPurchaser, ledger, end } = await startPurchasing(database, { somewhere: endpoint });
  open.push(end);
  const runKey = `run-${count++}@1`;
  await openBudgets(database, runKey, budgetsOfRun(runKey, budget), 'keep');
  const account = {
    at: { runKey, iteration: 0, stage: 'respond', endpoint: 'somewhere' },
    address: { scope: runKey, runKey, iteration: 0, budget },
    signal: never,
  };
  return {
    runKey,
    batches,
    plan: (requests: readonly TeacherRequest[], least: number) =>
      batchPurchaser.plan(account, requests, least),
    ended: () =>
      eventually('batches to end', async () => (await batchPurchaser.lookAfter(account, false)) === 0),
    lookAfter: () => batchPurchaser.lookAfter(account, false),
    line: async (): Promise<BudgetLine> => (await budgetLinesOf(database, runKey))[0]!,
    answered: async (keys: readonly string[]) => (await ledger.lookUp(runKey, keys)).size,
    planned: async (): Promise<string[]> => {
      const { rows } = await database.query<{ call_key: string }>(
        'select call_key from batch_requests join batches using (batch) where run_key = $1',
        [runKey],
      );
      return rows.map(({ call_key }) => call_key);
    },
  };
}

function newRequests(number: number): TeacherRequest[] {
  return Array.from({ length: number }, () => ({
    role: 'respond',
    endpoint: 'somewhere',
    model: 'simulated',
    prompt: {
      kind: 'chat',
      messages: [{ role: 'user', content: `Describe thing number ${1_000 + count++}.` }],
    },
    parameters: { max_tokens: 64 },
    sample: '0',
  }));
}

/** What the teacher charges for its batches. */
const charged = (): number => {
  const { promptTokens, completionTokens } = teacher.stats();
  return (0.5 * (promptTokens * price.prompt + completionTokens * price.completion)) / 1_000_000;
};

test('a batch holds what it may cost at the price of batches from when it is written down, and each line settles for what it brought', async () => {
  const stage = await startStage({ usd: 100, warnAt: 0.8 });
  await stage.plan(newRequests(10), 5);
  const held = await stage.line();
  // Some 300 bytes and the template's allowance, and 64 tokens: at half the price, online it would be twice that.
  expect(held).toMatchObject({ spent: 0, perhaps: 0 });
  expect(held.reserved).toBeGreaterThan(10 * 0.5 * 0.128);
  expect(held.reserved).toBeLessThan(10 * 0.5 * 0.6);
  await stage.ended();
  expect(await stage.answered(await stage.planned())).toBe(10);
  const line = await stage.line();
  expect(line).toMatchObject({ reserved: 0, perhaps: 0 });
  expect(line.spent).toBeCloseTo(charged(), 9);
  expect(line.spent).toBeGreaterThan(0);
});

test('a batch that has no room for all goes with what there is room for, and without room for what is worth one the run pauses', async () => {
  const stage = await startStage({ requests: 25, warnAt: 0.8 });
  const requests = newRequests(40);
  await stage.plan(requests, 10);
  expect(await stage.planned()).toHaveLength(25);
  expect(await stage.line()).toMatchObject({ reserved: 25 });
  // While it is out it may leave room for nothing: each of its lines is a request.
  await stage.ended();
  expect(await stage.line()).toMatchObject({ spent: 25, reserved: 0 });
  const failure = await stage.plan(requests.slice(25), 10).then(() => undefined, classifyError);
  expect(failure).toMatchObject({ kind: 'needsMending', about: 'budget' });
  expect(failure?.message).toMatch(
    /^The budget of the run of 25 requests has no room for another batch: 25 requests are spent, 0 requests left\. Raise it to go on, for instance: seedbed raise-budget run-\d+ --requests 50$/,
  );
});

test('a batch without room waits for those that are out, where they may leave some', async () => {
  const stage = await startStage({ usd: 8, warnAt: 0.8 });
  const other = newRequests(20);
  await stage.plan(newRequests(35), 35);
  const { reserved } = await stage.line();
  expect(reserved).toBeGreaterThan(4);
  const second = { runKey: stage.runKey, iteration: 1, stage: 'respond', endpoint: 'somewhere' };
  const endpoint = endpointSchema.parse({ baseUrl: teacher.baseUrl, batch: 'openai', price });
  const { batchPurchaser, end } = await startPurchasing(database, { somewhere: endpoint });
  open.push(end);
  const budget = { usd: 8, warnAt: 0.8 };
  const address = { scope: stage.runKey, runKey: stage.runKey, iteration: 1, budget };
  const account = { at: second, address, signal: never };
  await batchPurchaser.plan(account, other, 20);
  expect(await stage.batches.open(second)).toEqual([]);
  await stage.ended();
  await batchPurchaser.plan(account, other, 20);
  expect(await stage.batches.open(second)).toHaveLength(1);
});

test('what a batch did not bring gives back what it held: lines that expired or failed, and a batch that was refused', async () => {
  teacher.configure({ batches: { seconds: 0.05, expiring: 1, failEvery: 5, refusedForTokens: 0 } });
  const stage = await startStage({ usd: 100, warnAt: 0.8 });
  teacher.batches.forget();
  await stage.plan(newRequests(10), 5);
  await stage.ended();
  expect(await stage.answered(await stage.planned())).toBe(4); // half of them, but for one that failed
  const line = await stage.line();
  expect(line).toMatchObject({ reserved: 0, perhaps: 0 });
  expect(line.spent).toBeCloseTo(charged(), 9);

  teacher.configure({ batches: { seconds: 0.05, expiring: 0, failEvery: 0, refusedForTokens: 100 } });
  await stage.plan(newRequests(10), 5);
  expect((await stage.line()).reserved).toBeGreaterThan(0);
  await stage.lookAfter();
  expect(await stage.line()).toMatchObject({ reserved: 0, spent: line.spent });
});

test('what a run leaves at a provider when it ends may be charged for: it stays counted, and holds nothing any more', async () => {
  const stage = await startStage({ usd: 100, warnAt: 0.8 });
  await stage.plan(newRequests(10), 5);
  const { reserved } = await stage.line();
  await stage.batches.abandon(stage.runKey);
  expect(await stage.line()).toMatchObject({ reserved: 0, perhaps: reserved, spent: 0 });
});
