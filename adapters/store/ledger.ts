import { createHash, randomUUID } from 'node:crypto';
import type { LedgerAddress } from '../../core/teacher/account';
import type { EndpointRequest, TeacherAnswer } from '../../core/teacher/request';
import { mostPurchases, settledAsUnusable, type UnusableAnswer } from '../../core/teacher/unusableAnswer';
import { canonicalJson } from '../../core/foundations/canonicalJson';
import { notPriced, type Charge } from '../../core/teacher/pricing/charge';
import type { Price, TokenCounts } from '../../core/teacher/pricing/price';
import type { FinishReason } from '../../core/vocabulary/finishReason';
import { storable, storableJson } from '../../core/foundations/text/storable';
import {
  DoesNotFit,
  loseHolds,
  noteSending,
  settleHolds,
  takeHolds,
  type Counted,
  type Hold,
  type Taken,
} from './budgetHolds';
import type { Database, Queryable } from './database';
import { grouped } from './grouped';
import { groupedWrites } from './groupedWrites';
import { storedCharge } from './storedCharge';
import type { Holder } from './holder';

/** A reservation of one request: whoever holds it, and nobody else, may send it. */
export interface Reservation {
  readonly scope: string;
  readonly callKey: string;
  readonly attempt: string;
  /** What it holds of budgets, where there are any. */
  readonly hold?: Hold | undefined;
}

/** A reservation, by one of the two times that its request was sent. */
export interface SentReservation extends Reservation {
  readonly isSecond?: boolean | undefined;
}

export type ReserveOutcome =
  | { readonly kind: 'answered'; readonly answer: TeacherAnswer }
  | { readonly kind: 'reserved'; readonly reservation: Reservation }
  /** Another live attempt has it: ask again in a while. */
  | { readonly kind: 'held' }
  /** There is no room for it in a budget just now: it may not be sent. */
  | { readonly kind: 'unaffordable'; readonly budget: string; readonly hold: Hold };

/** What the ledger knows of a request that has been asked before. */
export type Found = Exclude<ReserveOutcome, { kind: 'reserved' | 'unaffordable' }>;

/** What becomes of a request whose answer was none. */
export interface KeptUnusable {
  /** How often it was bought so far. */
  readonly purchases: number;
  /** What it is settled as, where it was bought as often as it may be. */
  readonly settled: TeacherAnswer | undefined;
}

export interface UnusablePurchase {
  readonly unusable: UnusableAnswer;
  readonly charge: Charge;
  /**
   * Whether the request is settled when it was bought as often as it may be. `ifOthersAreAnswered`: where the endpoint's model answered others of
   * the run since it gave the first of these; else it may be the endpoint that is wrong, and not the request.
   */
  readonly settles: 'always' | 'ifOthersAreAnswered' | 'never';
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

/**
 * Answers wait so long at most for others to be stored with: no slot is held meanwhile, and none is read. A process that is killed may lose those
 * of so long, which are bought again.
 */
const settledApartMs = 40;

/** A request as it is reserved. */
interface NewCall extends LedgerAddress {
  readonly callKey: string;
  readonly role: string;
  readonly endpoint: string;
  readonly model: string;
  readonly request: EndpointRequest;
  readonly attempt: string;
  readonly hold: Hold | undefined;
}

/** What became of a claim: it is taken, for the first time or after others; or it is somebody else's; or too much for a budget. */
type Claimed = 'first' | 'again' | 'no' | { readonly full: string };

/** What was paid for. */
interface Settlement extends SentReservation {
  readonly answer: TeacherAnswer;
  readonly charge: Charge;
  readonly sent: Readonly<Record<string, unknown>> | undefined;
  readonly counted: Counted | undefined;
}

/** Counts what a statement has `settled`, for process $2. */
const countSettled = `
  counted as (
    insert into call_counts (run_key, endpoint, model, holder, counted, sends, answered, prompt_tokens, completion_tokens, cost_usd, unpriced)
    select run_key, endpoint, model, $2, 'settled', sum("newlySent"), count(*), sum(prompt_tokens), sum(completion_tokens), coalesce(sum(cost_usd), 0),
      count(*) filter (where cost_usd is null)
    from settled group by 1, 2, 3 order by 1, 2, 3
    on conflict (run_key, endpoint, model, holder, counted) do update
      set sends = call_counts.sends + excluded.sends, answered = call_counts.answered + excluded.answered, prompt_tokens = call_counts.prompt_tokens + excluded.prompt_tokens,
          completion_tokens = call_counts.completion_tokens + excluded.completion_tokens,
          cost_usd = call_counts.cost_usd + excluded.cost_usd, unpriced = call_counts.unpriced + excluded.unpriced)`;

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
  /** Budgets that were warned of. */
  private readonly low = new Set<string>();

