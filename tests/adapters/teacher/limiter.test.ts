import { Limiter, type Slot } from '../../../adapters/teacher';
import { WaitingLine, type Waiting } from '../../../adapters/teacher/waitingLine';
import {
  concurrencyCap,
  lognormal,
  randomNumbers,
  simulate,
  slidingWindow,
  tokenBucket,
  usedShare,
  VirtualTime,
  withOutage,
} from './virtualTime';

const { signal } = new AbortController();
const answered = { kind: 'answered', tokens: 10 } as const;
const rateLimited = (retryAfterMs: number) =>
  ({ kind: 'failed', failure: { kind: 'rateLimited', retryAfterMs, message: 'Too many.' } }) as const;

describe('a known rate', () => {
  test.each([
    ['a token bucket of two', () => tokenBucket(20, 2, lognormal(1), 1000)],
    ['a token bucket of a second', () => tokenBucket(20, 20, lognormal(1), 1000)],
    ['a sliding window of a second', () => slidingWindow(20, lognormal(1), 1000)],
  ])('is used to 0.97 and never exceeded in the eyes of %s', async (_name, endpoint) => {
    const traffic = await simulate(endpoint(), 1500, { concurrency: 64, requestsPerMinute: 1200 });
    expect(usedShare(traffic, 20)).toBeGreaterThan(0.97);
    expect(traffic.refused).toHaveLength(0);
  });

  test('survives timers that fire late', async () => {
    const endpoint = tokenBucket(20, 2, lognormal(1));
    const traffic = await simulate(
      endpoint,
      1000,
      { concurrency: 64, requestsPerMinute: 1200 },
      { jitterMs: 4 },
    );
    expect(usedShare(traffic, 20)).toBeGreaterThan(0.96);
  });

  test('is not collapsed by a bucket without any room for jitter', async () => {
    const endpoint = tokenBucket(20, 1, lognormal(1), 50);
    const traffic = await simulate(endpoint, 2000, { concurrency: 64, requestsPerMinute: 1200 });
    expect(usedShare(traffic, 20)).toBeGreaterThan(0.85);
  });
});

describe('an unknown rate', () => {
  test.each([
    ['a token bucket of a second', 0.95, () => tokenBucket(20, 20, lognormal(1), 1000)],
    ['a token bucket of two', 0.85, () => tokenBucket(20, 2, lognormal(1), 50)],
    ['a sliding window of a second', 0.9, () => slidingWindow(20, lognormal(1), 1000)],
  ])('of %s is found out and used to %d', async (_name, share, endpoint) => {
    const traffic = await simulate(endpoint(), 2500, { concurrency: 64 });
    expect(usedShare(traffic, 20)).toBeGreaterThan(share);
    expect(traffic.refused.length).toBeLessThan(100);
  });

  test('learned once is not learned again by the next worker', async () => {
    const first = await simulate(slidingWindow(20, lognormal(1), 1000), 1500, { concurrency: 64 });
    const initialState = JSON.parse(
      JSON.stringify(first.limiter.adaptiveState),
    ) as typeof first.limiter.adaptiveState;
    const second = await simulate(slidingWindow(20, lognormal(2), 1000), 100, {
      concurrency: 64,
      initialState,
    });
    expect(second.refused.length).toBeLessThan(3);
  });
});

describe('slots', () => {
  test('are all busy as long as anybody waits', async () => {
    const traffic = await simulate(concurrencyCap(64, lognormal(1)), 4000, { concurrency: 64 });
    expect(traffic.busyShare(64)).toBeGreaterThan(0.95);
    expect(traffic.refused).toHaveLength(0);
  });

  test('fewer than allowed are found out, and used to 0.9', async () => {
    const traffic = await simulate(concurrencyCap(32, lognormal(1), 1000), 3000, { concurrency: 64 });
    expect(traffic.busyShare(32)).toBeGreaterThan(0.9);
    expect(traffic.refused.length).toBeLessThan(60);
  });

  test('an outage of 30 s costs a few requests, and all slots are back within 6 s of its end', async () => {
    const endpoint = withOutage(concurrencyCap(64, lognormal(1)), 20_000, 50_000);
    const traffic = await simulate(endpoint, 3000, { concurrency: 64 });
    const start = traffic.accepted[0]!;
    expect(traffic.refused.length).toBeLessThan(64 + 5 + 15);
    const after = traffic.accepted.filter((at) => at >= start + 50_000);
    expect(after[64]! - start - 50_000).toBeLessThan(6_000 + 1_500);
  });
});

