import { storableJson } from '../../core/foundations/text/storable';
import type { Queryable } from './database';
import type { Reservation } from './ledger';

/** The most that a request may take, and the budgets that it is taken from. */
export interface Hold {
  readonly budgets: readonly string[];
  /** As the store takes it. */
  readonly usd: string;
  readonly tokens: number;
  /** Those of them that the answer may have: with no more is it sent. */
  readonly answerTokens: number;
  /** By which price it was reckoned, as the store names it. */
  readonly price?: string | undefined;
}

/** The most that a request may take whose prompt was counted by its endpoint, instead of by its bytes. */
export interface Counted {
  /** As the store takes it. */
  readonly usd: string;
  readonly tokens: number;
}

/** Of which of the two times that a request was sent. */
interface Held extends Pick<Reservation, 'scope' | 'callKey' | 'attempt'> {
  readonly isSecond: boolean;
}

/** What a request took that is settled. */
export interface Taken extends Held {
  /** Null where that is not known: then it is what was held. */
  readonly usd: string | null;
  readonly tokens: number | null;
  /** 0 where it was not sent, or refused. */
  readonly requests: 0 | 1;
  /**
   * The most that others took of which nobody saw the answer to the same request, with the same bounds and by the same price: its prompt has been
   * counted since.
   */
  readonly others?: (Counted & Pick<Hold, 'answerTokens' | 'price'>) | undefined;
}

/** A request has no room in a budget. Nothing that was written with it is kept. */
export class DoesNotFit extends Error {
  override readonly name = 'DoesNotFit';
  constructor(readonly budget: string) {
    super(`There is no room in budget ${budget}.`);
  }
}

/**
 * Whatever changes budgets does so last in its transaction, and in the order of their names: rows that everybody wants are locked for as short
 * as can be, and nobody waits for somebody who waits for him.
 */
const inOrder = `locked as (select budget from budgets where budget in (select budget from sums) order by budget for update)`;

const held = `scope text, "callKey" text, attempt uuid, "isSecond" boolean`;

/**
 * Holds what requests may take, all of them or none.
 *
 * @param holder Whose they are: without that process what was not sent of them comes back. Null: they outlive processes.
 * @param isSent Whether they count as sent from here on.
 * @returns the budgets of which so much is taken that people are warned.
 * @throws DoesNotFit
 */
export async function takeHolds(
  connection: Queryable,
  holder: string | null,
  holds: readonly (Held & { readonly hold: Hold })[],
  isSent: boolean,
): Promise<readonly string[]> {
  if (holds.length === 0) return [];
  const { rows } = await connection.query<{ full: string | null; low: string[] | null }>(
    `with new as (
       insert into budget_holds (scope, call_key, attempt, is_second, holder, is_sent, budgets, usd, tokens, answer_tokens, price)
       select scope, "callKey", attempt, "isSecond", $2, $3, array(select jsonb_array_elements_text(budgets)), usd, tokens, "answerTokens", price
       from json_to_recordset($1) as hold (${held}, budgets jsonb, usd numeric, tokens bigint, "answerTokens" bigint, price text)
       on conflict do nothing
       returning budgets, usd, tokens),
     sums as (select budget, sum(usd) as usd, sum(tokens) as tokens, count(*) as requests from new, unnest(budgets) as budget group by 1),
     ${inOrder},
     fitting as (
       update budgets set held_usd = held_usd + sums.usd, held_tokens = held_tokens + sums.tokens, held_requests = held_requests + sums.requests
       from sums join locked using (budget)
       where budgets.budget = sums.budget
         and (limit_usd is null or spent_usd + lost_usd + held_usd + sums.usd <= limit_usd)
         and (limit_tokens is null or spent_tokens + lost_tokens + held_tokens + sums.tokens <= limit_tokens)
         and (limit_requests is null or spent_requests + lost_requests + held_requests + sums.requests <= limit_requests)
       returning budgets.budget, spent_usd + lost_usd >= warn_at * limit_usd or spent_tokens + lost_tokens >= warn_at * limit_tokens
         or spent_requests + lost_requests >= warn_at * limit_requests as is_low)
     select (select min(budget) from sums where budget not in (select budget from fitting)) as full,
       (select array_agg(budget) from fitting where is_low) as low`,
    [storableJson(holds.map(({ hold, ...own }) => ({ ...own, ...hold }))), holder, isSent],
    'take holds',
  );
  const full = rows[0]?.full;
  if (full !== null && full !== undefined) throw new DoesNotFit(full);
  return rows[0]?.low ?? [];
}

