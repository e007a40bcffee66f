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
 * @returns the budgets of which so much is taken that people are warned.
 * @throws DoesNotFit
 */
export async function takeHolds(
  connection: Queryable,
  holder: string,
  holds: readonly (Held & { readonly hold: Hold })[],
): Promise<readonly string[]> {
  if (holds.length === 0) return [];
  const { rows } = await connection.query<{ full: string | null; low: string[] | null }>(
    `with new as (
       insert into budget_holds (scope, call_key, attempt, is_second, holder, budgets, usd, tokens)
       select scope, "callKey", attempt, "isSecond", $2, array(select jsonb_array_elements_text(budgets)), usd, tokens
       from json_to_recordset($1) as hold (${held}, budgets jsonb, usd numeric, tokens bigint)
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
    [storableJson(holds.map(({ hold, ...own }) => ({ ...own, ...hold }))), holder],
    'take holds',
  );
  const full = rows[0]?.full;
  if (full !== null && full !== undefined) throw new DoesNotFit(full);
  return rows[0]?.low ?? [];
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
     sums as (
       select budget, sum(usd) as usd, sum(tokens) as tokens, sum(requests) as requests,
         coalesce(sum(held_usd) filter (where not is_lost), 0) as held_usd, coalesce(sum(held_usd) filter (where is_lost), 0) as lost_usd,
         coalesce(sum(held_tokens) filter (where not is_lost), 0) as held_tokens, coalesce(sum(held_tokens) filter (where is_lost), 0) as lost_tokens,
         count(*) filter (where not is_lost) as held_requests, count(*) filter (where is_lost) as lost_requests
       from gone, unnest(budgets) as budget group by 1),
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

/** Of which requests nobody waits for the answer any more: the one that was sent, or whatever others held the same call before. */
type Losing =
  | { readonly kind: 'own'; readonly holds: readonly Held[] }
  | { readonly kind: 'before'; readonly calls: readonly Omit<Held, 'isSecond'>[] };

/** Keeps what requests hold for good: they may have been paid for, and nobody will know. Safe to be done again. */
export async function loseHolds(connection: Queryable, losing: Losing): Promise<void> {
  const given = losing.kind === 'own' ? losing.holds : losing.calls;
  if (given.length === 0) return;
  const which =
    losing.kind === 'own'
      ? 'own.attempt = given.attempt and own.is_second = given."isSecond"'
      : 'own.attempt <> given.attempt';
  await connection.query(
    `with lost as (
       update budget_holds own set is_lost = true from json_to_recordset($1) as given (${held})
       where own.scope = given.scope and own.call_key = given."callKey" and ${which} and not own.is_lost
       returning own.budgets, own.usd, own.tokens),
     sums as (select budget, sum(usd) as usd, sum(tokens) as tokens, count(*) as requests from lost, unnest(budgets) as budget group by 1),
     ${inOrder}
     update budgets set
       held_usd = held_usd - sums.usd, held_tokens = held_tokens - sums.tokens, held_requests = held_requests - sums.requests,
       lost_usd = lost_usd + sums.usd, lost_tokens = lost_tokens + sums.tokens, lost_requests = lost_requests + sums.requests
     from sums join locked using (budget) where budgets.budget = sums.budget`,
    [storableJson(given)],
    `lose holds ${losing.kind}`,
  );
}
