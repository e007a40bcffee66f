import { hostname } from 'node:os';
import { UserError } from '../../core/foundations/userError';
import type { Endpoint } from '../../core/teacher/endpoint';
import type { AdaptiveState } from '../../core/teacher/rateControl';
import type { Allowances } from '../store/allowances';
import { createTeacher, keepAllowed, Limiter, type AllowanceLease, type Teacher } from '../teacher';

const renewEveryMs = 1_000;

/** A teacher with the limiter that all requests to it pass, whichever run or shard they come from. */
export interface TeacherPool {
  readonly endpoint: Endpoint;
  readonly teacher: Teacher;
  readonly limiter: Limiter;
}

/**
 * The endpoint pools of this process: one limiter for each pool and model, dispensing what is leased from the store. While
 * another process holds the lease, or the store is away for longer than the lease lasts, nothing leaves.
 */
export class TeacherPools {
  private readonly pools = new Map<string, Promise<TeacherPool>>();
  private readonly closing = new AbortController();

  constructor(
    private readonly endpoints: Readonly<Record<string, Endpoint>>,
    private readonly allowances: Allowances,
    private readonly environment: NodeJS.ProcessEnv,
  ) {}

  /** @throws UserError where this process has no such endpoint; what the store throws where it can't be asked just now. */
  async get(name: string, model: string): Promise<TeacherPool> {
    const key = JSON.stringify([name, model]);
    let pool = this.pools.get(key);
    if (!pool) {
      pool = this.open(name, model);
      this.pools.set(key, pool);
      pool.catch(() => this.pools.delete(key)); // told to whoever asked; the next one tries anew
    }
    return pool;
  }

  private async open(name: string, model: string): Promise<TeacherPool> {
    const endpoint = this.endpoints[name];
    if (!endpoint) {
      const names = Object.keys(this.endpoints).join(', ') || 'none';
      throw new UserError(
        `The worker on ${hostname()} (process ${process.pid}) has no endpoint "${name}": its configuration has ${names}.`,
        {
          mend: 'Add the endpoint to its configuration, or end that worker, so that one that has it goes on.',
        },
      );
    }
    const { concurrency, requestsPerMinute, tokensPerMinute } = endpoint;
    const limits = {
      concurrency,
      ...(requestsPerMinute === undefined ? {} : { requestsPerMinute }),
      ...(tokensPerMinute === undefined ? {} : { tokensPerMinute }),
    };
    const first = await this.allowances.renew(name, model, { adaptive: undefined, activity: undefined });
    let adaptive = first?.adaptive as AdaptiveState | undefined;
    const limiter = new Limiter({
      concurrency: 0,
      initialState: adaptive,
      onStateChange: (state) => (adaptive = state),
    });
    const lease: AllowanceLease = {
      renew: async () => {
        const { inFlight, waiting, concurrencyLimit, ...state } = limiter.state;
        const pausedUntil = state.pausedUntil > limiter.now() ? Math.round(state.pausedUntil) : 0;
        const activity = { inFlight, waiting, concurrencyLimit, pausedUntil };
        const askedAt = limiter.now();
        const leased = await this.allowances.renew(name, model, { adaptive, activity });
        return leased ? { ...limits, expiresAt: askedAt + leased.lastsMs } : 'none';
      },
    };
    // A renewal that failed is made up for by the next; meanwhile the lease runs out by itself.
    await keepAllowed(limiter, lease, {
      signal: this.closing.signal,
      everyMs: renewEveryMs,
      onError: () => undefined,
    });
    return { endpoint, teacher: createTeacher(name, endpoint, this.environment), limiter };
  }

  async close(): Promise<void> {
    this.closing.abort();
    for (const pool of await Promise.allSettled(this.pools.values())) {
      if (pool.status === 'fulfilled') pool.value.limiter.close();
    }
    await this.allowances.giveBack();
  }
}