/**
 * Notes that these are about to be sent: from here on they stay counted whatever becomes of their process.
 *
 * @returns of each whether it may be sent: not where its process was taken for dead meanwhile, and what it held was given back.
 */
export async function noteSending(
  connection: Queryable,
  sending: readonly Held[],
): Promise<readonly boolean[]> {
  const { rows } = await connection.query<{ attempt: string; is_second: boolean }>(
    `update budget_holds own set is_sent = true from json_to_recordset($1) as given (${held})
     where own.scope = given.scope and own.call_key = given."callKey" and own.attempt = given.attempt and own.is_second = given."isSecond"
       and not own.is_lost
     returning own.attempt, own.is_second`,
    [storableJson(sending)],
    'note sending',
  );
  const noted = new Set(rows.map(({ attempt, is_second }) => `${attempt} ${is_second}`));
  return sending.map(({ attempt, isSecond }) => noted.has(`${attempt} ${isSecond}`));
}

/** Replaces what requests held by what they took. Safe to be done again. */
export async function settleHolds(connection: Queryable, taken: readonly Taken[]): Promise<void> {
  if (taken.length === 0) return;
  await connection.query(
    `with gone as (
       delete from budget_holds own
       using json_to_recordset($1) as taken (${held}, usd numeric, tokens bigint, requests int)
       where own.scope = taken.scope and own.call_key = taken."callKey" and own.attempt = taken.attempt and own.is_second = taken."isSecond"
       returning own.budgets, own.is_lost, own.usd as held_usd, own.tokens as held_tokens,
         coalesce(taken.usd, own.usd) as usd, coalesce(taken.tokens, own.tokens) as tokens, taken.requests),
     ofsame as (
       select own.scope, own.call_key, own.attempt, own.is_second, own.budgets, own.usd, own.tokens,
         least(own.usd, (others ->> 'usd')::numeric) as new_usd, least(own.tokens, (others ->> 'tokens')::bigint) as new_tokens
       from json_to_recordset($1) as taken (${held}, others jsonb)
       join budget_holds own on own.scope = taken.scope and own.call_key = taken."callKey" and own.attempt <> taken.attempt
       where taken.others is not null and own.is_lost and own.answer_tokens <= (others ->> 'answerTokens')::bigint
         and own.price is not distinct from others ->> 'price'
       order by own.scope, own.call_key, own.attempt, own.is_second for update of own),
     counted as (
       update budget_holds own set usd = new_usd, tokens = new_tokens from ofsame
       where own.scope = ofsame.scope and own.call_key = ofsame.call_key and own.attempt = ofsame.attempt and own.is_second = ofsame.is_second
       returning ofsame.budgets, ofsame.usd - new_usd as usd, ofsame.tokens - new_tokens as tokens),
     changes as (
       select budgets, usd, tokens, requests,
         case when is_lost then 0 else held_usd end as held_usd, case when is_lost then held_usd else 0 end as lost_usd,
         case when is_lost then 0 else held_tokens end as held_tokens, case when is_lost then held_tokens else 0 end as lost_tokens,
         case when is_lost then 0 else 1 end as held_requests, case when is_lost then 1 else 0 end as lost_requests from gone
       union all select budgets, 0, 0, 0, 0, usd, 0, tokens, 0, 0 from counted),
     sums as (
       select budget, sum(usd) as usd, sum(tokens) as tokens, sum(requests) as requests, sum(held_usd) as held_usd, sum(lost_usd) as lost_usd,
         sum(held_tokens) as held_tokens, sum(lost_tokens) as lost_tokens, sum(held_requests) as held_requests, sum(lost_requests) as lost_requests
       from changes, unnest(budgets) as budget group by 1),
     ${inOrder}
     update budgets set
       spent_usd = spent_usd + sums.usd, spent_tokens = spent_tokens + sums.tokens, spent_requests = spent_requests + sums.requests,
       held_usd = budgets.held_usd - sums.held_usd, held_tokens = budgets.held_tokens - sums.held_tokens,
       held_requests = budgets.held_requests - sums.held_requests,
       lost_usd = budgets.lost_usd - sums.lost_usd, lost_tokens = budgets.lost_tokens - sums.lost_tokens,
       lost_requests = budgets.lost_requests - sums.lost_requests
     from sums join locked using (budget) where budgets.budget = sums.budget`,
    [storableJson(taken)],
    'settle holds',
  );
}

