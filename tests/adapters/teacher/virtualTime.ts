import type { TeacherFailure } from '../../../core/teacher/failure';
import { Limiter, type Clock, type LimiterOptions } from '../../../adapters/teacher';

/** Time that passes only from one event to the next: an hour of traffic in a second, the same each time. */
export class VirtualTime implements Clock {
  private readonly events: { at: number; order: number; run: () => void; off: boolean }[] = [];
  private time = 1_000_000;
  private order = 0;

  /** `lateness` draws how late a timer fires, in milliseconds. */
  constructor(private readonly lateness: () => number = () => 0) {}

  now(): number {
    return this.time;
  }

  after(delayMs: number, callback: () => void): () => void {
    return this.at(this.time + Math.max(1, Math.floor(delayMs)) + this.lateness(), callback);
  }

  at(time: number, run: () => void): () => void {
    const event = { at: time, order: this.order++, run, off: false };
    let [low, high] = [0, this.events.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.events[middle]!.at > time) low = middle + 1;
      else high = middle;
    }
    this.events.splice(low, 0, event);
    return () => (event.off = true);
  }

  async runUntil(done: () => boolean): Promise<void> {
    while (!done()) {
      await new Promise(setImmediate); // Lets every promise settle that this instant resolved.
      if (done()) return;
      const event = this.events.pop();
      if (!event) throw new Error('Nothing left to happen.');
      if (event.off) continue;
      this.time = Math.max(this.time, event.at);
      event.run();
    }
  }
}

/** mulberry32: the same numbers for the same seed. */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Says how long a request takes, or how it fails and after how long. */
export interface SimulatedEndpoint {
  receive(now: number): { afterMs: number; failure?: TeacherFailure };
  left?(): void;
}

export interface Traffic {
  readonly limiter: Limiter;
  /** When, in milliseconds. */
  readonly accepted: readonly number[];
  readonly refused: readonly number[];
  /** Share of `slots` that was busy between the first and the last request. */
  busyShare(slots: number): number;
}

/** Sends `requests` through a limiter, each again and again until it is answered, with a jittery timer and network. */
export async function simulate(
  endpoint: SimulatedEndpoint,
  requests: number,
  options: Omit<LimiterOptions, 'clock'>,
  { seed = 1, jitterMs = 0.5 } = {},
): Promise<Traffic> {
  const random = randomNumbers(seed);
  const jitter = () => -Math.log(1 - random()) * jitterMs;
  const time = new VirtualTime(jitter);
  const limiter = new Limiter({ ...options, clock: time });
  const { signal } = new AbortController();
  const accepted: number[] = [];
  const refused: number[] = [];
  let busyMs = 0;

  const ask = async (ordinal: number): Promise<void> => {
    for (;;) {
      const slot = await limiter.acquire({ run: 'a run', priority: [ordinal], signal });
      const failure = await new Promise<TeacherFailure | undefined>((settle) => {
        time.at(time.now() + 0.3 + jitter(), () => {
          const arrivedAt = time.now();
          const outcome = endpoint.receive(arrivedAt);
          if (outcome.failure) refused.push(arrivedAt);
          else accepted.push(arrivedAt);
          time.at(arrivedAt + outcome.afterMs, () => {
            if (!outcome.failure) busyMs += outcome.afterMs;
            if (!outcome.failure) endpoint.left?.();
            time.at(time.now() + 0.3 + jitter(), () => settle(outcome.failure));
          });
        });
      });
      if (!failure) return slot.release({ kind: 'answered', tokens: 100 });
      slot.release({ kind: 'failed', failure });
    }
  };

  let left = requests;
  for (let ordinal = 0; ordinal < requests; ordinal++) void ask(ordinal).then(() => (left -= 1));
  await time.runUntil(() => left === 0);
  return {
    limiter,
    accepted,
    refused,
    busyShare: (slots) => busyMs / (slots * (accepted.at(-1)! - accepted[0]!)),
  };
}

/** Share of a rate, in requests a second, that was used between the first and the last request. */
export function usedShare({ accepted }: Traffic, requestsPerSecond: number): number {
  return (accepted.length - 1) / (((accepted.at(-1)! - accepted[0]!) / 1000) * requestsPerSecond);
}

/** Lognormal latency in milliseconds, with this mean. */
export function lognormal(seed: number, meanMs = 1000, sigma = 0.5): () => number {
  const random = randomNumbers(seed);
  return () => {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    return meanMs * Math.exp(sigma * normal - (sigma * sigma) / 2);
  };
}

const refusal = (retryAfterMs?: number): { afterMs: number; failure: TeacherFailure } => ({
  afterMs: 1,
  failure: {
    kind: 'rateLimited',
    status: 429,
    message: 'Too many requests.',
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  },
});

/** Refuses what finds the bucket empty. */
export function tokenBucket(
  requestsPerSecond: number,
  burst: number,
  latency: () => number,
  retryAfterMs?: number,
): SimulatedEndpoint {
  let [tokens, last] = [burst, 0];
  return {
    receive(now) {
      tokens = Math.min(burst, tokens + ((now - last) / 1000) * requestsPerSecond);
      last = now;
      if (tokens < 1) return refusal(retryAfterMs);
      tokens -= 1;
      return { afterMs: latency() };
    },
  };
}

/** Refuses what would be one too many within any second. */
export function slidingWindow(
  requestsPerSecond: number,
  latency: () => number,
  retryAfterMs?: number,
): SimulatedEndpoint {
  const recent: number[] = [];
  return {
    receive(now) {
      while (recent.length > 0 && recent[0]! <= now - 1000) recent.shift();
      if (recent.length >= requestsPerSecond) return refusal(retryAfterMs);
      recent.push(now);
      return { afterMs: latency() };
    },
  };
}

/** Refuses what would be one too many at once. */
export function concurrencyCap(max: number, latency: () => number, retryAfterMs?: number): SimulatedEndpoint {
  let inFlight = 0;
  return {
    receive() {
      if (inFlight >= max) return refusal(retryAfterMs);
      inFlight += 1;
      return { afterMs: latency() };
    },
    left: () => void (inFlight -= 1),
  };
}

/** Breaks everything that arrives from `fromMs` to `untilMs` after its first request. */
export function withOutage(endpoint: SimulatedEndpoint, fromMs: number, untilMs: number): SimulatedEndpoint {
  let first: number | undefined;
  return {
    ...endpoint,
    receive(now) {
      first ??= now;
      const down = now - first >= fromMs && now - first < untilMs;
      return down
        ? { afterMs: 5, failure: { kind: 'transient', message: 'Connection refused.' } }
        : endpoint.receive(now);
    },
  };
}
