import { randomUUID } from 'node:crypto';
import type { LedgerAddress } from '../../core/teacher/account';
import type { EndpointRequest, TeacherAnswer } from '../../core/teacher/request';
import { mostPurchases, settledAsUnusable, type UnusableAnswer } from '../../core/teacher/unusableAnswer';
import type { FinishReason } from '../../core/vocabulary/finishReason';
import { storable, storableJson } from '../../core/foundations/text/storable';
import type { Database, Queryable } from './database';
import { grouped } from './grouped';
import { groupedWrites } from './groupedWrites';
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

/** What becomes of a request whose answer was none. */
export interface KeptUnusable {
  /** How often it was bought so far. */
  readonly purchases: number;
  /** What it is settled as, where it was bought as often as it may be. */
  readonly settled: TeacherAnswer | undefined;
}

export interface UnusablePurchase {
  readonly unusable: UnusableAnswer;
  /** What it cost, where that is known. */
  readonly costUsd: number | undefined;
  /**
   * Whether the request is settled when it was bought as often as it may be. `ifOthersAreAnswered`: where the endpoint's model answered others of
   * the run since it gave the first of these; else it may be the endpoint that is wrong, and not the request.
   */
  readonly settles: 'always' | 'ifOthersAreAnswered' | 'never';
  /** Whether calls of this endpoint have a price. */
  readonly isPriced: boolean;
}

interface AnswerRow {
  call_key: string;
  answer: string;
  finish_reason: FinishReason;
  refusal: string | null;
  unusable: string | null;
  request_id: string | null;
  prompt_tokens: number;
  completion_tokens: number;
  thinking: string | null;
  reasoning_tokens: number | null;
  cached_tokens: number | null;
}

const answerColumns =
  'call_key, answer, finish_reason, refusal, unusable, request_id, prompt_tokens, completion_tokens, thinking, reasoning_tokens, cached_tokens';

/** A request as it is reserved. */
interface NewCall extends LedgerAddress {
  readonly callKey: string;
  readonly role: string;
  readonly endpoint: string;
  readonly model: string;
  readonly request: EndpointRequest;
  readonly attempt: string;
}

/** What was paid for. */
interface Settlement {
  readonly scope: string;
  readonly callKey: string;
  readonly answer: TeacherAnswer;
  readonly costUsd: number | undefined;
  readonly sent: Readonly<Record<string, unknown>> | undefined;
}

/** Counts what a statement has `settled`, for process $2. */
const countSettled = `
  counted as (
    insert into call_counts (run_key, endpoint, model, holder, counted, answered, prompt_tokens, completion_tokens)
    select run_key, endpoint, model, $2, 'settled', count(*), sum(prompt_tokens), sum(completion_tokens)
    from settled group by 1, 2, 3 order by 1, 2, 3
    on conflict (run_key, endpoint, model, holder, counted) do update
      set answered = call_counts.answered + excluded.answered, prompt_tokens = call_counts.prompt_tokens + excluded.prompt_tokens,
          completion_tokens = call_counts.completion_tokens + excluded.completion_tokens)`;

