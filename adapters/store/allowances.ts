import { storableJson } from '../../core/storable';
import type { Database } from './database';
import type { Holder } from './holder';

const timeToLive = 8_000;

/** What a limiter reports of itself, for people to see: calls in flight and waiting, and until when it was told to wait. */
export interface LimiterActivity {
  readonly inFlight: number;
  readonly waiting: number;
  readonly concurrencyLimit: number;
  /** Milliseconds since the epoch; 0 when not paused. */
  readonly pausedUntil: number;
}

/**
 * Leases the whole allowance of an endpoint pool and model to one process at a time. A second worker on the same pool
 * stands by and takes over when the first stops renewing.
 */
export class Allowances {
  constructor(
    private readonly database: Database,
    private readonly holder: Holder,
  ) {}

  /**
   * Takes or renews the lease, stores what the limiter learned and does, and says for how many milliseconds from before the
   * asking it may be used; undefined while another process has it. `adaptive` is what was learned last, by whichever process.
   */
  async renew(
    pool: string,
    model: string,
    learned: { adaptive: unknown; activity: LimiterActivity | undefined },
  ): Promise<{ lastsMs: number; adaptive: unknown } | undefined> {
    const { rows } = await this.database.query<{ adaptive: unknown }>(
      `insert into allowances as mine (pool, model, holder, expires_at, adaptive, activity)
       values ($1, $2, $3, now() + $4 * interval '1 millisecond', $5, $6)
       on conflict (pool, model) do update
         set holder = excluded.holder, expires_at = excluded.expires_at,
             adaptive = coalesce(excluded.adaptive, mine.adaptive), activity = excluded.activity
         where mine.holder is null or mine.holder = excluded.holder or mine.expires_at < now()
            or not exists (select from holders where holders.holder = mine.holder and holders.expires_at > now())
       returning adaptive`,
      [
        pool,
        model,
        this.holder.id,
        timeToLive,
        learned.adaptive === undefined ? null : storableJson(learned.adaptive),
        learned.activity === undefined ? null : storableJson(learned.activity),
      ],
    );
    return rows[0] && { lastsMs: timeToLive, adaptive: rows[0].adaptive ?? undefined };
  }

  /** Lets the next process take over at once. */
  async giveBack(): Promise<void> {
    await this.database.query(`update allowances set holder = null, activity = null where holder = $1`, [
      this.holder.id,
    ]);
  }
}
