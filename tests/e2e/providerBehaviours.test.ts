import { openStates, type RunStatus } from '../../core/run/status';
import { farewell, opening, providerBehaviours, thought, type Expected } from '../providers/behaviours';
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

/** In the suite, one of each kind; `npm run test:providers` tries all of them, or those that SEEDBED_PROVIDERS names with commas. */
const asked = process.env['SEEDBED_PROVIDERS'];
const behaviours = providerBehaviours.filter(({ name, inSuite }) =>
  asked === undefined ? inSuite === true : asked === 'all' || asked.split(',').includes(name),
);

const target = 4;
/** What a run of this size may ask, faults and what they cost among it. */
const mostRequests = 120;
/** Within how many requests a run must pause that can bring nothing. */
const mostUntilPause = 10;
/** The first time, and again at most twice. */
const mostBought = 3;
/** Within which time each run must end or pause. */
const deadlineMs = 60_000;
/** Runs at a time, so that none waits for a processor. */
const atOnce = 8;

let server: ProviderServer;
let seedbed: TestSeedbed;
const outcomes = new Map<string, Outcome>();

beforeAll(async () => {
  server = await ProviderServer.start(behaviours);
  const endpoints = behaviours.map(({ name, endpoint }) => [
    name,
    { baseUrl: server.baseUrl(name), model: 'model', concurrency: 2, timeoutSeconds: 10, ...endpoint },
  ]);
  seedbed = await TestSeedbed.start({
    teacher: server.baseUrl(behaviours[0]!.name),
    configuration: { endpoints: Object.fromEntries(endpoints) as object },
  });
  const waiting = behaviours.map(({ name }) => name);
  const lane = async (): Promise<void> => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift())
      outcomes.set(name, await outcomeOf(name));
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}, 600_000);

afterAll(async () => {
  await seedbed?.stop();
  await server?.close();
});

/** Runs until it ends or pauses, or its time is over: then as it stands. */
async function outcomeOf(name: string): Promise<Outcome> {
  const recipe = {
    ...testRecipe({ name, target, iteration: { size: 4, open: 1, max: 30 } }),
    teacher: { endpoint: name },
  };
  // A namespace that is new is not known to every part of Temporal's server at once.
  const run = await eventually(`the run ${name} to start`, () => seedbed.startRun(recipe));
  const until = Date.now() + deadlineMs;
  const status = await eventually(
    `the run ${name} in the store`,
    async () => {
      const now = await seedbed.status(name);
      return (now.state !== 'running' || Date.now() > until) && now;
    },
    deadlineMs + 30_000,
  );
  const lines = (await seedbed.dataset(name)).split('\n').filter((line) => line !== '');
  if (openStates.includes(status.state)) await run.terminate('its outcome is known');
  return { status, pairs: lines.map((line) => JSON.parse(line) as Pair) };
}

/** What a user reads of a run: the reason it waits for, and what is tried again. */
function sentences({ detail, troubles }: RunStatus): string {
  return [detail, ...troubles.map((trouble) => JSON.stringify(trouble))].join('\n');
}

const talk = [thought.slice(0, 40), thought.slice(-40), opening, farewell];
const marks =
  /<\/?(mm:)?think|\[\/?THINK\]|<\||<\/s>|assistantfinal|```|\ufffd|\ufeff|\bOutput:|^[-*•] |\*\*|\n- /i;

/** That the dataset holds what the provider meant, item by item, and nothing of how it said it. */
function expectRightPairs(name: string, pairs: readonly Pair[]): void {
  expect(pairs.length).toBeGreaterThanOrEqual(target);
  for (const { instruction, response, input } of pairs) {
    for (const text of [instruction, input, response]) {
      for (const phrase of talk) expect(text).not.toContain(phrase);
      expect([instruction, text]).toEqual([instruction, expect.not.stringMatching(marks)]);
    }
    expect([instruction, server.wrote(name, instruction)]).toEqual([instruction, true]);
    expect([response, server.wrote(name, response)]).toEqual([response, true]);
  }
}

function expectPause(
  name: string,
  status: RunStatus,
  { names, namesNot }: Exclude<Expected, { as: 'pairs' }>,
): void {
  expect(status).toMatchObject({ state: 'paused', cause: { by: 'needsMending' } });
  for (const pattern of names) expect(status.detail).toMatch(pattern);
  if (namesNot) expect(status.detail).not.toMatch(namesNot);
  expect(server.counts(name).requests).toBeLessThanOrEqual(mostUntilPause);
}

test.each(behaviours.map((behaviour) => [behaviour.name, behaviour.fault, behaviour] as const))(
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
      expectPause(name, status, expected);
      return;
    }
    expect([status.state, status.detail]).toEqual(['completed', expect.any(String)]);
    expectRightPairs(name, pairs);
    expect(requests).toBeLessThanOrEqual(
      (expected.as === 'pairs' ? expected.maxRequests : undefined) ?? mostRequests,
    );
  },
);