/** Of which requests nobody waits for the answer any more. */
type Losing =
  /** These, which were sent. */
  | { readonly kind: 'own'; readonly holds: readonly Held[] }
  /** Whatever others held the same calls before. */
  | { readonly kind: 'before'; readonly calls: readonly Omit<Held, 'isSecond'>[] }
  /** All of processes that died. */
  | { readonly kind: 'dead' };

const selects = {
  own: {
    from: `budget_holds own join json_to_recordset($1) as given (${held}) on own.scope = given.scope and own.call_key = given."callKey"`,
    where: 'own.attempt = given.attempt and own.is_second = given."isSecond"',
  },
  before: {
    from: `budget_holds own join json_to_recordset($1) as given (${held}) on own.scope = given.scope and own.call_key = given."callKey"`,
    where: 'own.attempt <> given.attempt and own.holder is not null',
  },
  dead: {
    from: 'budget_holds own',
    where:
      'own.holder is not null and not exists (select from holders where holders.holder = own.holder and holders.expires_at > now())',
  },
};

/**
 * Keeps what requests hold for good where they were sent: they may have been paid for, and nobody will know. What was never sent comes back. Safe to be
 * done again.
 */
export async function loseHolds(connection: Queryable, losing: Losing): Promise<void> {
  const given = losing.kind === 'own' ? losing.holds : losing.kind === 'before' ? losing.calls : undefined;
  if (given?.length === 0) return;
  const { from, where } = selects[losing.kind];
  await connection.query(
    `with found as (
       select own.scope, own.call_key, own.attempt, own.is_second, ${losing.kind === 'own' ? 'true as is_sent' : 'own.is_sent'} from ${from}
       where ${where} and not own.is_lost order by 1, 2, 3, 4 for update of own${losing.kind === 'dead' ? ' skip locked' : ''}),
     back as (
       delete from budget_holds own using found where (own.scope, own.call_key, own.attempt, own.is_second)
         = (found.scope, found.call_key, found.attempt, found.is_second) and not found.is_sent
       returning own.budgets, own.usd, own.tokens),
     lost as (
       update budget_holds own set is_lost = true from found where (own.scope, own.call_key, own.attempt, own.is_second)
         = (found.scope, found.call_key, found.attempt, found.is_second) and found.is_sent
       returning own.budgets, own.usd, own.tokens),
     changes as (select *, 0 as share from back union all select *, 1 as share from lost),
     sums as (
       select budget, sum(usd) as usd, sum(tokens) as tokens, count(*) as requests, sum(usd * share) as lost_usd, sum(tokens * share) as lost_tokens,
         sum(share) as lost_requests from changes, unnest(budgets) as budget group by 1),
     ${inOrder}
     update budgets set
       held_usd = held_usd - sums.usd, held_tokens = held_tokens - sums.tokens, held_requests = held_requests - sums.requests,
       lost_usd = budgets.lost_usd + sums.lost_usd, lost_tokens = budgets.lost_tokens + sums.lost_tokens,
       lost_requests = budgets.lost_requests + sums.lost_requests
     from sums join locked using (budget) where budgets.budget = sums.budget`,
    given ? [storableJson(given)] : [],
    `lose holds ${losing.kind}`,
  );
}
