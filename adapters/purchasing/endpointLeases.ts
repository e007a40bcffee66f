import { PassingError } from '../../core/foundations/failure/failure';
import type { Allowances } from '../store/allowances';
import { systemClock } from '../teacher';

/** Well under a lease's time to live, so that a renewal that failed costs nothing. */
const renewEveryMs = 1_000;

/** Who may send to an endpoint: this process until `expiresAt` (on the system's clock, as limiters read it), or another one. */
export type Lease = LeaseHere | { readonly kind: 'elsewhere' };

export interface LeaseHere {
  readonly kind: 'here';
  readonly expiresAt: number;
}

/** Another worker sends to this endpoint: what is asked for must be asked for there. */
export class EndpointElsewhere extends PassingError {
  override readonly name = 'EndpointElsewhere';
  constructor(readonly endpoint: string) {
    super(
      `Another worker sends to endpoint "${endpoint}" just now; this one stands by, and takes over when that one ends.`,
      { retryAfterMs: 1_000 },
    );
  }
}

/**
 * Which endpoints this process sends to: at most one process each, so that its limits hold over all workers. Whoever comes first has
 * it, for as long as it renews; when it is killed, the next one has it within 8 s, and at once when it ended in good order.
 *
 * While the store is away nobody is told of a change: who had an endpoint keeps it, and sends nothing once its time is over.
 */
export class EndpointLeases {
  private readonly leases = new Map<string, Lease>();
  private readonly followers = new Set<(endpoint: string, lease: Lease) => void>();
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    private readonly allowances: Allowances,
    readonly endpoints: readonly string[],
  ) {}

  /** Throws when the store can't be asked the first time. */
  async start(): Promise<void> {
    await this.renew();
    this.renewLater();
  }

  of(endpoint: string): Lease {
    return this.leases.get(endpoint) ?? { kind: 'elsewhere' };
  }

  /** @throws EndpointElsewhere */
  require(endpoint: string): LeaseHere {
    const lease = this.of(endpoint);
    if (lease.kind === 'elsewhere') throw new EndpointElsewhere(endpoint);
    return lease;
  }

  /** Tells of every renewal, and of every endpoint that is lost. */
  follow(follower: (endpoint: string, lease: Lease) => void): void {
    this.followers.add(follower);
    for (const [endpoint, lease] of this.leases) follower(endpoint, lease);
  }

  /** Gives all endpoints to whoever wants them next, and takes none again. */
  async giveBack(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    for (const endpoint of this.endpoints) this.change(endpoint, { kind: 'elsewhere' });
    await this.allowances.giveBack();
  }

  private renewLater(): void {
    this.timer = setTimeout(() => {
      // A renewal that failed is made up for by the next; meanwhile the leases run out by themselves.
      void this.renew()
        .catch(() => undefined)
        .finally(() => {
          if (!this.stopped) this.renewLater();
        });
    }, renewEveryMs);
  }

  private async renew(): Promise<void> {
    const askedAt = systemClock.now(); // so that a slow reply shortens a lease instead of stretching it
    const { lastsMs, leased } = await this.allowances.lease(this.endpoints);
    if (this.stopped) return this.allowances.giveBack(); // it was on its way when they were given back
    for (const endpoint of this.endpoints) {
      this.change(
        endpoint,
        leased.has(endpoint) ? { kind: 'here', expiresAt: askedAt + lastsMs } : { kind: 'elsewhere' },
      );
    }
  }

  private change(endpoint: string, lease: Lease): void {
    this.leases.set(endpoint, lease);
    for (const follower of this.followers) follower(endpoint, lease);
  }
}
