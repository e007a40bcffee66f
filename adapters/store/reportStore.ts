import { picodollarsOf } from '../../core/foundations/picodollars';
import { usdOf } from '../../core/run/cost/runCost';
import type { ConversationReport } from '../../core/run/report/conversationReport';
import type { IterationHealth, PromptCount, RunCounts, SpentCount } from '../../core/run/report/runReport';
import { operatorYields, type ChainOutcome } from '../../core/proposing/augment/operatorYields';
import { strategyNames } from '../../core/proposing/knownStrategies';
import { callUses, inVain, ledgerScope } from './candidateStore';
import type { Database } from './database';
import { CalibrationStore } from './calibrationStore';
import { ReviewStore } from './reviewStore';
import { promptsOfResponses } from './turnsOfResponses';

/** Candidates by what was decided of them, as columns of a query over rows that have a `state`. */
const tally = `
  count(*) as proposed,
  count(*) filter (where state in ('accepted', 'rejected', 'quarantined', 'declined')) as decided,
  count(*) filter (where state = 'accepted') as accepted`;

/** What each candidate of run $1 took: a call's tokens and cost, divided evenly among the candidates that share it. */
const spending = `
  uses as materialized (${callUses}),
  sharing as (select call, count(*) as candidates from uses group by call),
  spending as materialized (
    select uses.iteration, uses.ordinal,
      sum((coalesce(prompt_tokens, 0) + coalesce(completion_tokens, 0) + coalesce(vain.prompt, 0) + coalesce(vain.completion, 0))::float8 / candidates) as tokens,
      sum((coalesce(cost_usd, 0) + coalesce(vain.cost, 0)) / candidates) as cost, sum((cost_usd is null)::int + vain.unpriced) as unpriced
    from uses join sharing using (call) join ledger on ledger.scope = ${ledgerScope} and ledger.call_key = call and ledger.state = 'answered'
    left join lateral (${inVain}) vain on true
    group by 1, 2)`;

/** Characters of a message that are shown of it. */
const messageShown = 200;

const nothing = { promptTokens: 0, completionTokens: 0, unpriced: 0, attributedTokens: 0 };

/** Counts over whole runs, each by one statement that reads the run once. */
export class ReportStore {
  constructor(private readonly database: Database) {}

  async counts(runKey: string): Promise<RunCounts> {
    const [
      strategies,
      prompts,
      operators,
      cells,
      health,
      spent,
      judgements,
      people,
      calibrations,
      conversations,
    ] = await Promise.all([
      this.strategies(runKey),
      this.prompts(runKey),
      this.operators(runKey),
      this.cells(runKey),
      this.health(runKey),
      this.spent(runKey),
      this.judgements(runKey),
      new ReviewStore(this.database).counts(runKey),
      new CalibrationStore(this.database).list(runKey),
      this.conversations(runKey),
    ]);
    return {
      strategies,
      prompts,
      operators,
      cells,
      health,
      spent,
      judgements,
      ...(people && { people }),
      ...(calibrations.length > 0 && { calibrations }),
      ...(conversations && { conversations }),
    };
  }

  private async conversations(runKey: string): Promise<ConversationReport | undefined> {
    const plain = (text: string): string =>
      `btrim(regexp_replace(lower(${text}), '[[:space:][:punct:]]+', ' ', 'g'))`;
    const { rows } = await this.database.query<ConversationReport>(
      `with said as materialized (
         select concat_ws('/', c.iteration, c.ordinal, r.response) as conversation, left(turn ->> 'message', ${messageShown}) as message,
           md5(${plain("turn ->> 'message'")}) as asked, md5(${plain("turn ->> 'message'")} || chr(10) || ${plain("turn ->> 'response'")}) as exchange
         from candidates c join responses r on (r.run_key, r.iteration, r.ordinal) = (c.run_key, c.iteration, c.ordinal) and r.kept,
           jsonb_array_elements(r.turns) as turn
         where c.run_key = $1 and c.state = 'accepted'),
       common as (
         select min(message) as message, count(distinct conversation) as conversations from said
         group by asked having count(distinct conversation) > 1 order by 2 desc, 1 limit 1)
       select count(distinct conversation) as conversations, count(*) as messages, count(distinct asked) as different,
         count(*) - count(distinct exchange) as repeated,
         (select jsonb_build_object('message', message, 'conversations', conversations) from common) as commonest
       from said`,
      [runKey],
    );
    return rows[0] && rows[0].messages > 0 ? rows[0] : undefined;
  }

  /** Works are counted by the stretches that were planned; plans from before there were any are of Self-Instruct alone. */
  private async strategies(runKey: string): Promise<RunCounts['strategies']> {
    const { rows } = await this.database.query<RunCounts['strategies'][number]>(
      `with works as (
         select strategy, sum(works) as works from (
           select stretch.key as strategy, (stretch.value ->> 'count')::int as works
           from iterations, jsonb_each(stretches) as stretch where run_key = $1
           union all
           select 'selfInstruct', json_array_length(plan) from iterations where run_key = $1 and stretches = '{}') planned
         where works > 0 group by strategy),
       made as (select strategy, ${tally} from candidates where run_key = $1 group by strategy)
       select strategy, coalesce(works, 0)::int as works, coalesce(proposed, 0) as proposed,
         coalesce(decided, 0) as decided, coalesce(accepted, 0) as accepted
       from works full join made using (strategy)
       order by array_position($2::text[], strategy)`,
      [runKey, strategyNames],
    );
    return rows;
  }

