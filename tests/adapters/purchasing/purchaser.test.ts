import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PurchaseStopped, type Purchaser, type Purchase } from '../../../adapters/purchasing/purchaser';
import { EndpointShares } from '../../../adapters/purchasing/endpointShares';
import { TeacherEndpoints } from '../../../adapters/purchasing/teacherEndpoints';
import { migrate, openDatabase, type Database } from '../../../adapters/store/database';
import { EndpointPools } from '../../../adapters/store/endpointPools';
import { systemClock } from '../../../adapters/teacher';
import { Holder } from '../../../adapters/store/holder';
import { type Ledger } from '../../../adapters/store/ledger';
import { classifyError } from '../../../core/foundations/failure/classifyError';
import { callKey } from '../../../core/teacher/callKey';
import { endpointSchema } from '../../../core/teacher/endpoint';
import type { TeacherRequest } from '../../../core/teacher/request';
import { startTestPostgres, type TestPostgres } from '../../support/embeddedStack';
import { startPurchasing } from '../../support/startPurchasing';
import { loginPage, SpoilingProxy } from '../../support/spoilingProxy';
import { startSimulatedTeacher, type SimulatedTeacher } from '../../support/simulatedTeacher';
import { eventually } from '../../support/testSeedbed';

let postgres: TestPostgres;
let database: Database;
let teacher: SimulatedTeacher;
let count = 0;
const open: (() => Promise<void>)[] = [];

beforeAll(async () => {
  postgres = await startTestPostgres();
  database = openDatabase(postgres.url, 8);
  await migrate(database);
  teacher = await startSimulatedTeacher();
}, 120_000);

afterEach(async () => {
  for (const close of open.splice(0)) await close();
  teacher.configure({
    latency: { meanSeconds: 0 },
    faults: { serverErrors: 0 },
    unauthorized: false,
    quotaExhausted: false,
    requestsPerSecond: null,
    retryAfter: { seconds: null },
  });
  teacher.reset();
  await database.query('delete from endpoint_pools');
  await database.query('delete from endpoint_members');
});

afterAll(async () => {
  await database?.close();
  await teacher?.close();
  await postgres?.stop();
});

interface Buyer {
  readonly ledger: Ledger;
  readonly purchaser: Purchaser;
  /** Others may take what it had, and it is not told. */
  die(): Promise<void>;
  /** Requests that wait in the line. */
  waiting(): Promise<number>;
  buy(request: TeacherRequest, signal?: AbortSignal, order?: number): Promise<Purchase>;
}

/** A worker's purchasing, with an endpoint of its own. */
async function startBuyer({ concurrency = 32, baseUrl = teacher.baseUrl, traits = {} } = {}): Promise<Buyer> {
  const endpoint = endpointSchema.parse({ baseUrl, concurrency, timeoutSeconds: 20, ...traits });
  const { ledger, purchaser, teacherEndpoints, die, end } = await startPurchasing(database, {
    somewhere: endpoint,
  });
  open.push(end);
  const address = { scope: 'run', runKey: 'run', iteration: 0 };
  return {
    ledger,
    purchaser,
    die,
    waiting: async () => (await teacherEndpoints.get('somewhere', 'simulated')).limiter.state.waiting,
    buy: (request, signal = new AbortController().signal, order = 0) =>
      purchaser.buy(address, request, [0, 0, order], signal),
  };
}

/** Has the endpoint show that it is of use: until then few requests are out at once. */
async function prove(buyer: Buyer): Promise<void> {
  await buyer.buy(one());
  teacher.reset();
}

/** Requests that no other test sends. */
function newRequests(number: number): TeacherRequest[] {
  return Array.from({ length: number }, () => ({
    role: 'respond',
    endpoint: 'somewhere',
    model: 'simulated',
    prompt: { kind: 'chat', messages: [{ role: 'user', content: `Describe thing number ${count++}.` }] },
    parameters: { max_tokens: 64 },
    sample: '0',
  }));
}

const [one] = [() => newRequests(1)[0] as TeacherRequest];

