const failuresToOpen = 5;
const firstIntervalMs = 500;
const longestIntervalMs = 5_000;
/** How long the next probe waits for one that is still out: one that hangs must not keep others from asking. */
const patienceMs = 10_000;

/**
 * Tells an outage from failures among answers, and asks one request at a time while it lasts, at growing intervals of at most
 * 5 s. Only requests that left after the first failure count: what was in flight before may be answered all through an outage.
 */
export class Circuit {
  /** Failures since the last answer. */
  private streak: { readonly since: number; failed: number; departed: number } | undefined;
  private open: { readonly since: number; interval: number; nextProbe: number } | undefined;

  /** When the next probe may leave; undefined while the endpoint is up. */
  get nextProbe(): number | undefined {
    return this.open?.nextProbe;
  }

  depart(now: number): void {
    if (this.streak) this.streak.departed += 1;
    if (this.open) this.open.nextProbe = now + patienceMs;
  }

  /** A request that left at `departedAt` was answered: everything is as before the outage. */
  answered(departedAt: number): void {
    if (this.streak && departedAt >= this.streak.since) this.streak = undefined;
    if (this.open && departedAt >= this.open.since) this.open = undefined;
  }

  failed(departedAt: number, now: number): void {
    if (this.open) {
      if (departedAt < this.open.since) return;
      this.open.interval = Math.min(this.open.interval * 1.5, longestIntervalMs);
      this.open.nextProbe = now + this.open.interval;
      return;
    }
    this.streak ??= { since: now, failed: 0, departed: 1 };
    this.streak.failed += 1;
    if (this.streak.failed < failuresToOpen || this.streak.failed < this.streak.departed / 2) return;
    this.open = { since: now, interval: firstIntervalMs, nextProbe: now + firstIntervalMs };
    this.streak = undefined;
  }
}
