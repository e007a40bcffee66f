import { randomUUID } from 'node:crypto';
import type { LedgerAddress } from '../../core/teacher/account';
import type { EndpointRequest, TeacherAnswer } from '../../core/teacher/request';
import type { FinishReason } from '../../core/vocabulary/finishReason';
import { storableJson } from '../../core/foundations/text/storable';
import type { Database } from './database';
import { grouped } from './grouped';
import type { Holder } from './holder';

/** A reservation of one request: whoever holds it, and nobody else, may send it. */
export interface Reservation {
  readonly scope: string;
  readonly callKey: string;
  readonly attempt: string;
}

export type ReserveOutcome =
  | { readonly kind: 'answered'; readonly answer: TeacherAnswer }
  | { readonly kind: 'reserved'; readonly reservation: Reservation }
  /** Another live attempt has it: ask again in a while. */
  | { readonly kind: 'held' };

/** What the ledger knows of a request that has been asked before. */
export type Found = Exclude<ReserveOutcome, { kind: 'reserved' }>;

interface AnswerRow {
  call_key: string;
  answer: string;
  finish_reason: FinishReason;
  refusal: string | null;
  request_id: string | null;
  prompt_tokens: number;
  completion_tokens: number;
}

const answerColumns =
  'call_key, answer, finish_reason, refusal, request_id, prompt_tokens, completion_tokens';

/**
 * The record of every teacher call, keyed by what was asked. An answer is stored, raw, before anything reads it; it is
 * never overwritten and never bought again.
 */
export class Ledger {
  /**
   * Reservations of this process that are under way. One of its own in the store that is not among them belongs to nobody: its
   * acknowledgement, or its release, was lost with the connection. Without this it would be held for as long as the process lives.
   */
  private readonly underWay = new Set<string>();

  constructor(
    private readonly database: Database,
    private readonly holder: Holder,
  ) {}

  /** Answers that are there already, by call key. */
  async lookUp(scope: string, callKeys: readonly string[]): Promise<Map<string, TeacherAnswer>> {
    const { rows } = await this.database.query<AnswerRow>(
      `select ${answerColumns} from ledger where scope = $1 and call_key = any($2) and state = 'answered'`,
      [scope, callKeys],
    );
    return new Map(rows.map((row) => [row.call_key, toAnswer(row)]));
  }

  /**
   * What is known of one request: its answer, or that another process has it under way; undefined where it may be reserved. Requests that are
   * asked for at the same time are looked up together.
   */
  async find(scope: string, callKey: string): Promise<Found | undefined> {
    return this.findAll(ownKey(scope, callKey));
  }

  private readonly findAll = grouped<Found>(async (keys) => {
    const { rows } = await this.database.query<AnswerRow & { scope: string; state: 'answered' | 'reserved' }>(
      `select scope, state, ${answerColumns} from ledger
       where (call_key, scope) in (select split_part(key, ' ', 1), substr(key, strpos(key, ' ') + 1) from unnest($1::text[]) as key)
         and (state = 'answered' or holder <> $2 and exists
               (select from holders where holders.holder = ledger.holder and holders.expires_at > now()))`,
      [keys, this.holder.id],
    );
    return new Map(
      rows.map((row): [string, Found] => [
        ownKey(row.scope, row.call_key),
        row.state === 'answered' ? { kind: 'answered', answer: toAnswer(row) } : { kind: 'held' },
      ]),
    );
  });

  /** What one iteration's inquiries have been answered so far, by call key: all that a retried shard needs, in one query. */
  async answersOf({ scope, runKey, iteration }: LedgerAddress): Promise<Map<string, TeacherAnswer>> {
    const { rows } = await this.database.query<AnswerRow>(
      `select ${answerColumns} from ledger where scope = $1 and run_key = $2 and iteration = $3 and state = 'answered' and role not in ('embed', 'score')`,
      [scope, runKey, iteration],
    );
    return new Map(rows.map((row) => [row.call_key, toAnswer(row)]));
  }

