import { storableJson } from '../../core/foundations/text/storable';
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

/** One limiter's, for the next process and for people. `adaptive` left out: nothing new was learned. */
export interface LimiterNote {
  readonly endpoint: string;
  readonly model: string;
  readonly adaptive?: unknown;
  readonly activity: LimiterActivity;
}

/**
 * Leases the whole allowance of an endpoint to one process at a time, and keeps what its limiters learned. A second worker of the
 * same endpoint stands by and takes over when the first stops renewing.
 */
export class Allowances {
  constructor(
    private readonly database: Database,
    private readonly holder: Holder,
  ) {}

  /**
   * Takes or renews the leases of all that are free or this process's own. Says which those are, and for how many milliseconds from before the
   * asking they may be used. The others belong to processes that live.
   */
  async lease(endpoints: readonly string[]): Promise<{ lastsMs: number; leased: ReadonlySet<string> }> {
    const { rows } = await this.database.query<{ endpoint: string }>(
      `insert into endpoint_leases as mine (endpoint, holder, expires_at)
       select endpoint, $2, now() + $3 * interval '1 millisecond' from unnest($1::text[]) as endpoint order by endpoint
       on conflict (endpoint) do update set holder = excluded.holder, expires_at = excluded.expires_at
         where mine.holder = excluded.holder or mine.expires_at < now()
            or not exists (select from holders where holders.holder = mine.holder and holders.expires_at > now())
       returning endpoint`,
      [endpoints, this.holder.id, timeToLive],
    );
    return { lastsMs: timeToLive, leased: new Set(rows.map(({ endpoint }) => endpoint)) };
  }

  /** Lets the next process take over at once. */
  async giveBack(): Promise<void> {
    await this.database.query('delete from endpoint_leases where holder = $1', [this.holder.id]);
  }

  /** What was learned of a model's limits last, by whichever process. */
  async learned(endpoint: string, model: string): Promise<unknown> {
    const { rows } = await this.database.query<{ adaptive: unknown }>(
      'select adaptive from allowances where endpoint = $1 and model = $2',
      [endpoint, model],
    );
    return rows[0]?.adaptive ?? undefined;
  }

  /** Stores what limiters learned and do; of endpoints that another process sends to by now, nothing. */
  async note(limiters: readonly LimiterNote[]): Promise<void> {
    await this.database.query(
      `insert into allowances as mine (endpoint, model, holder, adaptive, activity)
       select endpoint, model, $2, adaptive, activity
       from jsonb_to_recordset($1) as note(endpoint text, model text, adaptive jsonb, activity jsonb)
       where exists (select from endpoint_leases l where l.endpoint = note.endpoint and l.holder = $2) order by endpoint, model
       on conflict (endpoint, model) do update set holder = excluded.holder,
         adaptive = coalesce(excluded.adaptive, mine.adaptive), activity = excluded.activity`,
      [storableJson(limiters), this.holder.id],
    );
  }
}