  private async prompts(runKey: string): Promise<PromptCount[]> {
    const { rows } = await this.database.query<PromptCount>(
      `with ${spending},
       prompted as (
         select iteration, ordinal, used.prompt from candidates,
           jsonb_array_elements_text(coalesce(lineage -> 'prompts', '[]')) as used(prompt) where run_key = $1
         union
         select iteration, ordinal, prompt from (${promptsOfResponses}) used where run_key = $1
         union
         select iteration, ordinal, evidence ->> 'prompt' from scores
         where run_key = $1 and evidence ->> 'prompt' is not null),
       compared as (
         select iteration, ordinal, max(score) filter (where filter = 'novelty') as similarity,
           avg(score) filter (where filter = 'judge') as quality
         from scores where run_key = $1 and filter in ('novelty', 'judge') group by 1, 2)
       select prompt, ${tally}, coalesce(sum(tokens), 0) as tokens,
         case when count(cost) > 0 and (sum(cost) > 0 or sum(unpriced) = 0) then round(sum(cost), 12) end as cost, coalesce(sum(unpriced), 0) as unpriced,
         avg(similarity) as similarity, avg(quality) as quality, count(quality) as judged
       from prompted join candidates c on c.run_key = $1 and (c.iteration, c.ordinal) = (prompted.iteration, prompted.ordinal)
       left join spending on (spending.iteration, spending.ordinal) = (prompted.iteration, prompted.ordinal)
       left join compared on (compared.iteration, compared.ordinal) = (prompted.iteration, prompted.ordinal)
       group by prompt order by prompt`,
      [runKey],
    );
    return rows;
  }

  private async operators(runKey: string): Promise<RunCounts['operators']> {
    const { rows } = await this.database.query<ChainOutcome>(
      `select jsonb_build_object('steps', lineage -> 'steps') as lineage, decided_by as "decidedBy", reason,
         state = 'accepted' as accepted
       from candidates where run_key = $1 and lineage ? 'steps' order by iteration, ordinal`,
      [runKey],
    );
    return operatorYields(rows);
  }

  private async cells(runKey: string): Promise<RunCounts['cells']> {
    const { rows } = await this.database.query<RunCounts['cells'][number]>(
      `select asked_cell as asked, cell, ${tally} from candidates
       where run_key = $1 and (asked_cell is not null or cell is not null) group by 1, 2 order by 1, 2`,
      [runKey],
    );
    return rows;
  }

  /** Whatever numbers the commits left, by name. */
  private async health(runKey: string): Promise<IterationHealth[]> {
    const { rows } = await this.database.query<{ iteration: number; health: Record<string, unknown> }>(
      `select iteration, outcome -> 'health' as health from iterations
       where run_key = $1 and jsonb_typeof(outcome -> 'health') = 'object' order by iteration`,
      [runKey],
    );
    return rows.map(({ iteration, health }) => ({
      iteration,
      measures: Object.fromEntries(
        Object.entries(health).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
      ),
    }));
  }

  /** What the judges said, without their words. */
  private async judgements(runKey: string): Promise<NonNullable<RunCounts['judgements']>> {
    const { rows } = await this.database.query<NonNullable<RunCounts['judgements']>[number]>(
      `select coalesce((evidence ->> 'uncorrected')::float8, score) as score, (evidence ->> 'length')::int as length,
         (evidence ->> 'positionEffect')::float8 as "positionEffect", coalesce(evidence ? 'disagreement', false) as disagrees,
         (select coalesce(jsonb_agg(jsonb_build_object('judge', one -> 'judge', 'score', one -> 'score', 'aspects', one -> 'aspects') order by place), '[]')
          from jsonb_array_elements(evidence -> 'judges') with ordinality as opinions(one, place)) as judges
       from scores where run_key = $1 and stage = 'judge' order by iteration, ordinal, response`,
      [runKey],
    );
    return rows;
  }

  /** What the run bought itself, and what of all that was bought is known to belong to its candidates. */
  async spent(runKey: string): Promise<SpentCount> {
    const { rows } = await this.database.query<
      Pick<SpentCount, 'promptTokens' | 'completionTokens' | 'unpriced' | 'attributedTokens'> & {
        cost: string;
      }
    >(
      `with ${spending},
       bought as (
         select prompt_tokens, completion_tokens, cost_usd from ledger where run_key = $1 and state = 'answered'
         union all select prompt_tokens, completion_tokens, cost_usd from unusable_answers where run_key = $1
         union all select prompt_tokens, completion_tokens, cost_usd from hedges where run_key = $1 and other_at is not null)
       select coalesce(sum(prompt_tokens), 0) as "promptTokens", coalesce(sum(completion_tokens), 0) as "completionTokens",
         coalesce(sum(cost_usd), 0)::text as cost, count(*) filter (where cost_usd is null) as unpriced,
         (select coalesce(sum(tokens), 0) from spending) as "attributedTokens"
       from bought`,
      [runKey],
    );
    const { cost, ...spent } = rows[0] ?? { ...nothing, cost: '0' };
    return { ...spent, cost: usdOf({ cost: picodollarsOf(cost), unpriced: spent.unpriced }) };
  }
}
