import { onOtherClock, type AdaptiveState } from '../../core/teacher/adaptiveState';
import type {
  EndpointPools,
  MemberReport,
  PoolLimits,
  PoolName,
  PoolShare,
  Renewal,
} from '../store/endpointPools';
import { systemClock, type Limiter } from '../teacher';

/** Well under a share's time to live, so that a renewal that failed costs nothing. */
const renewEveryMs = 1_000;
/** How soon again where something waits for it: a share to be given up or taken, a refusal to be told. */
const renewSoonMs = 100;
/** And while what is due to it is still with the others. */
const askAgainMs = 150;
const lookEveryMs = 50;
/** The instant that cells are counted from, by the store's clock: any, so long as it is one. 2025-01-01. */
const epoch = 1_735_689_600_000;

interface Membership extends PoolName {
  readonly limits: PoolLimits;
  readonly limiter: Limiter;
  slots: number;
  cells: readonly number[];
  isOwed: boolean;
  /** Whether the store knows that it wants something. */
  hasAsked: boolean;
  version: number;
  /** Since the last renewal. */
  learned: AdaptiveState | undefined;
}

/**
 * This process's shares of the endpoints that it asks: renewed each second, and sooner where somebody waits for it. While the store is away
 * its shares run out, and it sends nothing more.
 */
export class EndpointShares {
  private readonly members = new Map<string, Membership>();
  private readonly timer: NodeJS.Timeout;
  private renewing: Promise<void> | undefined;
  private dueAt = 0;
  private renewedAt = -Infinity;
  private isLeaving = false;
  /** The store's clock, as told by the quickest of the last renewals. */
  private clocks: Pick<Renewal, 'aheadMs' | 'precisionMs'>[] = [];

  constructor(private readonly pools: EndpointPools) {
    this.timer = setInterval(() => this.look(), lookEveryMs);
    this.timer.unref();
  }

  /** Allows the limiter its share from now on; until the store has told of one, that is nothing. */
  join({ endpoint, model }: PoolName, allowed: PoolLimits, limiter: Limiter): void {
    const { concurrency, requestsPerMinute, tokensPerMinute } = allowed;
    this.members.set(JSON.stringify([endpoint, model]), {
      ...{ endpoint, model, limiter, limits: { concurrency, requestsPerMinute, tokensPerMinute } },
      ...{ slots: 0, cells: [], isOwed: false, hasAsked: false, version: -1, learned: undefined },
    });
    this.dueAt = 0;
    this.look();
  }

  /** For all workers of this endpoint, within a second. */
  learned({ endpoint, model }: PoolName, state: AdaptiveState): void {
    const member = this.members.get(JSON.stringify([endpoint, model]));
    if (!member) return;
    member.learned = state;
    this.soon();
  }

  /** Wants nothing more than what is in flight, and gives the rest to the others. */
  end(): void {
    this.isLeaving = true;
    this.soon();
  }

  /** Gives everything back at once. Only when nothing is in flight, or nobody is left to wait for it. */
  async leave(): Promise<void> {
    clearInterval(this.timer);
    await this.renewing;
    this.members.clear();
    await this.pools.leave();
  }

  private soon(waitMs = renewSoonMs): void {
    this.dueAt = Math.min(this.dueAt, this.renewedAt + waitMs);
  }

  private look(): void {
    if (this.renewing || this.members.size === 0) return;
    const waiting = [...this.members.values()].filter(({ limiter }) => limiter.state.waiting > 0);
    if (waiting.some(({ slots, cells, hasAsked }) => !hasAsked && (slots === 0 || cells.length === 0)))
      this.soon();
    if (waiting.some(({ isOwed }) => isOwed)) this.soon(askAgainMs);
    if (systemClock.now() < this.dueAt) return;
    // A renewal that failed is made up for by the next; meanwhile the shares run out by themselves.
    this.renewing = this.renew()
      .catch(() => undefined)
      .finally(() => (this.renewing = undefined));
  }

  private async renew(): Promise<void> {
    const askedAt = systemClock.now(); // so that a slow reply shortens a share instead of stretching it
    this.renewedAt = askedAt;
    this.dueAt = askedAt + renewEveryMs;
    const members = [...this.members.values()];
    const told = members.map(({ learned }) => learned);
    const reports = members.map((member) => this.reportOf(member));
    const renewal = await this.pools.renew(reports);
    this.clocks = [...this.clocks.slice(-7), renewal];
    members.forEach((member, index) => {
      if (member.learned === told[index]) member.learned = undefined;
      member.hasAsked = (reports[index]?.waiting ?? 0) > 0;
      const share = renewal.shares.find(
        ({ endpoint, model }) => endpoint === member.endpoint && model === member.model,
      );
      if (share) this.take(member, share, askedAt + renewal.lastsMs);
    });
  }

  private get aheadMs(): number {
    const [first, ...rest] = this.clocks;
    return rest.reduce(
      (best, clock) => (clock.precisionMs < best.precisionMs ? clock : best),
      first ?? { aheadMs: 0, precisionMs: 0 },
    ).aheadMs;
  }

  private reportOf({
    endpoint,
    model,
    limits,
    limiter,
    slots,
    cells,
    version,
    learned,
  }: Membership): MemberReport {
    const { inFlight, waiting, concurrencyLimit, pausedUntil } = limiter.state;
    return {
      ...{ endpoint, model, limits, slots, cells, inFlight, waiting },
      perSecond: limiter.departuresPerSecond,
      demands: limiter.demand,
      isLeaving: this.isLeaving,
      activity: {
        ...{ inFlight, waiting, concurrencyLimit },
        pausedUntil: pausedUntil > limiter.now() ? Math.round(pausedUntil) : 0,
      },
      ...(learned && { learned: { state: onOtherClock(learned, this.aheadMs), version } }),
    };
  }

  private take(member: Membership, share: PoolShare, expiresAt: number): void {
    const { slots, cells, isAlone, limits, divided, others } = share;
    const hasLess = slots < member.slots || cells.length < member.cells.length;
    member.isOwed = share.isOwed;
    member.slots = slots;
    member.cells = cells;
    // What it learned meanwhile is put together with what is told now when it is told itself.
    if (!member.learned) {
      if (share.learned && share.version !== member.version)
        member.limiter.adopt(onOtherClock(share.learned, -this.aheadMs));
      member.version = share.version;
    }
    member.limiter.allow({
      concurrency: slots,
      ...{ requestsPerMinute: limits.requestsPerMinute, tokensPerMinute: limits.tokensPerMinute },
      expiresAt,
      ...(!isAlone && {
        share: {
          ...{ whole: limits.concurrency, divided, cells: new Set(cells), others },
          epoch: epoch - this.aheadMs,
        },
      }),
    });
    if (hasLess) this.soon(0); // the others wait to hear that it is given up
  }
}
