import type { IterationInput } from '../../core/run/iteration';
import type { DrawnPlan } from '../../core/run/planWorks';
import { steeredNames, strategyNames } from '../../core/proposing/knownStrategies';
import type { PlanKnowledge } from '../../core/proposing/planKnowledge';
import type { PlannedWork } from '../../core/vocabulary/plannedWork';
import type { PoolEntry } from '../../core/vocabulary/poolEntry';
import type { Stretch } from '../../core/vocabulary/stretch';
import type { ByStrategy, StrategyName } from '../../core/vocabulary/strategyName';
import type { Rejection } from '../../core/vocabulary/rejection';
import { storableJson } from '../../core/foundations/text/storable';
import type { Database } from './database';
import { reviewedState, reviewedUpTo } from './reviewStore';

/** What a plan is made of beside the pool, as far as the store knows it. */
export type Experience = Pick<PlanKnowledge, 'yields' | 'cells' | 'underWay' | 'stretches'>;

/** Plans of iterations, and all that the next one may know. Each step is one transaction, and harmless when repeated. */
export class PlanStore {
  constructor(private readonly database: Database) {}

  /** Writes the plan down if there is none, and reads back the one that stands. Its predecessors must have theirs. */
  async plan(input: IterationInput, draw: () => Promise<DrawnPlan>): Promise<readonly PlannedWork[]> {
    const existing = await this.readPlan(input);
    if (existing) return existing;
    const { works, stretches } = await draw();
    await this.database.query(
      `insert into iterations (run_key, iteration, read_through, plan, stretches) values ($1, $2, $3, $4, $5)
       on conflict do nothing`,
      [input.runKey, input.iteration, input.readThrough, storableJson(works), storableJson(stretches)],
    );
    const plan = await this.readPlan(input);
    if (!plan)
      throw new Error(`The plan of iteration ${input.iteration} of ${input.runKey} was written and is gone.`);
    return plan;
  }

  async readPlan({ runKey, iteration }: IterationInput): Promise<readonly PlannedWork[] | undefined> {
    const { rows } = await this.database.query<{ plan: PlannedWork[] }>(
      'select plan from iterations where run_key = $1 and iteration = $2',
      [runKey, iteration],
    );
    return rows[0]?.plan;
  }

  /**
   * What the plan of an iteration may know: counts of iterations up to `readThrough`, and the plans of those after it, which
   * were themselves made of no more than that. So it is the same whatever finished first.
   */
  async experience({ runKey, iteration, readThrough, reviewed }: IterationInput): Promise<Experience> {
    const [works, candidates, plans] = await Promise.all([
      this.database.query<{ strategy: StrategyName; works: number }>(
        `select work ->> 'strategy' as strategy, count(*) as works
         from iterations, json_array_elements(plan) as work where run_key = $1 and iteration <= $2 group by 1`,
        [runKey, readThrough],
      ),
      this.database.query<{
        strategy: StrategyName;
        asked: string | null;
        cell: string | null;
        proposed: number;
        accepted: number;
      }>(
        `select strategy, case when strategy = any($4) then asked_cell end as asked, cell, count(*) as proposed, count(*) filter (where ${reviewedState} = 'accepted') as accepted
         from candidates c ${reviewedUpTo('$3')} where run_key = $1 and iteration <= $2 group by 1, 2, 3 order by 1, 2, 3`,
        [runKey, readThrough, reviewed, steeredNames],
      ),
      this.database.query<{
        iteration: number;
        stretches: ByStrategy<Stretch>;
        plan: PlannedWork[] | null;
      }>(
        `select iteration, stretches, case when iteration > $3 then plan end as plan from iterations
         where run_key = $1 and iteration < $2 order by iteration`,
        [runKey, iteration, readThrough],
      ),
    ]);
    const sum = (strategy: StrategyName, of: 'proposed' | 'accepted'): number =>
      candidates.rows.reduce((total, row) => total + (row.strategy === strategy ? row[of] : 0), 0);
    const yields = Object.fromEntries(
      strategyNames.map((name) => [
        name,
        {
          works: works.rows.find(({ strategy }) => strategy === name)?.works ?? 0,
          proposed: sum(name, 'proposed'),
          accepted: sum(name, 'accepted'),
        },
      ]),
    );
    return {
      yields,
      cells: candidates.rows,
      underWay: plans.rows.flatMap(({ plan }) => (plan ? [plan] : [])),
      stretches: plans.rows.map(({ stretches }) => stretches),
    };
  }

  /**
   * The accepted pairs that an iteration may know, in order, each with its first response: of iterations up to `readThrough`, as
   * the verdicts up to `reviewed` have left them, edits among them.
   */
  async pool({
    runKey,
    readThrough,
    reviewed,
  }: Pick<IterationInput, 'runKey' | 'readThrough' | 'reviewed'>): Promise<PoolEntry[]> {
    const { rows } = await this.database.query<PoolEntry>(
      `select c.iteration, c.ordinal, c.strategy, coalesce(reviewed.edit ->> 'instruction', c.instruction) as instruction,
         coalesce(reviewed.edit ->> 'input', r.input) as input, coalesce(reviewed.edit ->> 'response', r.text) as response,
         coalesce(c.classification, false) as classification, c.family, c.cell, judged.score as quality,
         reviewed.by_reviewer is not null as approved
       from candidates c ${reviewedUpTo('$3')}
       join lateral (
         select input, text from responses r
         where (r.run_key, r.iteration, r.ordinal) = (c.run_key, c.iteration, c.ordinal)
         order by r.kept desc, r.response limit 1) r on true
       left join lateral (
         select max(s.score) as score from scores s
         where (s.run_key, s.iteration, s.ordinal) = (c.run_key, c.iteration, c.ordinal) and s.stage = 'judge') judged on true
       where c.run_key = $1 and c.iteration <= $2 and ${reviewedState} = 'accepted'
       order by c.iteration, c.ordinal`,
      [runKey, readThrough, reviewed],
    );
    return rows;
  }

  /** Pairs that people had rejected by what an iteration may know of them, in the order of the run. */
  async rejections({ runKey, reviewed }: Pick<IterationInput, 'runKey' | 'reviewed'>): Promise<Rejection[]> {
    const { rows } = await this.database.query<Rejection>(
      `select c.instruction, d.reason from (
         select distinct on (iteration, ordinal) * from review_decisions
         where run_key = $1 and watermark <= $2 order by iteration, ordinal, watermark desc) d
       join candidates c using (run_key, iteration, ordinal)
       where d.state = 'declined' order by d.iteration, d.ordinal`,
      [runKey, reviewed],
    );
    return rows;
  }
}