  constructor(
    private readonly database: Database,
    private readonly holder: Holder,
    /** Told once of each budget that is running low. */
    private readonly onLowBudget: (budget: string) => void = () => undefined,
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

  /** Takes a request that nobody answered and no live attempt holds. */
  async reserve(
    address: LedgerAddress,
    callKey: string,
    request: EndpointRequest,
    hold?: Hold,
  ): Promise<ReserveOutcome> {
    const { scope } = address;
    const own = ownKey(scope, callKey);
    if (!this.underWay.has(own)) {
      this.underWay.add(own);
      let isReserved = false;
      try {
        const attempt = randomUUID();
        const claimed = await this.take(address, callKey, request, attempt, hold);
        isReserved = claimed === 'first' || claimed === 'again';
        if (isReserved) return { kind: 'reserved', reservation: { scope, callKey, attempt, hold } };
        if (hold && typeof claimed === 'object') return { kind: 'unaffordable', budget: claimed.full, hold };
      } finally {
        if (!isReserved) this.underWay.delete(own);
      }
    }
    const answer = (await this.lookUp(scope, [callKey])).get(callKey);
    return answer ? { kind: 'answered', answer } : { kind: 'held' };
  }

  private async take(
    { scope, runKey, iteration }: LedgerAddress,
    callKey: string,
    request: EndpointRequest,
    attempt: string,
    hold: Hold | undefined,
  ): Promise<Claimed> {
    const { role, endpoint, model } = request;
    return this.reserveTogether({
      ...{ scope, callKey, runKey, iteration, role, endpoint, model, request, attempt, hold },
    });
  }

  private readonly reserveTogether = groupedWrites<NewCall, Claimed>((calls) => this.reserveAll(calls));

  private warn(low: readonly string[]): void {
    for (const budget of low) {
      if (this.low.has(budget)) continue;
      this.low.add(budget);
      this.onLowBudget(budget);
    }
  }

  /** What requests hold of budgets is held in the claim's own transaction. Where there is no room for all of them, each is tried alone. */
  private async reserveAll(calls: readonly NewCall[]): Promise<readonly Claimed[]> {
    if (!calls.some(({ hold }) => hold)) return claim(this.database, this.holder, calls);
    try {
      return await this.database.transaction(async (connection) => {
        const claimed = await claim(connection, this.holder, calls);
        const own = calls.flatMap((call, index) =>
          claimed[index] === 'no'
            ? []
            : [{ ...heldBy(call), hold: call.hold, isAgain: claimed[index] === 'again' }],
        );
        await loseHolds(connection, { kind: 'before', calls: own.filter(({ isAgain }) => isAgain) });
        const low = await takeHolds(
          connection,
          this.holder.id,
          own.flatMap(({ hold, ...held }) => (hold ? [{ ...held, hold }] : [])),
          false,
        );
        this.warn(low);
        return claimed;
      });
    } catch (error) {
      if (!(error instanceof DoesNotFit)) throw error;
      if (calls.length === 1) return [{ full: error.budget }];
      const alone: Claimed[] = [];
      for (const call of calls) alone.push(...(await this.reserveAll([call])));
      return alone;
    }
  }

  /**
   * Stores what was paid for. The first answer stands, also against a stalled attempt that revives; it is returned.
   *
   * @param charge what it cost, and at which price.
   * @param sent what the request really carried besides its prompt.
   * @param counted the most that the same request may take, now that its prompt was counted: others of it, of which nobody saw the answer, took no more.
   */
  async settle(
    reservation: SentReservation,
    answer: TeacherAnswer,
    charge: Charge = notPriced,
    sent?: Readonly<Record<string, unknown>>,
    counted?: Counted,
  ): Promise<TeacherAnswer> {
    const { scope, callKey } = reservation;
    const settled = await this.settleTogether({ ...reservation, answer, charge, sent, counted });
    const stored = settled ?? (await this.lookUp(scope, [callKey])).get(callKey);
    this.underWay.delete(ownKey(scope, callKey));
    if (!stored) throw lost(scope, callKey);
    return stored;
  }

  /**
   * The answers that stand; undefined where there was another one, or no row. It says "insert" of rows that are there, since such a
   * conflict is found by the key whatever the planner believes of the table: a plan that is kept from when the ledger was small would
   * join it with all of the ledger once it is large.
   */
  private readonly settleTogether = groupedWrites<Settlement, TeacherAnswer | undefined>(
    (settlements) =>
      settlements.some(({ hold }) => hold)
        ? this.database.transaction(async (connection) => {
            const stored = await this.settleAll(connection, settlements);
            await settleHolds(
              connection,
              settlements.flatMap((paid) =>
                paid.hold ? [takenBy(paid, paid.charge, paid.answer, paid.counted)] : [],
              ),
            );
            return stored;
          })
        : this.settleAll(this.database, settlements),
    { apartMs: settledApartMs },
  );

  private async settleAll(
    connection: Queryable,
    settlements: readonly Settlement[],
  ): Promise<readonly (TeacherAnswer | undefined)[]> {
    const { rows } = await connection.query<{ scope: string; call_key: string }>(
      `with settled as (
           insert into ledger (scope, call_key, run_key, iteration, role, endpoint, model, request, state, answer, finish_reason, refusal, request_id,
             prompt_tokens, completion_tokens, thinking, reasoning_tokens, cached_tokens, cache_write_tokens, cost_usd, cache_saved_usd, price,
             sent, answered_at)
           select scope, "callKey", run_key, iteration, role, endpoint, model, 'null', 'answered', text, "finishReason", refusal, "requestId",
             "promptTokens", "completionTokens", thinking, "reasoningTokens", "cachedTokens", "cacheWriteTokens", "costUsd", "cacheSavedUsd", price,
             sent, now()
           from json_to_recordset($1) as paid (scope text, "callKey" text, text text, "finishReason" text, refusal text, "requestId" text,
             "promptTokens" int, "completionTokens" int, thinking text, "reasoningTokens" int, "cachedTokens" int, "cacheWriteTokens" int,
             "costUsd" numeric, "cacheSavedUsd" numeric, price text, sent jsonb)
           cross join lateral (
             select run_key, iteration, role, endpoint, model from ledger where ledger.scope = paid.scope and call_key = paid."callKey" limit 1) own
           order by scope, "callKey"
           on conflict (scope, call_key) do update
             set state = 'answered', answer = excluded.answer, finish_reason = excluded.finish_reason, refusal = excluded.refusal,
                 request_id = excluded.request_id, prompt_tokens = excluded.prompt_tokens, completion_tokens = excluded.completion_tokens,
                 thinking = excluded.thinking, reasoning_tokens = excluded.reasoning_tokens, cached_tokens = excluded.cached_tokens,
                 cache_write_tokens = excluded.cache_write_tokens, cost_usd = excluded.cost_usd, cache_saved_usd = excluded.cache_saved_usd,
                 price = excluded.price, sent = excluded.sent, answered_at = excluded.answered_at, attempt = null, holder = null, ${countsAsSent}
             where ledger.state = 'reserved'
           returning scope, call_key, run_key, endpoint, model, prompt_tokens, completion_tokens, cost_usd, ${isNewlySent}),
         ${countSettled}
         select scope, call_key from settled`,
      [
        storableJson(
          settlements.map(
            ({ answer, charge, hold: _, attempt: __, isSecond: ___, counted: ____, ...paid }) => ({
              ...answer,
              ...paid,
              ...storedCharge(charge),
            }),
          ),
        ),
        this.holder.id,
      ],
      'settle calls',
    );
    const settled = new Set(rows.map(({ scope, call_key }) => ownKey(scope, call_key)));
    return settlements.map(({ scope, callKey, answer }) =>
      settled.has(ownKey(scope, callKey)) ? storable(answer) : undefined,
    );
  }

  /**
   * Keeps what came and is no answer, before anything else is done with it, and gives the reservation back; or settles the request, where it
   * was bought as often as it may be. Safe to be done again: a reservation is sent once.
   */
  async keepUnusable(reservation: SentReservation, purchase: UnusablePurchase): Promise<KeptUnusable> {
    const { scope, callKey } = reservation;
    const kept = await this.database.transaction(async (connection) => {
      const purchases = await insertUnusable(connection, reservation, purchase);
      const isSettled = purchases >= mostPurchases && (await mayBeSettled(connection, reservation, purchase));
      const settled = isSettled && settledAsUnusable(purchase.unusable, purchases);
      if (settled) await insertSettled(connection, this.holder, reservation, settled);
      else await giveBack(connection, this.holder, reservation);
      if (reservation.hold)
        await settleHolds(connection, [takenBy(reservation, purchase.charge, purchase.unusable)]);
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

  /**
   * Gives a reservation back that was sent and not answered, so that the next attempt needs not wait for it to expire.
   *
   * @param isPerhapsPaid whether the endpoint may have answered all the same, to nobody.
   */
  async release(reservation: SentReservation, isPerhapsPaid = false): Promise<void> {
    this.forget(reservation);
    if (!reservation.hold) return giveBack(this.database, this.holder, reservation, isPerhapsPaid);
    await this.database.transaction(async (connection) => {
      await giveBack(connection, this.holder, reservation, isPerhapsPaid);
      if (isPerhapsPaid) await loseHolds(connection, { kind: 'own', holds: [heldBy(reservation)] });
      else await settleHolds(connection, [nothingTakenBy(reservation)]);
    });
  }

  /** Keeps a price that is in force, once, and returns what the calls that are charged by it name it by. */
  async keepPrice(price: Price): Promise<string> {
    const json = canonicalJson(price);
    const hash = createHash('sha256').update(json).digest('hex');
    await this.database.query('insert into prices (hash, price) values ($1, $2) on conflict do nothing', [
      hash,
      json,
    ]);
    return hash;
  }

  /**
   * Notes that a request which holds something of budgets is about to be sent: what it holds stays counted from here on, whatever becomes of this
   * process. False where others took this process for dead, and what was held is theirs again: then it may not be sent.
   */
  async maySend(reservation: Reservation): Promise<boolean> {
    return reservation.hold ? this.noteSendingTogether(reservation) : true;
  }

  private readonly noteSendingTogether = groupedWrites<Reservation, boolean>((sending) =>
    noteSending(
      this.database,
      sending.map((one) => heldBy(one)),
    ),
  );

  /** Has budgets know what was charged for an answer that came beside the one that stands. Safe to be done again. */
  async noteCharge(reservation: SentReservation, charge: Charge, usage: TokenCounts): Promise<void> {
    if (reservation.hold) await settleHolds(this.database, [takenBy(reservation, charge, usage)]);
  }

  /** Gives a reservation back of which nothing was sent. */
  async releaseUnsent(reservation: Reservation): Promise<void> {
    this.forget(reservation);
    const { scope, callKey, attempt, hold } = reservation;
    const unclaim = async (connection: Queryable): Promise<void> => {
      await connection.query(
        `update ledger set attempt = null, holder = null where scope = $1 and call_key = $2 and attempt = $3 and state = 'reserved'`,
        [scope, callKey, attempt],
      );
      if (hold) await settleHolds(connection, [nothingTakenBy(reservation)]);
    };
    await (hold ? this.database.transaction(unclaim) : unclaim(this.database));
  }

  /**
   * Notes that these are on their way, those of them that are still out. Whatever becomes of one counts it as well, so that this is only for what
   * takes a while: if this process is killed meanwhile, the next one knows what was sent.
   */
  async noteSent(reservations: readonly Reservation[]): Promise<void> {
    await this.database.query(
      // Skips what is being settled just now: so it waits for nobody, whatever else is stored in groups meanwhile.
      `with sent as (
         update ledger set ${countsAsSent} where (scope, call_key) in (
           select ledger.scope, ledger.call_key from ledger
           join unnest($2::text[], $3::text[], $4::uuid[]) as one (scope, call_key, attempt) using (scope, call_key, attempt)
           where state = 'reserved' for update of ledger skip locked)
         returning run_key, endpoint, model, ${isNewlySent}),
       ${countSent}
       select`,
      [
        this.holder.id,
        reservations.map(({ scope }) => scope),
        reservations.map(({ callKey }) => callKey),
        reservations.map(({ attempt }) => attempt),
      ],
      'note sent calls',
    );
  }
}

/** In one order by everybody, or two that reserve the same calls could wait for each other. */
async function claim(
  connection: Queryable,
  holder: Holder,
  calls: readonly NewCall[],
): Promise<readonly Exclude<Claimed, object>[]> {
  const { rows } = await connection.query<{ attempt: string; again: boolean }>(
    `insert into ledger (scope, call_key, run_key, iteration, role, endpoint, model, request, state, attempt, holder)
       select scope, "callKey", "runKey", iteration, role, endpoint, model, request, 'reserved', attempt, $2
       from json_to_recordset($1) as call (scope text, "callKey" text, "runKey" text, iteration int, role text, endpoint text, model text,
         request jsonb, attempt uuid)
       order by scope, "callKey"
       on conflict (scope, call_key) do update
         set attempt = excluded.attempt, holder = excluded.holder, reserved_at = now(), sent_at = null,
           unseen = ledger.unseen + (ledger.attempt is not null and ledger.holder <> excluded.holder)::int
         where ledger.state = 'reserved'
           and (ledger.holder = excluded.holder
                or not exists (select from holders where holders.holder = ledger.holder and holders.expires_at > now()))
       returning attempt, xmax <> 0 as again`,
    [storableJson(calls), holder.id],
    'reserve calls',
  );
  const reserved = new Map(rows.map(({ attempt, again }) => [attempt, again]));
  return calls.map(({ attempt }) => {
    const isAgain = reserved.get(attempt);
    return isAgain === undefined ? 'no' : isAgain ? 'again' : 'first';
  });
}

function heldBy({ scope, callKey, attempt, isSecond = false }: Omit<SentReservation, 'hold'>) {
  return { scope, callKey, attempt, isSecond };
}

/** What it took of its budgets: what was not counted is taken for what was held. */
export function takenBy(
  reservation: SentReservation,
  charge: Charge,
  { promptTokens, completionTokens }: TokenCounts,
  counted?: Counted,
): Taken {
  const { costUsd: usd } = storedCharge(charge);
  const tokens = promptTokens + completionTokens;
  const isFree = charge.cost === 0n;
  const { answerTokens = 0, price } = reservation.hold ?? {};
  return {
    ...heldBy(reservation),
    usd,
    tokens: tokens > 0 || isFree ? tokens : null,
    requests: 1,
    ...(counted && { others: { ...counted, answerTokens, price } }),
  };
}

/** It was not sent, or refused without being charged. */
export function nothingTakenBy(reservation: SentReservation): Taken {
  return { ...heldBy(reservation), usd: '0', tokens: 0, requests: 0 };
}

/** Once for each reservation. */
const countsAsSent = `
  sends = ledger.sends + case when ledger.sent_at is null then 1 else 0 end, sent_at = coalesce(ledger.sent_at, now())`;
/** Of a row that a statement has changed so: whether it was this statement that counted it. */
const isNewlySent = `(ledger.sent_at = now())::int as "newlySent"`;

/** Counts what a statement found to be `sent`, for process $1. */
const countSent = `
  counted as (
    insert into call_counts (run_key, endpoint, model, holder, counted, sends)
    select run_key, endpoint, model, $1, 'sent', sum("newlySent") from sent group by 1, 2, 3 order by 1, 2, 3
    on conflict (run_key, endpoint, model, holder, counted) do update set sends = call_counts.sends + excluded.sends)`;

async function giveBack(
  connection: Queryable,
  holder: Holder,
  { scope, callKey, attempt }: Reservation,
  isPerhapsPaid = false,
): Promise<void> {
  await connection.query(
    `with sent as (
       update ledger set attempt = null, holder = null, unseen = unseen + $5, ${countsAsSent}
       where scope = $2 and call_key = $3 and attempt = $4 and state = 'reserved'
       returning run_key, endpoint, model, ${isNewlySent}),
     ${countSent}
     select`,
    [holder.id, scope, callKey, attempt, isPerhapsPaid ? 1 : 0],
  );
}

/** How often the request was bought, this purchase included. */
async function insertUnusable(
  connection: Queryable,
  { scope, callKey, attempt }: Reservation,
  { unusable, charge }: UnusablePurchase,
): Promise<number> {
  const { raw, reason, requestId, promptTokens, completionTokens } = unusable;
  const { costUsd, cacheSavedUsd, price } = storedCharge(charge);
  await connection.query(
    `insert into unusable_answers (scope, call_key, attempt, run_key, raw, reason, request_id, prompt_tokens, completion_tokens,
       reasoning_tokens, cached_tokens, cache_write_tokens, cost_usd, cache_saved_usd, price)
     select scope, call_key, $3, run_key, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14 from ledger where scope = $1 and call_key = $2
     on conflict do nothing`,
    [
      ...[scope, callKey, attempt, raw, reason, requestId, promptTokens, completionTokens],
      ...[unusable.reasoningTokens ?? null, unusable.cachedTokens ?? null, unusable.cacheWriteTokens ?? null],
      ...[costUsd, cacheSavedUsd, price],
    ],
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

/** Its purchases are counted where they are kept, each by itself: as a call it cost nothing. */
async function insertSettled(
  connection: Queryable,
  holder: Holder,
  { scope, callKey }: Reservation,
  answer: TeacherAnswer,
): Promise<void> {
  await connection.query(
    `with settled as (
       update ledger
         set state = 'answered', answer = $4, finish_reason = $5, refusal = $6, unusable = $7, request_id = $8,
             prompt_tokens = 0, completion_tokens = 0, cost_usd = 0, answered_at = now(), attempt = null, holder = null, ${countsAsSent}
       where scope = $1 and call_key = $3 and state = 'reserved'
       returning run_key, endpoint, model, prompt_tokens, completion_tokens, cost_usd, ${isNewlySent}),
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
