import { budgetLinesOf, openBudgets } from '../../../adapters/store/budgets';
import { migrate, openDatabase, type Database } from '../../../adapters/store/database';
import { classifyError } from '../../../core/foundations/failure/classifyError';
import { budgetsOfRun, type Budget, type WorkspaceBudget } from '../../../core/teacher/budget/budget';
import { endpointSchema } from '../../../core/teacher/endpoint';
import type { TeacherRequest } from '../../../core/teacher/request';
import { openTestDatabase, type TestDatabase } from '../../support/embeddedStack';
import { startPurchasing } from '../../support/startPurchasing';
import { startSimulatedTeacher, type SimulatedTeacher } from '../../support/simulatedTeacher';

let opened: TestDatabase;
let database: Database;
let teacher: SimulatedTeacher;
let count = 0;
const open: (() => Promise<void>)[] = [];

beforeAll(async () => {
  opened = await openTestDatabase();
  database = openDatabase(opened.url, 8);
  await migrate(database);
  teacher = await startSimulatedTeacher({
    models: ['simulated', 'gpt-4o-mini'],
    proposals: { longAnswers: 0.5 },
  });
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

const price = { prompt: 1_000, completion: 2_000 };

/** A worker's purchasing for a run of its own. */
async function startBuyer(
  budget: Budget | undefined,
  { workspace, traits = { price } }: { workspace?: WorkspaceBudget; traits?: object } = {},
) {
  const endpoint = endpointSchema.parse({
    baseUrl: teacher.baseUrl,
    concurrency: 16,
    timeoutSeconds: 20,
    ...traits,
  });
  const { purchaser, end } = await startPurchasing(database, { somewhere: endpoint }, { workspace });
  open.push(end);
  const runKey = `run-${count++}@1`;
  await openBudgets(database, runKey, budgetsOfRun(runKey, budget), 'keep');
  const address = { scope: runKey, runKey, iteration: 0, budget };
  return {
    runKey,
    buy: (request: TeacherRequest) => purchaser.buy(address, request, [0], new AbortController().signal),
  };
}

function newRequests(number: number, changes: Partial<TeacherRequest> = {}): TeacherRequest[] {
  return Array.from({ length: number }, () => ({
    role: 'respond',
    endpoint: 'somewhere',
    model: 'simulated',
    prompt: { kind: 'chat', messages: [{ role: 'user', content: `Describe thing number ${count++}.` }] },
    parameters: { max_tokens: 64 },
    sample: '0',
    ...changes,
  }));
}

const charged = (): number => {
  const { promptTokens, completionTokens } = teacher.stats();
  return (promptTokens * price.prompt + completionTokens * price.completion) / 1_000_000;
};

/** What became of requests that were asked for at once: how many were answered, and what the others failed of. */
async function buyAll(
  buyer: { buy(request: TeacherRequest): Promise<unknown> },
  requests: readonly TeacherRequest[],
) {
  const settled = await Promise.allSettled(requests.map((request) => buyer.buy(request)));
  const failures = settled.flatMap((result) =>
    result.status === 'rejected' ? [classifyError(result.reason)] : [],
  );
  return { answered: settled.length - failures.length, failures };
}

test('requests are sent for as long as the budget pays what they may cost, and the teacher never charges more', async () => {
  const buyer = await startBuyer({ usd: 3, warnAt: 0.8 });
  const { answered, failures } = await buyAll(buyer, newRequests(120));
  expect(answered).toBeGreaterThan(10);
  expect(charged()).toBeLessThanOrEqual(3);
  expect(charged()).toBeGreaterThan(2); // those in flight left room, which was used
  for (const failure of failures) {
    expect(failure).toMatchObject({ kind: 'needsMending', about: 'budget' });
    expect(failure.message).toMatch(
      /^The budget of the run of \$3\.00 has no room .* Raise it to go on, for instance: seedbed raise-budget run-\d+ --usd 6$/,
    );
  }
  expect(failures.length).toBe(120 - answered);
  const [line] = await budgetLinesOf(database, buyer.runKey);
  expect(line?.spent).toBeCloseTo(charged(), 9);
  expect(line).toMatchObject({ of: 'run', unit: 'usd', limit: 3, reserved: 0, perhaps: 0, isLow: true });
}, 60_000);

test('limits in requests and tokens hold as well, and a role has limits of its own', async () => {
  const requests = await startBuyer({ requests: 7, warnAt: 0.8 });
  expect((await buyAll(requests, newRequests(20))).answered).toBe(7);
  const tokens = await startBuyer({ tokens: 2_000, warnAt: 0.8 });
  teacher.reset();
  await buyAll(tokens, newRequests(40));
  expect(teacher.stats().promptTokens + teacher.stats().completionTokens).toBeLessThanOrEqual(2_000);
  const roles = await startBuyer({ warnAt: 0.8, roles: { judge: { requests: 2 } } });
  expect((await buyAll(roles, newRequests(5, { role: 'judge' }))).answered).toBe(2);
  expect((await buyAll(roles, newRequests(5))).answered).toBe(5);
}, 60_000);

test('all runs of a workspace pay from its budget of the day, those without one of their own too', async () => {
  const workspace = { day: { requests: 6 }, warnAt: 0.8 };
  const [one, other] = [
    await startBuyer(undefined, { workspace }),
    await startBuyer(undefined, { workspace }),
  ];
  const outcomes = [await buyAll(one, newRequests(4)), await buyAll(other, newRequests(4))];
  expect(outcomes.map(({ answered }) => answered)).toEqual([4, 2]);
  expect(outcomes[1]?.failures[0]?.message).toMatch(
    /^The workspace's budget for the day \d{4}-\d\d-\d\d of 6 requests/,
  );
}, 60_000);

test('a model without a price is asked nothing on a budget in dollars, and the field to write is named', async () => {
  const buyer = await startBuyer({ usd: 3, warnAt: 0.8 }, { traits: {} });
  const { answered, failures } = await buyAll(buyer, newRequests(1, { model: 'gpt-4o-mini' }));
  expect(answered).toBe(0);
  expect(failures[0]?.message).toContain('endpoints.somewhere.prices["gpt-4o-mini"]');
  expect(teacher.stats().requests).toBe(0);
});
