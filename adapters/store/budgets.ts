import type { BudgetUnit, Limits, NamedBudget } from '../../core/teacher/budget/budget';
import { budgetLines, type BudgetLine, type BudgetState } from '../../core/teacher/budget/budgetState';
import { storableJson } from '../../core/foundations/text/storable';
import { loseHolds } from './budgetHolds';
import type { Database, Queryable } from './database';

type BudgetRow = { readonly budget: string; readonly run_key: string | null; readonly warn_at: number } & {
  readonly [column in `${'spent' | 'held' | 'lost'}_${BudgetUnit}`]: number;
} & { readonly [column in `limit_${BudgetUnit}`]: number | null };

/** Those whose process no longer lives wait for nobody: what was sent of theirs is as good as lost, and what was not is as good as back. */
const rowsOf = (where: string): string => `
  select b.budget, run_key, warn_at, limit_usd, limit_tokens, limit_requests, spent_usd, spent_tokens, spent_requests,
    held_usd - dead.usd as held_usd, held_tokens - dead.tokens as held_tokens, held_requests - dead.requests as held_requests,
    lost_usd + dead.sent_usd as lost_usd, lost_tokens + dead.sent_tokens as lost_tokens, lost_requests + dead.sent_requests as lost_requests
  from budgets b cross join lateral (
    select coalesce(sum(usd), 0) as usd, coalesce(sum(tokens), 0) as tokens, count(*) as requests,
      coalesce(sum(usd) filter (where is_sent), 0) as sent_usd, coalesce(sum(tokens) filter (where is_sent), 0) as sent_tokens,
      count(*) filter (where is_sent) as sent_requests
    from budget_holds h
    where not is_lost and h.holder is not null and b.budget = any (h.budgets)
      and not exists (select from holders where holders.holder = h.holder and holders.expires_at > now())) dead
  where ${where} order by (run_key is null), b.budget`;

/** Budgets, and what became of them. What requests take of them is the ledger's to write. */
export class Budgets {
  constructor(private readonly database: Database) {}

  /** Has the store know of budgets of the workspace; those that it knows have these limits from now on. */
  async open(budgets: readonly NamedBudget[]): Promise<void> {
    await openBudgets(this.database, null, budgets, 'replace');
  }

  /** Gives back what processes that died had reserved and not sent. What they had sent stays counted. */
  async giveBackOfDead(): Promise<void> {
    await loseHolds(this.database, { kind: 'dead' });
  }

  async state(budget: string): Promise<BudgetState | undefined> {
    const { rows } = await this.database.query<BudgetRow>(rowsOf('b.budget = $1'), [budget]);
    return rows[0] && stateOf(rows[0]);
  }
}

/**
 * Raises, or lowers, limits that a run's budget has. Safe to be done again.
 *
 * @param role Whose within the run's; undefined: the run's own.
 */
export async function setLimits(
  connection: Queryable,
  runKey: string,
  role: string | undefined,
  { usd, tokens, requests }: Limits,
): Promise<void> {
  await connection.query(
    `update budgets set limit_usd = coalesce($2, limit_usd), limit_tokens = coalesce($3, limit_tokens),
       limit_requests = coalesce($4, limit_requests) where budget = $1`,
    [role === undefined ? runKey : `${runKey} ${role}`, usd ?? null, tokens ?? null, requests ?? null],
  );
}

/** What a run has left of its budgets, and of the workspace's of today where there are any. */
export async function budgetLinesOf(connection: Queryable, runKey: string): Promise<readonly BudgetLine[]> {
  const { rows } = await connection.query<BudgetRow>(
    rowsOf(`run_key = $1 or (run_key is null and b.budget in
      ('day ' || to_char(now() at time zone 'utc', 'YYYY-MM-DD'), 'month ' || to_char(now() at time zone 'utc', 'YYYY-MM')))`),
    [runKey],
  );
  return rows.flatMap((row) => budgetLines(stateOf(row), nameOf(row)));
}

/** @param known What becomes of those that are there: they stay, or have the new limits. */
export async function openBudgets(
  connection: Queryable,
  runKey: string | null,
  budgets: readonly NamedBudget[],
  known: 'keep' | 'replace',
): Promise<void> {
  if (budgets.length === 0) return;
  await connection.query(
    `insert into budgets (budget, run_key, limit_usd, limit_tokens, limit_requests, warn_at)
     select budget, $2, usd, tokens, requests, "warnAt"
     from json_to_recordset($1) as given (budget text, usd numeric, tokens bigint, requests bigint, "warnAt" double precision) order by budget
     on conflict (budget) do ${
       known === 'keep'
         ? 'nothing'
         : `update set limit_usd = excluded.limit_usd, limit_tokens = excluded.limit_tokens, limit_requests = excluded.limit_requests,
              warn_at = excluded.warn_at`
     }`,
    [storableJson(budgets.map(({ limits, ...named }) => ({ ...named, ...limits }))), runKey],
  );
}

function nameOf({ budget, run_key: runKey }: BudgetRow): string {
  if (runKey === null) return budget.split(' ')[0] ?? budget;
  return budget === runKey ? 'run' : budget.slice(runKey.length + 1);
}

function stateOf(row: BudgetRow): BudgetState {
  const amounts = (of: 'spent' | 'held' | 'lost') => ({
    usd: row[`${of}_usd`],
    tokens: row[`${of}_tokens`],
    requests: row[`${of}_requests`],
  });
  return {
    budget: row.budget,
    limits: { usd: row.limit_usd, tokens: row.limit_tokens, requests: row.limit_requests },
    warnAt: row.warn_at,
    spent: amounts('spent'),
    held: amounts('held'),
    lost: amounts('lost'),
  };
}
