import { picodollarsOf } from '../../core/foundations/picodollars';
import type { CostCounts, RunSpent, SpentLine } from '../../core/run/cost/costReport';
import { nothingYet, runCost, type RunCost } from '../../core/run/cost/runCost';
import type { Spent } from '../../core/run/cost/spent';
import type { Price } from '../../core/teacher/pricing/price';
import { callUses, ledgerScope } from './candidateStore';
import type { Database, Queryable } from './database';
import { promptsOfResponses } from './turnsOfResponses';

/** Dollars as texts: as numbers they would not be exact. */
type SpentRow = Omit<Spent, 'cost' | 'savedByCache'> & { readonly cost: string; readonly saved: string };

/** Tokens, dollars and what a cache saved, of a table that has them by these names. */
const amounts = `coalesce(prompt_tokens, 0) as "promptTokens", coalesce(completion_tokens, 0) as "completionTokens",
  coalesce(reasoning_tokens, 0) as "reasoningTokens", coalesce(cached_tokens, 0) as "cachedTokens", cost_usd, coalesce(cache_saved_usd, 0) as saved_usd`;

/** Where purchases are kept that brought no answer to the ledger, by what they are called in a report; all of them have the same columns. */
const besideLedger = {
  unusable: { table: 'unusable_answers', at: 'received_at', where: 'true' },
  hedged: { table: 'hedges', at: 'other_at', where: 'other_at is not null' },
};

/** Purchases beside the ledger's answers, of table `own`. */
const beside = (columns: (kind: string, at: string) => string, where: string): string =>
  Object.entries(besideLedger)
    .map(
      ([kind, { table, at, where: isBought }]) =>
        `select ${columns(kind, at)} from ${table} own where ${isBought} and ${where}`,
    )
    .join(' union all ');

/**
 * All that was bought, one row a purchase. A call that was settled as having no answer is not among them: its purchases are.
 *
 * @param where A condition on its `run_key`.
 */
const purchases = (where: string): string => `
  select run_key, call_key, iteration, role, endpoint, model, price, 'answer' as kind, coalesce(answered_at, reserved_at) as at, ${amounts}
  from ledger where ${where} and state = 'answered' and unusable is null
  union all
  select own.run_key, own.call_key, ledger.iteration, ledger.role, ledger.endpoint, ledger.model, own.price, own.kind, own.at,
    own."promptTokens", own."completionTokens", own."reasoningTokens", own."cachedTokens", own.cost_usd, own.saved_usd
  from (${beside((kind, at) => `scope, call_key, run_key, price, '${kind}' as kind, ${at} as at, ${amounts}`, where)}) own
  join ledger using (scope, call_key)`;

const sums = `count(*) as calls, count(*) filter (where cost_usd is null) as unpriced, sum("promptTokens") as "promptTokens",
  sum("completionTokens") as "completionTokens", sum("reasoningTokens") as "reasoningTokens", sum("cachedTokens") as "cachedTokens", coalesce(sum(cost_usd), 0)::text as cost, sum(saved_usd)::text as saved`;

/** An amount divided among `sharers`, whole: the first of them have what is left over. */
const share = (amount: string): string => `${amount} / sharers + (place < ${amount} % sharers)::int`;

/** What runs have cost: whatever shows money reads it here. */
export class CostStore {
  constructor(private readonly database: Database) {}

  /** A run's cost as it is now: what is counted as it is bought, and not the ledger, however long that is. */
  async now(runKey: string): Promise<RunCost> {
    return costNow(this.database, runKey);
  }

  /** All that there is to be told of a run's money. */
  async counts(runKey: string): Promise<CostCounts> {
    const [lines, run, committed, unseen, reused, prices, batched] = await Promise.all([
      this.lines(runKey),
      this.database.query<{ target: number; accepted: number }>(
        `select target, (select count(*) from candidates where run_key = $1 and state = 'accepted') as accepted from runs where run_key = $1`,
        [runKey],
      ),
      committedCosts(this.database, runKey),
      this.database.query<{ requests: number; unpriced: number; cost: string }>(
        `select coalesce(sum(unseen), 0) as requests, coalesce(sum(unseen) filter (where cost_usd is null), 0) as unpriced,
           coalesce(sum(unseen * cost_usd), 0)::text as cost
         from ledger where run_key = $1 and unseen > 0`,
        [runKey],
      ),
      this.database.query<{ calls: number; unpriced: number; cost: string }>(
        `select count(*) as calls, count(*) filter (where cost_usd is null) as unpriced, coalesce(sum(cost_usd), 0)::text as cost
         from ledger where scope = ${ledgerScope} and run_key <> $1 and state = 'answered'
           and call_key in (select call from (${callUses}) uses)`,
        [runKey],
      ),
      this.database.query<{ hash: string; price: Price }>(
        `select hash, price from prices where hash in (select price from ledger where run_key = $1
           union ${beside(() => 'price', 'run_key = $1')})`,
        [runKey],
      ),
      this.database.query<{ saved: string }>(
        `select coalesce(sum(saved_usd), 0)::text as saved from batches join batch_requests using (batch) where run_key = $1`,
        [runKey],
      ),
    ]);
    const [own] = run.rows;
    if (!own) throw new Error(`The store knows no run ${runKey}: was its database replaced?`);
    const lost = unseen.rows[0] ?? { requests: 0, unpriced: 0, cost: '0' };
    const earlier = reused.rows[0] ?? { calls: 0, unpriced: 0, cost: '0' };
    return {
      lines,
      ...own,
      committed,
      unseen: { requests: lost.requests, unpriced: lost.unpriced, atMost: picodollarsOf(lost.cost) },
      reused: { calls: earlier.calls, unpriced: earlier.unpriced, cost: picodollarsOf(earlier.cost) },
      savedByBatch: picodollarsOf(batched.rows[0]?.saved ?? '0'),
      prices: Object.fromEntries(prices.rows.map(({ hash, price }) => [hash, price])),
    };
  }

