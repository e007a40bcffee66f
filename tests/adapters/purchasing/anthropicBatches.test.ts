import { budgetLinesOf, openBudgets } from '../../../adapters/store/budgets';
import { migrate, openDatabase, type Database } from '../../../adapters/store/database';
import { budgetsOfRun } from '../../../core/teacher/budget/budget';
import { callKey } from '../../../core/teacher/callKey';
import { endpointSchema } from '../../../core/teacher/endpoint';
import type { TeacherRequest } from '../../../core/teacher/request';
import { AnthropicBatchServer } from '../../support/anthropicBatchServer';
import { openTestDatabase, type TestDatabase } from '../../support/embeddedStack';
import { startPurchasing } from '../../support/startPurchasing';
import { eventually } from '../../support/testSeedbed';

let opened: TestDatabase;
let database: Database;
let server: AnthropicBatchServer;
let count = 0;
const open: (() => Promise<void>)[] = [];

beforeAll(async () => {
  opened = await openTestDatabase();
  database = openDatabase(opened.url, 8);
  await migrate(database);
}, 120_000);

beforeEach(async () => {
  server = await AnthropicBatchServer.start();
});

afterEach(async () => {
  for (const close of open.splice(0)) await close();
  await server.close();
});

afterAll(async () => {
  await database?.close();
  await opened?.stop();
});

const model = 'claude-sonnet-4-5';
const budget = { usd: 5, warnAt: 0.8 };

async function startStage(runKey = `run-${count++}@1`) {
  const endpoint = endpointSchema.parse({
    preset: 'anthropic',
    baseUrl: server.baseUrl,
    apiKeyEnv: 'ANTHROPIC_KEY',
  });
  const { batches, batchPurchaser, ledger, die, end } = await startPurchasing(
    database,
    { claude: endpoint },
    { environment: { ANTHROPIC_KEY: 'sk-ant-test' } },
  );
  open.push(end);
  await openBudgets(database, runKey, budgetsOfRun(runKey, budget), 'keep');
  const at = { runKey, iteration: 0, stage: 'respond', endpoint: 'claude' };
  const account = {
    at,
    address: { scope: runKey, runKey, iteration: 0, budget },
    signal: new AbortController().signal,
  };
  return {
    ...{ runKey, die, account, batchPurchaser },
    tries: () => batches.tries(at),
    plan: (requests: readonly TeacherRequest[]) => batchPurchaser.plan(account, requests, 1),
    look: (isStopping = false) => batchPurchaser.lookAfter(account, isStopping),
    ended: () => eventually('it to end', async () => (await batchPurchaser.lookAfter(account, false)) === 0),
    answers: (requests: readonly TeacherRequest[]) => ledger.lookUp(runKey, requests.map(callKey)),
  };
}

function newRequests(number: number, changes: Partial<TeacherRequest> = {}): TeacherRequest[] {
  return Array.from({ length: number }, () => ({
    ...{ role: 'respond', endpoint: 'claude', model, sample: '0' },
    prompt: {
      kind: 'chat',
      messages: [
        { role: 'system', content: 'Be short.' },
        { role: 'user', content: `Describe thing number ${count++}.` },
      ],
    },
    parameters: { max_tokens: 64, temperature: 0.7 },
    ...changes,
  }));
}

test('a batch goes up with the key and version in headers, and its results are read in whatever order, at the price of batches', async () => {
  const stage = await startStage();
  const requests = newRequests(5);
  await stage.plan(requests);
  await stage.look();
  expect(server.made[0]?.lines[0]).toEqual({
    custom_id: callKey(requests[0]!),
    params: {
      ...{ model, max_tokens: 64, temperature: 0.7, system: 'Be short.' },
      messages: requests[0]!.prompt.kind === 'chat' ? requests[0]!.prompt.messages.slice(1) : [],
    },
  });
  expect(await stage.look()).toBe(1); // it is under way
  await stage.ended();
  const answers = await stage.answers(requests);
  expect(requests.map((request) => answers.get(callKey(request))?.text)).toEqual(
    requests.map((_, order) => `Answer ${order}.`),
  );
  expect(answers.get(callKey(requests[0]!))).toMatchObject({
    promptTokens: 30,
    completionTokens: 5,
    cachedTokens: 10,
  });
  // Half of $3 a million for 20 tokens, of $0.30 for the 10 from the cache, and of $15 for 5.
  const usd = (5 * 0.5 * (20 * 3 + 10 * 0.3 + 5 * 15)) / 1e6;
  const [line] = await budgetLinesOf(database, stage.runKey);
  expect(line).toMatchObject({ reserved: 0, perhaps: 0 });
  expect(line?.spent).toBeCloseTo(usd, 12);
});

test('lines that expired, were cancelled or met an overloaded server are asked again, one that was refused is not asked like this again, and none of them holds money', async () => {
  server.fate = (order, batch) =>
    batch > 0
      ? 'succeeded'
      : ((['expired', 'canceled', 'overloaded', 'errored', 'succeeded'] as const)[order] ?? 'succeeded');
  const stage = await startStage();
  const requests = newRequests(5);
  await stage.plan(requests);
  await stage.ended();
  expect([...(await stage.answers(requests)).keys()]).toEqual([callKey(requests[4]!)]);
  const tries = await stage.tries();
  expect(requests.map((request) => tries.get(callKey(request))?.isRefused)).toEqual([
    false,
    false,
    false,
    true,
    false,
  ]);
  expect((await budgetLinesOf(database, stage.runKey))[0]).toMatchObject({ reserved: 0, perhaps: 0 });
  await stage.plan(requests.slice(0, 3));
  await stage.ended();
  expect((await stage.answers(requests)).size).toBe(4);
  expect(new Set(server.charged).size).toBe(server.charged.length);
});

test('a batch whose maker died before it knew its name is found again, and not made twice', async () => {
  const first = await startStage();
  const requests = newRequests(3);
  await first.plan(requests);
  await first.look();
  expect(server.made).toHaveLength(1);
  await database.query('update batches set provider_id = null where run_key = $1', [first.runKey]);
  await first.die();
  const next = await startStage(first.runKey);
  await next.ended();
  expect(server.made).toHaveLength(1);
  expect((await next.answers(requests)).size).toBe(3);
});

test('a run that is stopped cancels its batch, and nothing stays held of its budget', async () => {
  const stage = await startStage();
  const requests = newRequests(3);
  await stage.plan(requests);
  await stage.look();
  await eventually('it to be collected', async () => (await stage.look(true)) === 0);
  expect(server.made[0]?.cancelled).toBeInstanceOf(Date);
  expect(await stage.answers(requests)).toEqual(new Map());
  expect((await budgetLinesOf(database, stage.runKey))[0]).toMatchObject({
    reserved: 0,
    spent: 0,
    perhaps: 0,
  });
});

test('what the interface does not know is not sent: a schema, a seed', async () => {
  const stage = await startStage();
  const schema = { name: 'answer', schema: { type: 'object', properties: {}, additionalProperties: false } };
  const requests = newRequests(2, {
    schema,
    parameters: { max_tokens: 64, seed: 5, frequency_penalty: 1 },
  } as Partial<TeacherRequest>);
  await stage.plan(requests);
  await stage.ended();
  expect((await stage.answers(requests)).size).toBe(2);
});
