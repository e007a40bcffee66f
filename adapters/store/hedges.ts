import type { Charge } from '../../core/teacher/pricing/charge';
import type { Usage } from '../../core/teacher/pricing/price';
import { loseHolds, settleHolds, takeHolds } from './budgetHolds';
import type { Database, Queryable } from './database';
import type { Holder } from './holder';
import { nothingTakenBy, takenBy, type Reservation, type SentReservation } from './ledger';
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
  constructor(
    private readonly database: Database,
    private readonly holder: Pick<Holder, 'id'>,
  ) {}

  /**
   * Before it is sent: so that one is known of also when this process is killed.
   *
   * @throws DoesNotFit where there is no room for a second one in a budget: it is not to be sent.
   */
  async begin({ scope, callKey, attempt, hold }: Reservation, runKey: string): Promise<void> {
    await this.within(hold, async (connection) => {
      await connection.query(
        `insert into hedges (scope, call_key, attempt, run_key) values ($1, $2, $3, $4) on conflict do nothing`,
        [scope, callKey, attempt, runKey],
      );
      if (hold)
        await takeHolds(
          connection,
          this.holder.id,
          [{ scope, callKey, attempt, isSecond: true, hold }],
          true,
        );
    });
  }

  /** It was not sent after all. */
  async withdraw(reservation: Reservation): Promise<void> {
    const { scope, callKey, attempt, hold } = reservation;
    await this.within(hold, async (connection) => {
      await connection.query('delete from hedges where scope = $1 and call_key = $2 and attempt = $3', [
        scope,
        callKey,
        attempt,
      ]);
      if (hold) await settleHolds(connection, [nothingTakenBy({ ...reservation, isSecond: true })]);
    });
  }

  /** Nothing came of one of the two, which may have been paid for all the same. */
  async lose({ scope, callKey, attempt, isSecond = false }: SentReservation): Promise<void> {
    await loseHolds(this.database, { kind: 'own', holds: [{ scope, callKey, attempt, isSecond }] });
  }

  private async within(
    hold: Reservation['hold'],
    write: (connection: Queryable) => Promise<void>,
  ): Promise<void> {
    await (hold ? this.database.transaction(write) : write(this.database));
  }

  async answered({ scope, callKey, attempt }: Reservation, by: AnsweredBy): Promise<void> {
    await this.database.query(
      'update hedges set answered_by = $4 where scope = $1 and call_key = $2 and attempt = $3',
      [scope, callKey, attempt, by],
    );
  }

  async keepOther(reservation: SentReservation, other: OtherAnswer): Promise<void> {
    const { scope, callKey, attempt, hold } = reservation;
    const { text, requestId, usage, charge } = other;
    const { costUsd, cacheSavedUsd, price } = storedCharge(charge);
    await this.within(hold, async (connection) => {
      await connection.query(
        `update hedges set other = $4, other_request_id = $5, prompt_tokens = $6, completion_tokens = $7, reasoning_tokens = $8,
         cached_tokens = $9, cache_write_tokens = $10, cost_usd = $11, cache_saved_usd = $12, price = $13, other_at = clock_timestamp()
       where scope = $1 and call_key = $2 and attempt = $3 and other_at is null`,
        [
          ...[scope, callKey, attempt, text, requestId, usage.promptTokens, usage.completionTokens],
          ...[usage.reasoningTokens ?? null, usage.cachedTokens ?? null, usage.cacheWriteTokens ?? null],
          ...[costUsd, cacheSavedUsd, price],
        ],
      );
      if (hold) await settleHolds(connection, [takenBy(reservation, charge, usage)]);
    });
  }
}
