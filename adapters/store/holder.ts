import { randomUUID } from 'node:crypto';
import type { Database } from './database';

/** How long a process that stopped renewing still counts as alive, in milliseconds. */
const timeToLive = 8_000;
const renewEvery = 2_000;

/**
 * This process, as the ledger and the allowances know it. Its reservations hold for as long as it renews its row; a process that
 * was killed frees them all within `timeToLive`. One row for a process, however many requests it has in flight.
 */
export class Holder {
  readonly id = randomUUID();
  /** By this process's own clock, and counted from before the renewal was sent: never later than what the store believes. */
  private validUntil = 0;
  private aliveSince = Infinity;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly description: string,
  ) {}

  async start(): Promise<void> {
    await this.renew();
    // A renewal that failed is made up for by the next; when none succeeds the time runs out, and `isAlive` says so.
    this.timer = setInterval(() => void this.renew().catch(() => undefined), renewEvery);
    this.timer.unref();
  }

  /**
   * Whether nobody else can have taken this process's reservations, or the one that it made at `since`, by `performance.now()`. Ask before sending
   * what is paid for.
   */
  isAlive(since = Infinity): boolean {
    return performance.now() < this.validUntil && since >= this.aliveSince;
  }

  private async renew(): Promise<void> {
    const askedAt = performance.now();
    await this.database.query(
      `insert into holders (holder, description, expires_at) values ($1, $2, now() + $3 * interval '1 millisecond')
       on conflict (holder) do update set expires_at = excluded.expires_at`,
      [this.id, this.description, timeToLive],
      'renew holder',
    );
    if (performance.now() >= this.validUntil) this.aliveSince = askedAt;
    this.validUntil = askedAt + timeToLive;
  }

  /** Frees every reservation at once. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.validUntil = 0;
    await this.database.query(
      "delete from holders where holder = $1 or expires_at < now() - interval '1 day'",
      [this.id],
    );
  }
}