test('a call to an endpoint with prices has its cost in the ledger', async () => {
  const prices = { usdPerMillionPromptTokens: 1_000, usdPerMillionCompletionTokens: 2_000 };
  const buyer = await startBuyer({ traits: prices });
  const request = one();
  const { answer } = await buyer.buy(request);
  const { rows } = await database.query<{ cost: number }>(
    'select cost_usd::float8 as cost from ledger where call_key = $1',
    [callKey(request)],
  );
  expect(rows[0]?.cost).toBeCloseTo((answer.promptTokens + 2 * answer.completionTokens) / 1_000, 6);
});

test('an answer is bought once, and then is there', async () => {
  const buyer = await startBuyer();
  const request = one();
  const first = await buyer.buy(request);
  const again = await buyer.buy(request);
  expect([first.sent, again.sent]).toEqual([true, false]);
  expect(again.answer).toEqual(first.answer);
  expect(teacher.stats()).toMatchObject({ requests: 1, repeatedAfterAnswer: 0 });
});

test('a request that quotes half a character is sent with a whole one in its place, and bought once', async () => {
  const buyer = await startBuyer();
  const request = one();
  const quoting = (content: string): TeacherRequest => ({
    ...request,
    prompt: { kind: 'chat', messages: [{ role: 'user', content }] },
  });
  expect((await buyer.buy(quoting('Go on: \ud83d \u0000'))).sent).toBe(true);
  expect((await buyer.buy(quoting('Go on: \ufffd \ufffd'))).sent).toBe(false);
  expect(teacher.stats().requests).toBe(1);
});

test('two shards that ask the same at once pay once, and both get the answer', async () => {
  teacher.configure({ latency: { meanSeconds: 0.3 } });
  const buyer = await startBuyer();
  const request = one();
  const purchases = await Promise.all([buyer.buy(request), buyer.buy(request)]);
  expect(purchases.map(({ sent }) => sent).sort()).toEqual([false, true]);
  expect(purchases[0]?.answer).toEqual(purchases[1]?.answer);
  expect(teacher.stats().requests).toBe(1);
});

test('with the database killed while answers are on their way, none is lost and none is sent twice', async () => {
  const buyer = await startBuyer();
  await prove(buyer);
  teacher.configure({ latency: { meanSeconds: 1.5, sigma: 0.2 } });
  const requests = newRequests(24);
  const purchases = Promise.all(requests.map((request) => buyer.buy(request)));
  await eventually('all requests in flight', () => Promise.resolve(teacher.stats().inFlight === 24));
  await postgres.kill9();
  await eventually('all answers sent', () => Promise.resolve(teacher.stats().answered === 24));
  await postgres.restart();
  expect((await purchases).every(({ sent }) => sent)).toBe(true);
  const again = await Promise.all(requests.map((request) => buyer.buy(request)));
  expect(again.some(({ sent }) => sent)).toBe(false);
  expect(teacher.stats()).toMatchObject({ requests: 24, repeatedAfterAnswer: 0 });
});

test('what failed while the database was away is asked again by the same worker', async () => {
  const buyer = await startBuyer();
  await prove(buyer);
  teacher.configure({ latency: { meanSeconds: 1, sigma: 0 }, faults: { serverErrors: 1 } });
  const requests = newRequests(6);
  const tries = Promise.allSettled(requests.map((request) => buyer.buy(request)));
  await eventually('all requests in flight', () => Promise.resolve(teacher.stats().inFlight === 6));
  await postgres.kill9();
  await eventually('all requests to fail', () => Promise.resolve(teacher.stats().inFlight === 0));
  teacher.configure({ latency: { meanSeconds: 0 }, faults: { serverErrors: 0 } });
  await postgres.restart();
  await tries; // what failed could not be given back, nor reserved again, while the store was away
  expect(await Promise.all(requests.map((request) => buyer.buy(request)))).toHaveLength(6);
}, 90_000);