describe('the line', () => {
  test('of a thousand is served by priority, then in order of arrival, whoever leaves in between', () => {
    const random = randomNumbers(7);
    const line = new WaitingLine<Waiting & { order: number }>();
    const waiting = Array.from({ length: 1000 }, (_, order) => ({
      priority: [Math.floor(random() * 3), Math.floor(random() * 20)],
      position: -1,
      order,
    }));
    for (const one of waiting) line.join(one);
    const staying = waiting.filter((one) => random() < 0.5 || !line.leave(one));
    const served: number[] = [];
    for (let first = line.first; first; first = line.first) {
      served.push(first.order);
      line.leave(first);
    }
    const expected = staying.sort(
      (a, b) => a.priority[0]! - b.priority[0]! || a.priority[1]! - b.priority[1]! || a.order - b.order,
    );
    expect(served).toEqual(expected.map((one) => one.order));
  });

  test('is left at once on cancellation, with its reason, and the next one moves up', async () => {
    const limiter = new Limiter({ concurrency: 1 });
    const held = await limiter.acquire({ run: 'a run', priority: [0], signal });
    const controller = new AbortController();
    const urgent = limiter.acquire({ run: 'a run', priority: [1], signal: controller.signal });
    const patient = limiter.acquire({ run: 'a run', priority: [2], signal });
    expect(limiter.state).toMatchObject({ inFlight: 1, waiting: 2 });
    controller.abort(new Error('paused'));
    await expect(urgent).rejects.toThrow('paused');
    expect(limiter.state.waiting).toBe(1);
    held.release(answered);
    (await patient).release(answered);
    expect(limiter.state.inFlight).toBe(0);
    limiter.close();
  });

  test('gives runs their turn, so that a young one holds up no older one', async () => {
    const limiter = new Limiter({ concurrency: 1 });
    const held = await limiter.acquire({ run: 'old', priority: [1, 30, 0], signal });
    const served: string[] = [];
    const ask = async (run: string, iteration: number, ordinal: number): Promise<void> => {
      const slot = await limiter.acquire({ run, priority: [1, iteration, ordinal], signal });
      served.push(`${run} ${iteration}/${ordinal}`);
      slot.release(answered);
    };
    const asked = [
      ...[0, 1, 2, 3].map((ordinal) => ask('young', 0, ordinal)),
      ask('old', 31, 0),
      ask('old', 30, 1),
      ask('old', 30, 2),
      ask('younger', 0, 0),
    ];
    held.release(answered);
    await Promise.all(asked);
    expect(served).toEqual([
      'young 0/0',
      'old 30/1',
      'younger 0/0',
      'young 0/1',
      'old 30/2',
      'young 0/2',
      'old 31/0',
      'young 0/3',
    ]);
    limiter.close();
  });

  test('keeps a run its turn when one of its requests is withdrawn', async () => {
    const limiter = new Limiter({ concurrency: 1 });
    const held = await limiter.acquire({ run: 'other', priority: [0], signal });
    const controller = new AbortController();
    const withdrawn = limiter.acquire({ run: 'first', priority: [0], signal: controller.signal });
    const served: string[] = [];
    const asked = ['first', 'second'].map(async (run) => {
      const slot = await limiter.acquire({ run, priority: [1], signal });
      served.push(run);
      slot.release(answered);
    });
    controller.abort(new Error('paused'));
    await expect(withdrawn).rejects.toThrow('paused');
    held.release(answered);
    await Promise.all(asked);
    expect(served).toEqual(['first', 'second']);
    limiter.close();
  });

  test('is sent away when the limiter closes, and is told why', async () => {
    const limiter = new Limiter({ concurrency: 1 });
    const held = await limiter.acquire({ run: 'a run', priority: [0], signal });
    const waiting = limiter.acquire({ run: 'a run', priority: [0], signal });
    limiter.close(new Error('somebody else sends now'));
    await expect(waiting).rejects.toThrow('somebody else sends now');
    held.release(answered);
    expect(limiter.state).toMatchObject({ inFlight: 0, waiting: 0 });
    const late = limiter.acquire({ run: 'a run', priority: [0], signal });
    await expect(late).rejects.toThrow('somebody else sends now');
  });
});