/**
 * The record of every teacher call, keyed by what was asked. An answer is stored, raw, before anything reads it; it is
 * never overwritten and never bought again. What came and is no answer is kept too: a request is bought three times at most.
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
      `select found.* from unnest($1::text[]) as key cross join lateral (
         select scope, state, ${answerColumns} from ledger
         where call_key = split_part(key, ' ', 1) and scope = substr(key, strpos(key, ' ') + 1)
           and (state = 'answered' or holder <> $2 and exists
                 (select from holders where holders.holder = ledger.holder and holders.expires_at > now())) limit 1) found`,
      [keys, this.holder.id],
      'find calls',
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
    const { role, endpoint, model } = request;
    const call = { scope, callKey, runKey, iteration, role, endpoint, model, request, attempt };
    return (await this.reserveTogether(call)) ? { scope, callKey, attempt } : undefined;
  }

  /** In one order by everybody, or two that reserve the same calls could wait for each other. */
  private readonly reserveTogether = groupedWrites<NewCall, boolean>(async (calls) => {
    const { rows } = await this.database.query<{ attempt: string }>(
      `with reserved as (
         insert into ledger (scope, call_key, run_key, iteration, role, endpoint, model, request, state, attempt, holder)
         select scope, "callKey", "runKey", iteration, role, endpoint, model, request, 'reserved', attempt, $2
         from json_to_recordset($1) as call (scope text, "callKey" text, "runKey" text, iteration int, role text, endpoint text, model text,
           request jsonb, attempt uuid)
         order by scope, "callKey"
         on conflict (scope, call_key) do update
           set attempt = excluded.attempt, holder = excluded.holder, reserved_at = now(), sends = ledger.sends + 1
           where ledger.state = 'reserved'
             and (ledger.holder = excluded.holder
                  or not exists (select from holders where holders.holder = ledger.holder and holders.expires_at > now()))
         returning attempt, run_key, endpoint, model),
       counted as (
         insert into call_counts (run_key, endpoint, model, holder, counted, sends)
         select run_key, endpoint, model, $2, 'reserved', count(*) from reserved group by 1, 2, 3 order by 1, 2, 3
         on conflict (run_key, endpoint, model, holder, counted) do update set sends = call_counts.sends + excluded.sends)
       select attempt from reserved`,
      [storableJson(calls), this.holder.id],
      'reserve calls',
    );
    const reserved = new Set(rows.map(({ attempt }) => attempt));
    return calls.map(({ attempt }) => reserved.has(attempt));
  });

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
    const settled = await this.settleTogether({ scope, callKey, answer, costUsd, sent });
    const stored = settled ?? (await this.lookUp(scope, [callKey])).get(callKey);
    this.underWay.delete(ownKey(scope, callKey));
    if (!stored) throw lost(scope, callKey);
    return stored;
  }

  /** The answers that stand; undefined where there was another one, or no row. */
  private readonly settleTogether = groupedWrites<Settlement, TeacherAnswer | undefined>(
    async (settlements) => {
      const { rows } = await this.database.query<{ scope: string; call_key: string }>(
        `with settled as (
           update ledger
             set state = 'answered', answer = paid.text, finish_reason = paid."finishReason", refusal = paid.refusal,
                 request_id = paid."requestId", prompt_tokens = paid."promptTokens", completion_tokens = paid."completionTokens",
                 thinking = paid.thinking, reasoning_tokens = paid."reasoningTokens", cached_tokens = paid."cachedTokens",
                 cost_usd = paid."costUsd", sent = paid.sent, answered_at = now(), attempt = null, holder = null
           from json_to_recordset($1) as paid (scope text, "callKey" text, text text, "finishReason" text, refusal text, "requestId" text,
             "promptTokens" int, "completionTokens" int, thinking text, "reasoningTokens" int, "cachedTokens" int, "costUsd" numeric, sent jsonb)
           where ledger.scope = paid.scope and ledger.call_key = paid."callKey" and state = 'reserved'
           returning ledger.scope, call_key, run_key, endpoint, model, prompt_tokens, completion_tokens),
         ${countSettled}
         select scope, call_key from settled`,
        [storableJson(settlements.map(({ answer, ...paid }) => ({ ...answer, ...paid }))), this.holder.id],
        'settle calls',
      );
      const settled = new Set(rows.map(({ scope, call_key }) => ownKey(scope, call_key)));
      return settlements.map(({ scope, callKey, answer }) =>
        settled.has(ownKey(scope, callKey)) ? storable(answer) : undefined,
      );
    },
  );

  /**
   * Keeps what came and is no answer, before anything else is done with it, and gives the reservation back; or settles the request, where it
   * was bought as often as it may be. Safe to be done again: a reservation is sent once.
   */
  async keepUnusable(reservation: Reservation, purchase: UnusablePurchase): Promise<KeptUnusable> {
    const { scope, callKey } = reservation;
    const kept = await this.database.transaction(async (connection) => {
      const purchases = await insertUnusable(connection, reservation, purchase);
      const isSettled = purchases >= mostPurchases && (await mayBeSettled(connection, reservation, purchase));
      const settled = isSettled && settledAsUnusable(purchase.unusable, purchases);
      if (settled)
        await insertSettled(connection, this.holder, reservation, settled, purchase.isPriced ? 0 : undefined);
      else await giveBack(connection, reservation);
      return { purchases, isSettled };
    });
    this.underWay.delete(ownKey(scope, callKey));
    // Another attempt may have been faster: what stands is what counts.
    const settled = kept.isSettled ? (await this.lookUp(scope, [callKey])).get(callKey) : undefined;
    return { purchases: kept.purchases, settled };
  }

  /** No longer under way here, whatever became of it: the next one who asks may reserve it. */
  forget({ scope, callKey }: Reservation): void {
    this.underWay.delete(ownKey(scope, callKey));
  }

  /** Gives a reservation back unanswered, so that the next attempt needs not wait for it to expire. */
  async release(reservation: Reservation): Promise<void> {
    this.forget(reservation);
    await giveBack(this.database, reservation);
  }
}