describe('what does not pass by itself', () => {
  test.each([
    [
      'a key that is refused',
      { unauthorized: true },
      'closed',
      /wants a key and got none \(HTTP 401.*Name the environment variable that holds it/,
    ],
    [
      'a quota that is used up',
      { quotaExhausted: true },
      'quotaExhausted',
      /credit is used up \(HTTP 429.*Add credit or raise the limit with the provider, then resume the run/,
    ],
  ])(
    '%s stops the purchase with words that say what to do; mended, it goes on',
    async (_, behaviour, kind, words) => {
      teacher.configure(behaviour);
      const buyer = await startBuyer();
      const request = one();
      const error = await buyer.buy(request).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      if (!(error instanceof PurchaseStopped)) throw new Error('It did not stop.');
      expect(error.failure.kind).toBe(kind);
      expect(error.message).toMatch(words);
      teacher.configure({ unauthorized: false, quotaExhausted: false });
      expect((await buyer.buy(request)).sent).toBe(true);
    },
  );

  test('a long wait that the endpoint asks for is told of, not sat out', async () => {
    teacher.configure({ requestsPerSecond: 0.001, burst: 1, retryAfter: { seconds: 6 * 3600 } });
    const buyer = await startBuyer();
    await buyer.buy(one());
    await expect(buyer.buy(one())).rejects.toMatchObject({
      failure: { kind: 'rateLimited', retryAfterMs: 6 * 3600 * 1000 },
    });
  });

  test('a request that will never be answered becomes a refusal, kept and not asked again', async () => {
    let requests = 0;
    const server = createServer((_, response) => {
      requests++;
      const error = {
        message: "This model's maximum context length is 8192 tokens.",
        type: 'invalid_request_error',
        code: 'context_length_exceeded',
      };
      response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify({ error }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    open.push(() => new Promise((resolve) => server.close(() => resolve()).closeAllConnections()));
    const buyer = await startBuyer({
      baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    });
    const request = one();
    expect((await buyer.buy(request)).answer.refusal).toMatch(/will not answer this request \(HTTP 400/);
    expect((await buyer.buy(request)).sent).toBe(false);
    expect(requests).toBe(1);
  });
});

test('an answer that is there is had at once, while every slot is taken', async () => {
  const buyer = await startBuyer({ concurrency: 1 });
  const request = one();
  const { answer } = await buyer.buy(request);
  teacher.configure({ latency: { meanSeconds: 2, sigma: 0 } });
  const flying = buyer.buy(one());
  await eventually('a request in flight', () => Promise.resolve(teacher.stats().inFlight === 1));
  expect(await buyer.buy(request)).toEqual({ answer, sent: false });
  expect(teacher.stats().inFlight).toBe(1);
  await flying;
});

test('failures that pass are asked again until there is an answer', async () => {
  teacher.configure({ faults: { serverErrors: 0.25 } });
  const buyer = await startBuyer();
  const purchases = await Promise.all(newRequests(12).map((request) => buyer.buy(request)));
  expect(purchases.map(({ answer }) => answer.text).every((text) => text.length > 0)).toBe(true);
  expect(teacher.stats().faults.serverErrors).toBeGreaterThan(0);
});

test('a signal takes what waits out of the line at once, and lets what is in flight be answered: it is paid for', async () => {
  const buyer = await startBuyer({ concurrency: 1 });
  await prove(buyer);
  teacher.configure({ latency: { meanSeconds: 1, sigma: 0 } });
  const abort = new AbortController();
  const [flying, waiting] = newRequests(2) as [TeacherRequest, TeacherRequest];
  const inFlight = buyer.buy(flying, abort.signal, 0);
  await eventually('a request in flight', () => Promise.resolve(teacher.stats().inFlight === 1));
  const inLine = buyer.buy(waiting, abort.signal, 1);
  abort.abort(new Error('paused'));
  await expect(inLine).rejects.toThrow('paused');
  expect(teacher.stats().inFlight).toBe(1);
  expect((await inFlight).sent).toBe(true);
  expect(teacher.stats()).toMatchObject({ requests: 1, givenUp: 0 });
});

test('who waits for a request that another one has in flight has its answer, also when broken off: it is paid for', async () => {
  const buyer = await startBuyer();
  await prove(buyer);
  teacher.configure({ latency: { meanSeconds: 0.3, sigma: 0 } });
  const [request] = newRequests(1) as [TeacherRequest];
  const own = new AbortController();
  const first = buyer.buy(request);
  await eventually('it to be in flight', () => Promise.resolve(teacher.stats().inFlight === 1));
  const second = buyer.buy(request, own.signal);
  own.abort(new Error('The run is paused.'));
  expect((await second).sent).toBe(false);
  expect((await first).answer).toEqual((await second).answer);
  await buyer.purchaser.settled('run');
  expect(teacher.stats()).toMatchObject({ requests: 1, inFlight: 0 });
});

test('a worker that is shutting down sends nothing more, and knows when all that it paid for is stored', async () => {
  const buyer = await startBuyer({ concurrency: 2 });
  await prove(buyer);
  teacher.configure({ latency: { meanSeconds: 0.5, sigma: 0 } });
  const requests = newRequests(4);
  const purchases = requests.map((request, order) => buyer.buy(request, undefined, order));
  const settled = Promise.allSettled(purchases);
  await eventually('two requests in flight', () => Promise.resolve(teacher.stats().inFlight === 2));
  buyer.purchaser.stopSending();
  expect((await settled).map(({ status }) => status).sort()).toEqual([
    'fulfilled',
    'fulfilled',
    'rejected',
    'rejected',
  ]);
  await buyer.purchaser.settled();
  expect(teacher.stats().requests).toBe(2);
});

describe('of two workers on one endpoint', () => {
  /** The most in flight at once, by the teacher's own count. */
  const most = () => teacher.stats().maxInFlight;

  test('both send, each its part, and never more than the endpoint allows', async () => {
    const [one, other] = [await startBuyer({ concurrency: 8 }), await startBuyer({ concurrency: 8 })];
    await prove(one);
    await prove(other);
    teacher.configure({ latency: { meanSeconds: 0.1, sigma: 0.5 } });
    const bought = await Promise.all([
      ...newRequests(60).map((request) => one.buy(request)),
      ...newRequests(60).map((request) => other.buy(request)),
    ]);
    expect(bought.every(({ sent }) => sent)).toBe(true);
    expect(most()).toBeLessThanOrEqual(8);
    expect(most()).toBeGreaterThan(6);
  });

  test('one that begins while the other has everything has its part long before the other is done', async () => {
    const first = await startBuyer({ concurrency: 4 });
    await prove(first);
    teacher.configure({ latency: { meanSeconds: 0.2, sigma: 0.1 } });
    const enough = new AbortController();
    let over = 0;
    const busy = newRequests(400).map((request) =>
      first.buy(request, enough.signal).finally(() => (over += 1)),
    );
    const settled = Promise.allSettled(busy);
    await eventually('all slots to be busy', () => Promise.resolve(teacher.stats().inFlight === 4));
    const second = await startBuyer({ concurrency: 4 });
    expect((await second.buy(one())).sent).toBe(true);
    expect(over).toBeLessThan(busy.length / 2);
    enough.abort(new Error('enough'));
    await settled;
    expect(most()).toBeLessThanOrEqual(4);
  });

  test('one slot is had in turn', async () => {
    const buyers = [await startBuyer({ concurrency: 1 }), await startBuyer({ concurrency: 1 })];
    teacher.configure({ latency: { meanSeconds: 0.1, sigma: 0.1 } });
    let over = false;
    const answered = buyers.map(async (buyer) => {
      await Promise.race(newRequests(40).map((request) => buyer.buy(request)));
      const wasOver = over;
      over = true;
      return wasOver;
    });
    expect(await Promise.all(answered)).toContain(true);
    for (const end of open.splice(0)) await end().catch(() => undefined);
    expect(most()).toBe(1);
  });

  test('what one is refused for, the other waits for too', async () => {
    const [one, other] = [await startBuyer(), await startBuyer()];
    await prove(one);
    await prove(other);
    teacher.configure({ requestsPerSecond: 0.2, burst: 1, retryAfter: { as: 'seconds', seconds: 4 } });
    const bought = newRequests(2).map((request) => one.buy(request));
    await eventually('a refusal', () => Promise.resolve(teacher.stats().refusedForRate > 0));
    await eventually('the other one to hear of it', async () => {
      const { rows } = await database.query<{ paused: number }>(
        `select count(*)::int as paused from endpoint_members where (activity ->> 'pausedUntil')::bigint > 0`,
      );
      return rows[0]?.paused === 2;
    });
    teacher.configure({ requestsPerSecond: null });
    await Promise.all(bought);
    expect((await other.buy(newRequests(1)[0] as TeacherRequest)).sent).toBe(true);
  });

  test('one that is away from the store sends nothing once its share has run out, and goes on when it is back', async () => {
    const buyer = await startBuyer();
    await prove(buyer);
    const members = async (): Promise<number> =>
      (await database.query('select from endpoint_members where expires_at > now()')).rowCount ?? 0;
    const bought = await database.transaction(async (connection) => {
      await connection.query('select from endpoint_pools for update'); // no renewal gets through
      await eventually('its share to run out', async () => (await members()) === 0);
      const asked = buyer.buy(one());
      await eventually('it to wait in the line', async () => (await buyer.waiting()) === 1);
      expect(teacher.stats().requests).toBe(0);
      return { asked };
    });
    expect((await bought.asked).sent).toBe(true);
  }, 30_000);
});

test('a worker without the endpoint that a run needs says which one it is, and what to do', async () => {
  const holder = new Holder(database, 'a test');
  const shares = new EndpointShares(new EndpointPools(database, holder, () => systemClock.now()));
  const teacherEndpoints = new TeacherEndpoints({}, shares, {});
  open.push(() => Promise.resolve(teacherEndpoints.close()));
  const error: unknown = await teacherEndpoints.get('somewhere', 'm').catch((thrown: unknown) => thrown);
  expect(classifyError(error)).toMatchObject({
    kind: 'needsMending',
    message: expect.stringMatching(
      /^The worker on \S+ \(process \d+\) has no endpoint "somewhere": its configuration has none\. Add the endpoint/,
    ) as string,
  });
});
describe('where what comes is no answer', () => {
  let proxy: SpoilingProxy;
  beforeEach(async () => {
    proxy = await SpoilingProxy.start(teacher.baseUrl);
    open.push(() => proxy.close());
  });

  test('a hundred requests wait for the first two; of an endpoint that gives nothing five are bought and those that were out, and all are told what came', async () => {
    proxy.spoil = () => loginPage;
    const buyer = await startBuyer({ baseUrl: proxy.baseUrl });
    const results = await Promise.allSettled(newRequests(100).map((request) => buyer.buy(request)));
    const bought = proxy.arrivals.length;
    expect(bought).toBeGreaterThanOrEqual(5);
    expect(bought).toBeLessThanOrEqual(6);
    for (const result of results)
      expect(result).toMatchObject({
        status: 'rejected',
        reason: {
          failure: {
            kind: 'closed',
            message: expect.stringMatching(
              /5 times in a row.*Sign in to continue.*endpoints check somewhere/,
            ) as string,
          },
        },
      });
    const { rows } = await database.query('select from unusable_answers where raw = $1', [loginPage]);
    expect(rows).toHaveLength(bought);
    proxy.spoil = () => undefined;
    expect((await buyer.buy(one())).sent).toBe(true);
  });

  test('a single request is bought three times, and then it is the endpoint that is wrong', async () => {
    proxy.spoil = () => loginPage;
    const buyer = await startBuyer({ baseUrl: proxy.baseUrl });
    const request = one();
    await expect(buyer.buy(request)).rejects.toThrow(PurchaseStopped);
    expect(proxy.arrivals).toHaveLength(3);
    proxy.spoil = () => undefined;
    expect((await buyer.buy(request)).answer.refusal).toBeUndefined();
  }, 20_000);

  test('a request that alone has no answer is bought three times, and becomes a refusal that holds what came', async () => {
    const buyer = await startBuyer({ baseUrl: proxy.baseUrl });
    await buyer.buy(one());
    proxy.spoil = () => loginPage;
    const request = one();
    const { answer } = await buyer.buy(request);
    expect(answer).toMatchObject({ text: '', unusable: loginPage });
    expect((await buyer.buy(request)).answer).toEqual(answer);
    expect(proxy.times.get(callKey(request))).toBe(3);
  }, 20_000);

  test('half of the latest forty are enough to stop, whichever they are', async () => {
    const buyer = await startBuyer({ baseUrl: proxy.baseUrl });
    await buyer.buy(one());
    proxy.spoil = () => (proxy.arrivals.length % 3 === 0 ? undefined : loginPage);
    const results = await Promise.allSettled(newRequests(80).map((request) => buyer.buy(request)));
    expect(results.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(0);
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { message: expect.stringMatching(/no answer in \d+ of the last \d+ responses/) as string },
    });
  }, 20_000);
});

describe('of an endpoint that answers all but one request within milliseconds', () => {
  let proxy: SpoilingProxy;
  beforeEach(async () => {
    proxy = await SpoilingProxy.start(teacher.baseUrl);
    open.push(() => proxy.close());
  });

  const prices = { usdPerMillionPromptTokens: 1_000, usdPerMillionCompletionTokens: 2_000 };
  const forEver = new Promise<never>(() => undefined);

  /** Something that others wait for. */
  function until(): { readonly came: Promise<void>; readonly comes: () => void } {
    let comes = (): void => undefined;
    const came = new Promise<void>((resolve) => (comes = resolve));
    return { came, comes };
  }

  /** A buyer that knows how fast it is, and the one request. */
  async function startPatient(traits = {}): Promise<{ buyer: Buyer; late: TeacherRequest; key: string }> {
    const buyer = await startBuyer({
      baseUrl: proxy.baseUrl,
      traits: { patienceSeconds: 0.3, ...prices, ...traits },
    });
    await prove(buyer);
    await Promise.all(newRequests(24).map((request) => buyer.buy(request)));
    const late = one();
    return { buyer, late, key: callKey(late) };
  }

  /** Buys the late one, and others after it. */
  async function buyAmongOthers(buyer: Buyer, late: TeacherRequest): Promise<Purchase> {
    const purchase = buyer.buy(late);
    await eventually('it to be out', () => Promise.resolve(proxy.times.has(callKey(late))));
    await Promise.all(newRequests(4).map((request) => buyer.buy(request)));
    return purchase;
  }

  async function hedgesOf(key: string) {
    const { rows } = await database.query<{
      answered_by: string | null;
      other: string | null;
      cost: number | null;
    }>('select answered_by, other, cost_usd::float8 as cost from hedges where call_key = $1', [key]);
    return rows;
  }

  test('one that hangs is asked a second time, and answered', async () => {
    const { buyer, late, key } = await startPatient();
    proxy.hold = ({ call, time }) => (call === key && time === 1 ? forEver : undefined);
    expect((await buyAmongOthers(buyer, late)).sent).toBe(true);
    expect(proxy.times.get(key)).toBe(2);
    await eventually('its count', async () => (await hedgesOf(key))[0]?.answered_by === 'second');
    expect((await buyer.buy(late)).sent).toBe(false);
    buyer.purchaser.stopSending(); // nobody waits for what hangs and is answered
    await buyer.purchaser.settled();
    expect(await hedgesOf(key)).toEqual([{ answered_by: 'second', other: null, cost: null }]);
  });

  test('the answer that comes first counts, and the other is kept with what it cost', async () => {
    const { buyer, late, key } = await startPatient();
    const [second, first] = [until(), until()];
    proxy.hold = ({ call, time }) => {
      if (call !== key) return undefined;
      if (time === 2) second.comes();
      return time === 1 ? second.came : first.came;
    };
    const { answer } = await buyAmongOthers(buyer, late);
    first.comes();
    await eventually('the other answer', async () => (await hedgesOf(key))[0]?.other != null);
    const [hedge] = await hedgesOf(key);
    expect(hedge).toMatchObject({ answered_by: 'first', other: answer.text });
    expect(hedge?.cost).toBeCloseTo((answer.promptTokens + 2 * answer.completionTokens) / 1_000, 6);
    expect(await buyer.buy(late)).toEqual({ answer, sent: false });
    expect(proxy.times.get(key)).toBe(2);
  });

  test('where both hang it is asked no third time until the first is over', async () => {
    const { buyer, late, key } = await startPatient({ timeoutSeconds: 6 });
    proxy.hold = ({ call, time }) => (call === key && time <= 2 ? forEver : undefined);
    const purchase = buyAmongOthers(buyer, late);
    await eventually('the second', () => Promise.resolve(proxy.times.get(key) === 2));
    await Promise.all(newRequests(8).map((request) => buyer.buy(request)));
    expect(proxy.times.get(key)).toBe(2);
    expect((await purchase).sent).toBe(true);
    expect(proxy.times.get(key)).toBe(3);
  }, 40_000);

  test('a first one that fails leaves it to the second, and what is no answer counts only if that fails as well', async () => {
    const { buyer, late, key } = await startPatient();
    const [second, first] = [until(), until()];
    proxy.hold = ({ call, time }) => {
      if (call !== key) return undefined;
      if (time === 2) second.comes();
      return time === 1 ? second.came : first.came;
    };
    proxy.spoil = ({ call, time }) => {
      if (call !== key || time !== 1) return undefined;
      setTimeout(first.comes, 100); // the second answers once the first has
      return loginPage;
    };
    const { answer } = await buyAmongOthers(buyer, late);
    expect(answer.unusable).toBeUndefined();
    expect(proxy.times.get(key)).toBe(2);
    await eventually('what it was paid for', async () => (await hedgesOf(key))[0]?.other === loginPage);
    expect((await hedgesOf(key))[0]?.answered_by).toBe('second');
  });

  test('nothing is asked a second time where the endpoint says so', async () => {
    const { buyer, late, key } = await startPatient({ hedge: 'off' });
    const long = until();
    proxy.hold = ({ call }) => (call === key ? long.came : undefined);
    const purchase = buyAmongOthers(buyer, late);
    setTimeout(long.comes, 3_000);
    expect((await purchase).sent).toBe(true);
    expect(proxy.times.get(key)).toBe(1);
    expect(await hedgesOf(key)).toEqual([]);
  });

  test('of a process that dies while a second request is out, it is known that it was sent; the next one buys it once more', async () => {
    const { buyer, late, key } = await startPatient();
    proxy.hold = ({ call, time }) => (call === key && time <= 2 ? forEver : undefined);
    const lost = buyAmongOthers(buyer, late).catch(() => undefined);
    await eventually('the second', () => Promise.resolve(proxy.times.get(key) === 2));
    await buyer.die();
    const successor = await startBuyer({ baseUrl: proxy.baseUrl });
    const { answer } = await eventually(
      'the successor to have the endpoint',
      () => successor.buy(late).catch(() => undefined),
      20_000,
    );
    expect(await hedgesOf(key)).toEqual([{ answered_by: null, other: null, cost: null }]);
    const { rows } = await database.query<{ sends: number; answer: string }>(
      'select sends, answer from ledger where call_key = $1',
      [key],
    );
    expect(rows).toEqual([{ sends: 2, answer: answer.text }]);
    buyer.purchaser.stopSending();
    proxy.letGo();
    await lost;
  }, 40_000);
});

test('what waits in the line is not in the ledger, but for those who are served next, and counts as sent once it is', async () => {
  const buyer = await startBuyer({ concurrency: 1 });
  await prove(buyer);
  teacher.configure({ latency: { meanSeconds: 1, sigma: 0 } });
  const abort = new AbortController();
  const requests = newRequests(8);
  const purchases = Promise.allSettled(
    requests.map((request, order) => buyer.buy(request, abort.signal, order)),
  );
  const rowsOf = async () =>
    (
      await database.query<{ sends: number; attempt: string | null }>(
        'select sends, attempt from ledger where call_key = any($1) order by sends desc, attempt is null',
        [requests.map((request) => callKey(request))],
      )
    ).rows;
  await eventually('one sent and two reserved', async () => {
    const rows = await rowsOf();
    return rows.length === 3 && rows[0]?.sends === 1;
  });
  expect((await rowsOf()).map(({ sends }) => sends)).toEqual([1, 0, 0]);
  abort.abort(new Error('paused'));
  await purchases;
  expect((await rowsOf()).map(({ sends, attempt }) => [sends, attempt])).toEqual([
    [1, null],
    [0, null],
    [0, null],
  ]);
  expect(teacher.stats().requests).toBe(1);
});