  /**
   * Every purchase of a run, by what it was for; a call that several candidates share is divided among them, exactly. A candidate's prompts are told apart
   * by the roles that they are for; calls that tell cells leave no trace with a candidate.
   */
  private async lines(runKey: string): Promise<SpentLine[]> {
    const { rows } = await this.database.query<SpentRow & Omit<SpentLine, keyof Spent>>(
      `with uses as materialized (${callUses}),
       shares as materialized (
         select call, iteration, ordinal, count(*) over (partition by call) as sharers,
           row_number() over (partition by call order by iteration, ordinal) - 1 as place from uses),
       kept_prompts as materialized (
         select kept.name, min(choice -> 'file' ->> 'role') as role, string_agg(kept.name || '@' || (choice -> 'file' ->> 'version')
           || case choice -> 'file' ->> 'origin' when 'workspace' then '+workspace' else '' end, ' + ') as prompt
         from runs join documents setup on setup.hash = runs.setup_hash, json_each(setup.body -> 'prompts') as kept(name, choices),
           json_array_elements(choices) as choice
         where run_key = $1 group by kept.name),
       prompted as materialized (
         select iteration, ordinal, coalesce(kept.role, used.role) as role, string_agg(distinct used.prompt, ' + ' order by used.prompt) as prompt
         from (
           select iteration, ordinal, 'propose' as role, jsonb_array_elements_text(coalesce(lineage -> 'prompts', '[]')) as prompt
           from candidates where run_key = $1
           union all
           select iteration, ordinal, 'respond', prompt from (${promptsOfResponses}) written where run_key = $1
           union all
           select iteration, ordinal, 'judge', evidence ->> 'prompt' from scores where run_key = $1 and evidence ->> 'prompt' is not null) used
         left join kept_prompts kept on kept.name = split_part(used.prompt, '@', 1) group by 1, 2, 3),
       bought as (
         select *, (cost_usd * 1e12)::bigint as pico, (saved_usd * 1e12)::bigint as saved from (${purchases('run_key = $1')}) each),
       parts as (
         select b.role, b.endpoint, b.model, b.price, b.iteration, c.strategy,
           coalesce(prompted.prompt, (select prompt from kept_prompts
             where b.role = 'classify' and name = case when s.place is null then 'classifyCell' else 'classify' end)) as prompt,
           case when b.kind <> 'answer' then b.kind else coalesce(c.state, 'noCandidate') end as purpose,
           case when b.kind = 'answer' and c.state = 'rejected' then c.decided_by end as "decidedBy",
           (s.place is null or s.place = 0)::int as is_first, (b.cost_usd is null)::int as is_unpriced,
           coalesce(s.sharers, 1) as sharers, coalesce(s.place, 0) as place, b."promptTokens", b."completionTokens",
           b."reasoningTokens", b."cachedTokens", coalesce(b.pico, 0) as pico, b.saved
         from bought b left join shares s on s.call = b.call_key
         left join candidates c on c.run_key = $1 and (c.iteration, c.ordinal) = (s.iteration, s.ordinal)
         left join prompted on prompted.role = b.role and (prompted.iteration, prompted.ordinal) = (s.iteration, s.ordinal))
       select role, endpoint, model, price, iteration, strategy, prompt, purpose, "decidedBy", sum(is_first) as calls,
         sum(is_first * is_unpriced) as unpriced,
         sum(${share('"promptTokens"')}) as "promptTokens", sum(${share('"completionTokens"')}) as "completionTokens",
         sum(${share('"reasoningTokens"')}) as "reasoningTokens", sum(${share('"cachedTokens"')}) as "cachedTokens",
         sum(${share('pico')})::text as cost, sum(sign(saved) * (${share('abs(saved)')}))::bigint::text as saved
       from parts group by 1, 2, 3, 4, 5, 6, 7, 8, 9`,
      [runKey],
    );
    return rows.map(({ cost, saved, ...line }) => ({
      ...line,
      cost: BigInt(cost),
      savedByCache: BigInt(saved),
    }));
  }