describe('what has to be done before a request is sent', () => {
  /** Waits for a slot, and tells when it is being prepared and when it has the slot. */
  function ask(limiter: Limiter, name: string, told: string[], prepare = () => Promise.resolve()) {
    return limiter.acquire({
      run: 'a run',
      priority: [Number(name)],
      signal,
      prepare: () => {
        told.push(`prepare ${name}`);
        return prepare();
      },
    });
  }

  test('is done while others have the slots, for those alone who are served next', async () => {
    const limiter = new Limiter({ concurrency: 1 });
    const held = await limiter.acquire({ run: 'a run', priority: [0], signal });
    const told: string[] = [];
    const asked = ['1', '2', '3', '4'].map((name) => ask(limiter, name, told));
    expect(told).toEqual(['prepare 1', 'prepare 2']);
    await new Promise(setImmediate);
    held.release(answered);
    (await asked[0])?.release(answered);
    expect(told.slice(2)).toEqual(['prepare 3', 'prepare 4']);
    for (const one of asked.slice(1)) (await one).release(answered);
    expect(limiter.state).toMatchObject({ inFlight: 0, waiting: 0 });
  });

  test('holds nobody up when it takes long, and sends away who can not be prepared', async () => {
    const limiter = new Limiter({ concurrency: 1 });
    const told: string[] = [];
    const slow = ask(limiter, '1', told, () => new Promise(() => undefined));
    const broken = ask(limiter, '2', told, () => Promise.reject(new Error('the store is away')));
    const quick = ask(limiter, '3', told);
    await expect(broken).rejects.toThrow('the store is away');
    (await quick).release(answered);
    expect(limiter.state).toMatchObject({ inFlight: 0, waiting: 1 });
    limiter.close(new Error('somebody else sends now'));
    await expect(slow).rejects.toThrow('somebody else sends now');
  });
});

describe('what is allowed', () => {
  test('nothing leaves without an allowance, nor after it expired', async () => {
    const time = new VirtualTime();
    const limiter = new Limiter({ concurrency: 0, clock: time });
    const given: Slot[] = [];
    for (let i = 0; i < 3; i++)
      void limiter.acquire({ run: 'a run', priority: [i], signal }).then((slot) => given.push(slot));
    await time.runUntil(() => time.now() > 1_005_000);
    expect(given).toHaveLength(0);

    limiter.allow({ concurrency: 1, expiresAt: time.now() + 1000 });
    await time.runUntil(() => given.length === 1);
    await time.runUntil(() => time.now() > 1_010_000);
    given[0]!.release(answered);
    await time.runUntil(() => time.now() > 1_012_000);
    expect(given).toHaveLength(1);

    limiter.allow({ concurrency: 2, expiresAt: Infinity });
    await time.runUntil(() => given.length === 3);
  });

  test('no request leaves while the endpoint has asked to be left alone', async () => {
    const time = new VirtualTime();
    const limiter = new Limiter({ concurrency: 4, clock: time });
    (await limiter.acquire({ run: 'a run', priority: [0], signal })).release(rateLimited(7_000));
    const since = time.now();
    expect(limiter.state.pausedUntil).toBe(since + 7_000);
    let leftAt = 0;
    void limiter.acquire({ run: 'a run', priority: [0], signal }).then(() => (leftAt = time.now()));
    await time.runUntil(() => leftAt > 0);
    expect(leftAt).toBe(since + 7_000);
  });

  test('tokens a minute are kept to, estimated first and corrected by the answers', async () => {
    const traffic = await simulate(concurrencyCap(64, lognormal(1)), 600, {
      concurrency: 64,
      tokensPerMinute: 30_000,
    });
    const perMinute = usedShare(traffic, 5) * 30_000;
    expect(perMinute).toBeLessThan(33_000);
    expect(perMinute).toBeGreaterThan(28_000);
  });

  test('a slot counts once, however often it is released', async () => {
    const limiter = new Limiter({ concurrency: 2 });
    const slot = await limiter.acquire({ run: 'a run', priority: [0], signal });
    slot.release(answered);
    slot.release(answered);
    expect(limiter.state.inFlight).toBe(0);
    limiter.close();
  });
});