  /** Takes a request that nobody answered and no live attempt holds. */
  async reserve(address: LedgerAddress, callKey: string, request: EndpointRequest): Promise<ReserveOutcome> {
    const { scope } = address;
    const own = ownKey(scope, callKey);
    if (!this.underWay.has(own)) {
      this.underWay.add(own);
      let reservation: Reservation | undefined;
      try {
        reservation = await this.take(address, callKey, request);
      } finally {
        if (!reservation) this.underWay.delete(own);
      }
      if (reservation) return { kind: 'reserved', reservation };
    }
    const answer = (await this.lookUp(scope, [callKey])).get(callKey);
    return answer ? { kind: 'answered', answer } : { kind: 'held' };
  }

  private async take(
    { scope, runKey, iteration }: LedgerAddress,
    callKey: string,
    request: EndpointRequest,
  ): Promise<Reservation | undefined> {
    const attempt = randomUUID();
    const reserved = await this.database.query(
      `insert into ledger (scope, call_key, run_key, iteration, role, endpoint, model, request, state, attempt, holder)
       values ($1, $2, $3, $4, $5, $6, $7, $8, 'reserved', $9, $10)
       on conflict (scope, call_key) do update
         set attempt = excluded.attempt, holder = excluded.holder, reserved_at = now(), sends = ledger.sends + 1
         where ledger.state = 'reserved'
           and (ledger.holder = excluded.holder
                or not exists (select from holders where holders.holder = ledger.holder and holders.expires_at > now()))
       returning 1`,
      [
        scope,
        callKey,
        runKey,
        iteration,
        request.role,
        request.endpoint,
        request.model,
        storableJson(request),
        attempt,
        this.holder.id,
      ],
    );
    return reserved.rowCount === 1 ? { scope, callKey, attempt } : undefined;
  }

  /**
   * Stores what was paid for. The first answer stands, also against a stalled attempt that revives; it is returned.
   *
   * @param costUsd what it cost, where that is known.
   * @param sent what the request really carried besides its prompt.
   */
  async settle(
    { scope, callKey }: Reservation,
    answer: TeacherAnswer,
    costUsd?: number,
    sent?: Readonly<Record<string, unknown>>,
  ): Promise<TeacherAnswer> {
    const { rows } = await this.database.query<AnswerRow>(
      `update ledger
         set state = 'answered', answer = $3, finish_reason = $4, refusal = $5, request_id = $6,
             prompt_tokens = $7, completion_tokens = $8, cost_usd = $9, sent = $10, answered_at = now(), attempt = null, holder = null
       where scope = $1 and call_key = $2 and state = 'reserved'
       returning ${answerColumns}`,
      [
        scope,
        callKey,
        answer.text,
        answer.finishReason,
        answer.refusal ?? null,
        answer.requestId,
        answer.promptTokens,
        answer.completionTokens,
        costUsd ?? null,
        sent === undefined ? null : storableJson(sent),
      ],
    );
    const stored = rows[0] ? toAnswer(rows[0]) : (await this.lookUp(scope, [callKey])).get(callKey);
    if (!stored) throw new Error(`The ledger lost call ${callKey} of ${scope}: its row is gone.`);
    this.underWay.delete(ownKey(scope, callKey));
    return stored;
  }

  /** Gives a reservation back unanswered, so that the next attempt needs not wait for it to expire. */
  async release({ scope, callKey, attempt }: Reservation): Promise<void> {
    this.underWay.delete(ownKey(scope, callKey));
    await this.database.query(
      `update ledger set attempt = null, holder = null where scope = $1 and call_key = $2 and attempt = $3 and state = 'reserved'`,
      [scope, callKey, attempt],
    );
  }
}

function ownKey(scope: string, callKey: string): string {
  return `${callKey} ${scope}`;
}

function toAnswer(row: AnswerRow): TeacherAnswer {
  return {
    text: row.answer,
    finishReason: row.finish_reason,
    promptTokens: row.prompt_tokens,
    completionTokens: row.completion_tokens,
    requestId: row.request_id ?? '',
    ...(row.refusal === null ? {} : { refusal: row.refusal }),
  };
}