  /** What each run of the workspace spent, by month, in UTC. Previews are runs here: they cost money too. */
  async workspace(): Promise<RunSpent[]> {
    const { rows } = await this.database.query<
      SpentRow & { runKey: string; name: string; startedAt: Date; accepted: number; month: string }
    >(
      `with bought as (${purchases('true')}),
       pairs as (select run_key, count(*) as accepted from candidates where state = 'accepted' group by 1)
       select run_key as "runKey", runs.workflow_id as name, runs.created_at as "startedAt", to_char(at at time zone 'UTC', 'YYYY-MM') as month,
         coalesce(max(accepted), 0) as accepted, ${sums}
       from bought join runs using (run_key) left join pairs using (run_key) group by 1, 2, 3, 4 order by 3, 1, 4`,
      [],
    );
    return rows.map(({ cost, saved, startedAt, ...run }) => ({
      ...run,
      startedAt: startedAt.toISOString(),
      cost: picodollarsOf(cost),
      savedByCache: picodollarsOf(saved),
    }));
  }
}

/** A run's cost as it is now, within a transaction or not. It reads a few rows, however long the run is. */
export async function costNow(connection: Queryable, runKey: string): Promise<RunCost> {
  const { rows } = await connection.query<{
    cost: string;
    unpriced: number;
    target: number;
    half: ThroughRow | null;
    last: ThroughRow | null;
  }>(
    `with last as (select iteration from iterations where run_key = $1 and committed_at is not null order by iteration desc limit 1),
     through as (select i.iteration, json_build_object('cost', coalesce(cost_through, 0)::text, 'accepted', coalesce((funnel_through ->> 'accepted')::int, 0)) as sums
       from iterations i, last where run_key = $1 and i.iteration in (last.iteration, (last.iteration + 1) / 2 - 1))
     select sum(cost_usd)::text as cost, sum(unpriced)::int as unpriced, (select target from runs where run_key = $1) as target,
       (select sums from through, last where through.iteration = (last.iteration + 1) / 2 - 1) as half,
       (select sums from through join last using (iteration)) as last
     from (select cost_usd, unpriced from call_counts where run_key = $1 and counted = 'settled'
           union all ${beside(() => 'coalesce(cost_usd, 0), (cost_usd is null)::int', 'run_key = $1')}
           union all select 0, 0) counted`,
    [runKey],
  );
  const [row] = rows;
  if (!row) throw new Error('An aggregate has one row.');
  const { cost, unpriced, target, half, last } = row;
  const through = (of: ThroughRow | null) => (of ? { ...of, cost: picodollarsOf(of.cost) } : nothingYet);
  return runCost(
    { cost: picodollarsOf(cost), unpriced },
    { half: through(half), last: through(last) },
    target,
  );
}

interface ThroughRow {
  readonly cost: string;
  readonly accepted: number;
}

/** Notes what the iterations up to one have cost, when it is committed. The first one has what was bought before it. */
export async function carryCost(connection: Queryable, runKey: string, iteration: number): Promise<void> {
  await connection.query(
    `update iterations set cost_through =
       coalesce((select before.cost_through from iterations before where before.run_key = $1 and before.iteration = $3 - 1), 0)
       + (select coalesce(sum(cost_usd), 0) from (
            select cost_usd from ledger where run_key = $1 and iteration between $2 and $3 and state = 'answered'
            union all
            ${beside(() => 'cost_usd', 'run_key = $1 and exists (select from ledger l where (l.scope, l.call_key) = (own.scope, own.call_key) and l.iteration between $2 and $3)')}) bought)
     where run_key = $1 and iteration = $3`,
    [runKey, iteration === 0 ? -1 : iteration, iteration],
  );
}

/** What each committed iteration cost, and accepted. */
async function committedCosts(connection: Queryable, runKey: string): Promise<CostCounts['committed']> {
  const { rows } = await connection.query<{ iteration: number; cost: string; accepted: number }>(
    `select iteration, (cost_through - coalesce(lag(cost_through) over (order by iteration), 0))::text as cost,
       coalesce((outcome -> 'funnel' ->> 'accepted')::int, 0) as accepted
     from iterations where run_key = $1 and cost_through is not null order by iteration`,
    [runKey],
  );
  return rows.map(({ iteration, cost, accepted }) => ({ iteration, cost: picodollarsOf(cost), accepted }));
}