async function giveBack(connection: Queryable, { scope, callKey, attempt }: Reservation): Promise<void> {
  await connection.query(
    `update ledger set attempt = null, holder = null where scope = $1 and call_key = $2 and attempt = $3 and state = 'reserved'`,
    [scope, callKey, attempt],
  );
}

/** How often the request was bought, this purchase included. */
async function insertUnusable(
  connection: Queryable,
  { scope, callKey, attempt }: Reservation,
  { unusable, costUsd }: UnusablePurchase,
): Promise<number> {
  const { raw, reason, requestId, promptTokens, completionTokens } = unusable;
  await connection.query(
    `insert into unusable_answers (scope, call_key, attempt, run_key, raw, reason, request_id, prompt_tokens, completion_tokens, cost_usd)
     select scope, call_key, $3, run_key, $4, $5, $6, $7, $8, $9 from ledger where scope = $1 and call_key = $2
     on conflict do nothing`,
    [scope, callKey, attempt, raw, reason, requestId, promptTokens, completionTokens, costUsd ?? null],
  );
  const { rows } = await connection.query<{ purchases: number }>(
    'select count(*) as purchases from unusable_answers where scope = $1 and call_key = $2',
    [scope, callKey],
  );
  const purchases = rows[0]?.purchases ?? 0;
  if (purchases === 0) throw lost(scope, callKey);
  return purchases;
}

async function mayBeSettled(
  connection: Queryable,
  { scope, callKey }: Reservation,
  { settles }: UnusablePurchase,
): Promise<boolean> {
  if (settles !== 'ifOthersAreAnswered') return settles === 'always';
  const { rows } = await connection.query<{ others: boolean }>(
    `select exists (
       select from ledger own join ledger other using (run_key, endpoint, model)
       where own.scope = $1 and own.call_key = $2 and other.state = 'answered' and other.refusal is null
         and other.answered_at > (select min(received_at) from unusable_answers where scope = $1 and call_key = $2)) as others`,
    [scope, callKey],
  );
  return rows[0]?.others ?? false;
}

async function insertSettled(
  connection: Queryable,
  holder: Holder,
  { scope, callKey }: Reservation,
  answer: TeacherAnswer,
  costUsd: number | undefined,
): Promise<void> {
  await connection.query(
    `with settled as (
       update ledger
         set state = 'answered', answer = $4, finish_reason = $5, refusal = $6, unusable = $7, request_id = $8,
             prompt_tokens = 0, completion_tokens = 0, cost_usd = $9, answered_at = now(), attempt = null, holder = null
       where scope = $1 and call_key = $3 and state = 'reserved'
       returning run_key, endpoint, model, prompt_tokens, completion_tokens),
     ${countSettled}
     select`,
    [
      scope,
      holder.id,
      callKey,
      answer.text,
      answer.finishReason,
      answer.refusal,
      answer.unusable,
      answer.requestId,
      costUsd ?? null,
    ],
  );
}

function lost(scope: string, callKey: string): Error {
  return new Error(`The ledger lost call ${callKey} of ${scope}: its row is gone.`);
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
    ...(row.unusable === null ? {} : { unusable: row.unusable }),
    ...(row.thinking === null ? {} : { thinking: row.thinking }),
    ...(row.reasoning_tokens === null ? {} : { reasoningTokens: row.reasoning_tokens }),
    ...(row.cached_tokens === null ? {} : { cachedTokens: row.cached_tokens }),
  };
}
