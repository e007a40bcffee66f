import type { RunStatus } from '../../core/run/status';
import { farewell, opening, providerBehaviours, thought } from '../providers/behaviours';
import { ProviderServer } from '../support/providers/providerServer';
import { testRecipe } from '../support/testRecipe';
import { eventually, TestSeedbed } from '../support/testSeedbed';

/** A line of the dataset, as far as these tests look. */
interface Pair {
  readonly instruction: string;
  readonly input: string;
  readonly response: string;
}

interface Outcome {
  readonly status: RunStatus;
  readonly pairs: readonly Pair[];
}

const target = 4;
/** What a run of this size may ask, faults and what they cost among it. */
const mostRequests = 120;
/** Within how many requests a run must pause that can bring nothing. */
const mostUntilPause = 10;
/** The first time, and again at most twice. */
const mostBought = 3;
/** When each run must have ended or paused, from their common start. */
const deadlineMs = 75_000;

let server: ProviderServer;
let seedbed: TestSeedbed;
let settled: Promise<void>;
const outcomes = new Map<string, Outcome>();

beforeAll(async () => {
  server = await ProviderServer.start(providerBehaviours);
  const endpoints = providerBehaviours.map(({ name, endpoint }) => [
    name,
    { baseUrl: server.baseUrl(name), model: 'model', concurrency: 2, timeoutSeconds: 10, ...endpoint },
  ]);
  seedbed = await TestSeedbed.start({
    teacher: server.baseUrl('plain'),
    configuration: { endpoints: Object.fromEntries(endpoints) as object },
  });
  await Promise.all(
    providerBehaviours.map(({ name }) =>
      seedbed.startRun({
        ...testRecipe({ name, target, iteration: { size: 8, open: 1, max: 12, patience: 4 } }),
        teacher: { endpoint: name },
      }),
    ),
  );
  settled = settle(Date.now() + deadlineMs);
  await settled;
}, 180_000);

afterAll(async () => {
  await seedbed?.stop();
  await server?.close();
});

/** Waits until every run has ended or paused, or the time is over. */
async function settle(until: number): Promise<void> {
  const open = new Set(providerBehaviours.map(({ name }) => name));
  await eventually(
    'the runs to end or to pause',
    async () => {
      for (const name of open) {
        const status = await seedbed.status(name).catch(() => undefined); // not in the store yet
        const isOver = Date.now() > until;
        if (!status || (status.state === 'running' && !isOver)) continue;
        const dataset = await seedbed.dataset(name);
        const lines = dataset.split('\n').filter((line) => line !== '');
        outcomes.set(name, { status, pairs: lines.map((line) => JSON.parse(line) as Pair) });
        open.delete(name);
      }
      return open.size === 0 || Date.now() > until + 5_000;
    },
    deadlineMs + 30_000,
  );
}

/** What a user reads of a run: the reason it waits for, and what is tried again. */
function sentences({ detail, troubles }: RunStatus): string {
  return [detail, ...troubles.map((trouble) => JSON.stringify(trouble))].join('\n');
}

const talk = [thought.slice(0, 40), thought.slice(-40), opening, farewell];
const marks =
  /<\/?(mm:)?think|\[\/?THINK\]|<\||assistantfinal|```|\ufffd|\ufeff|\bOutput:|^[-*•] |\*\*|\n- /i;

/** That the dataset holds what the provider meant, item by item, and nothing of how it said it. */
function expectRightPairs(name: string, pairs: readonly Pair[]): void {
  expect(pairs.length).toBeGreaterThanOrEqual(target);
  for (const { instruction, response, input } of pairs) {
    for (const text of [instruction, input, response]) {
      for (const phrase of talk) expect(text).not.toContain(phrase);
      expect(text).not.toMatch(marks);
    }
    expect([instruction, server.wrote(name, instruction)]).toEqual([instruction, true]);
    expect([response, server.wrote(name, response)]).toEqual([response, true]);
  }
}

function expectPause(name: string, status: RunStatus, names: readonly RegExp[]): void {
  expect(status).toMatchObject({ state: 'paused', cause: { by: 'needsMending' } });
  for (const pattern of names) expect(status.detail).toMatch(pattern);
  expect(server.counts(name).requests).toBeLessThanOrEqual(mostUntilPause);
}

test.each(providerBehaviours.map((behaviour) => [behaviour.name, behaviour.fault, behaviour] as const))(
  '%s (%s)',
  (name, _, { expected }) => {
    const outcome = outcomes.get(name);
    if (!outcome) throw new Error(`The run with ${name} never came to the store.`);
    const { status, pairs } = outcome;
    const { requests, mostBought: bought } = server.counts(name);
    process.stdout.write(
      `${name}: ${status.state}, ${pairs.length} pairs, ${requests} requests, bought ${bought} times at most. ${sentences(status)}\n`,
    );
    expect(bought).toBeLessThanOrEqual(mostBought);
    if (expected.as === 'pause' || (expected.as === 'pairs or pause' && status.state === 'paused')) {
      expectPause(name, status, expected.names);
      expect(pairs).toEqual([]);
      return;
    }
    expect([status.state, status.detail]).toEqual(['completed', expect.any(String)]);
    expectRightPairs(name, pairs);
    expect(requests).toBeLessThanOrEqual(
      (expected.as === 'pairs' ? expected.maxRequests : undefined) ?? mostRequests,
    );
  },
);
