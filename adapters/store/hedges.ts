import type { Charge } from '../../core/teacher/pricing/charge';
import type { Usage } from '../../core/teacher/pricing/price';
import type { Database } from './database';
import type { Reservation } from './ledger';
import { storedCharge } from './storedCharge';

/** What came of a request whose other answer was there already: paid for all the same. */
export interface OtherAnswer {
  /** As it came: an answer's text, or the body of what is none. */
  readonly text: string;
  readonly requestId: string;
  readonly usage: Usage;
  readonly charge: Charge;
}

/** Of which request the answer is that counts. */
export type AnsweredBy = 'first' | 'second';

/** Requests that were asked a second time while the first was still out, with the answers that came second. */
export class Hedges {
  constructor(private readonly database: Database) {}

  /** Before it is sent: so that one is known of also when this process is killed. */
  async begin({ scope, callKey, attempt }: Reservation, runKey: string): Promise<void> {
    await this.database.query(
      `insert into hedges (scope, call_key, attempt, run_key) values ($1, $2, $3, $4) on conflict do nothing`,
      [scope, callKey, attempt, runKey],
    );
  }

  /** It was not sent after all. */
  async withdraw({ scope, callKey, attempt }: Reservation): Promise<void> {
    await this.database.query('delete from hedges where scope = $1 and call_key = $2 and attempt = $3', [
      scope,
      callKey,
      attempt,
    ]);
  }

  async answered({ scope, callKey, attempt }: Reservation, by: AnsweredBy): Promise<void> {
    await this.database.query(
      'update hedges set answered_by = $4 where scope = $1 and call_key = $2 and attempt = $3',
      [scope, callKey, attempt, by],
    );
  }

  async keepOther({ scope, callKey, attempt }: Reservation, other: OtherAnswer): Promise<void> {
    const { text, requestId, usage, charge } = other;
    const { costUsd, cacheSavedUsd, price } = storedCharge(charge);
    await this.database.query(
      `update hedges set other = $4, other_request_id = $5, prompt_tokens = $6, completion_tokens = $7, reasoning_tokens = $8,
         cached_tokens = $9, cache_write_tokens = $10, cost_usd = $11, cache_saved_usd = $12, price = $13, other_at = clock_timestamp()
       where scope = $1 and call_key = $2 and attempt = $3 and other_at is null`,
      [
        ...[scope, callKey, attempt, text, requestId, usage.promptTokens, usage.completionTokens],
        ...[usage.reasoningTokens ?? null, usage.cachedTokens ?? null, usage.cacheWriteTokens ?? null],
        ...[costUsd, cacheSavedUsd, price],
      ],
    );
  }
}
