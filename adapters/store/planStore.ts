import type { IterationInput } from '../../core/run/iteration';
import type { DrawnPlan } from '../../core/run/planWorks';
import { steeredNames, strategyNames } from '../../core/proposing/knownStrategies';
import type { PlanKnowledge } from '../../core/proposing/planKnowledge';
import type { PlannedWork } from '../../core/vocabulary/plannedWork';
import type { PoolEntry, PoolTexts } from '../../core/vocabulary/poolEntry';
import type { StrategyName } from '../../core/vocabulary/strategyName';
import type { Rejection } from '../../core/vocabulary/rejection';
import { storableJson } from '../../core/foundations/text/storable';
import type { Database } from './database';
import { reviewedState, reviewedUpTo } from './reviewStore';

/** A number for each strategy, by its name; 0 where it is absent. */
type Counts = Record<string, number>;

/** What a plan is made of beside the pool, as far as the store knows it. */
export type Experience = Pick<PlanKnowledge, 'yields' | 'cells' | 'underWay' | 'stretches'>;

/** Plans of iterations, and all that the next one may know. Each step is one transaction, and harmless when repeated. */
export class PlanStore {
  constructor(private readonly database: Database) {}

  /** Writes the plan down if there is none, and reads back the one that stands. Its predecessors must have theirs. */
  async plan(input: IterationInput, draw: () => Promise<DrawnPlan>): Promise<readonly PlannedWork[]> {
    const existing = await this.findPlan(input);
    if (existing) return existing;
    const { works, stretches } = await draw();
    const before = await this.plannedThrough(input.runKey, input.iteration - 1);
    const worksThrough: Counts = { ...before.works };
    for (const { strategy } of works) worksThrough[strategy] = (worksThrough[strategy] ?? 0) + 1;
    const stretchEnds: Counts = { ...before.ends };
    for (const [name, { from, count }] of Object.entries(stretches))
      stretchEnds[name] = Math.max(stretchEnds[name] ?? 0, from + count);
    await this.database.query(
      `insert into iterations (run_key, iteration, read_through, plan, stretches, works_through, stretch_ends)
       values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
      [
        ...[input.runKey, input.iteration, input.readThrough, storableJson(works), storableJson(stretches)],
        ...[storableJson(worksThrough), storableJson(stretchEnds)],
      ],
    );
    return this.readPlan(input);
  }

  /** @throws Error where there is none: whoever works on an iteration does it by its plan, and an empty one is another thing. */
  async readPlan(input: IterationInput): Promise<readonly PlannedWork[]> {
    const plan = await this.findPlan(input);
    if (!plan)
      throw new Error(
        `Iteration ${input.iteration} of ${input.runKey} has no plan: was its database replaced?`,
      );
    return plan;
  }

  private async findPlan({ runKey, iteration }: IterationInput): Promise<readonly PlannedWork[] | undefined> {
    const { rows } = await this.database.query<{ plan: PlannedWork[] }>(
      'select plan from iterations where run_key = $1 and iteration = $2',
      [runKey, iteration],
    );
    return rows[0]?.plan;
  }

  /** What an iteration's plan and all those before it came to: works of each strategy, and where their stretches end. */
  private async plannedThrough(
    runKey: string,
    iteration: number,
  ): Promise<{ readonly works: Counts; readonly ends: Counts }> {
    if (iteration < 0) return { works: {}, ends: {} };
    const { rows } = await this.database.query<{ works: Counts; ends: Counts }>(
      'select works_through as works, stretch_ends as ends from iterations where run_key = $1 and iteration = $2',
      [runKey, iteration],
    );
    if (!rows[0])
      throw new Error(`Iteration ${iteration + 1} of ${runKey} cannot be planned before its predecessor.`);
    return rows[0];
  }

  /**
   * What the plan of an iteration may know: counts of iterations up to `readThrough`, and the plans of those after it, which
   * were themselves made of no more than that. So it is the same whatever finished first. As much is read for the thousandth
   * iteration as for the third: each plan carries on the counts of those before it.
   */
  async experience({ runKey, iteration, readThrough, reviewed }: IterationInput): Promise<Experience> {
    const [counted, planned, candidates, underWay] = await Promise.all([
      this.plannedThrough(runKey, readThrough),
      this.plannedThrough(runKey, iteration - 1),
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
      this.database.query<{ plan: PlannedWork[] }>(
        'select plan from iterations where run_key = $1 and iteration > $2 and iteration < $3 order by iteration',
        [runKey, readThrough, iteration],
      ),
    ]);
    const sum = (strategy: StrategyName, of: 'proposed' | 'accepted'): number =>
      candidates.rows.reduce((total, row) => total + (row.strategy === strategy ? row[of] : 0), 0);
    const yields = Object.fromEntries(
      strategyNames.map((name) => [
        name,
        {
          works: counted.works[name] ?? 0,
          proposed: sum(name, 'proposed'),
          accepted: sum(name, 'accepted'),
        },
      ]),
    );
    const ends = Object.entries(planned.ends).map(([name, end]) => [name, { from: end, count: 0 }] as const);
    return {
      yields,
      cells: candidates.rows,
      underWay: underWay.rows.map(({ plan }) => plan),
      stretches: [Object.fromEntries(ends)],
    };
  }

  /**
   * The accepted pairs that an iteration may know, in order, each with its first response: of iterations up to `readThrough`, as
   * the verdicts up to `reviewed` have left them, edits among them. With `instructions`, inputs and responses are left empty.
   */
  async pool(
    { runKey, readThrough, reviewed }: Pick<IterationInput, 'runKey' | 'readThrough' | 'reviewed'>,
    texts: PoolTexts = 'all',
  ): Promise<PoolEntry[]> {
    if (texts === 'none') return [];
    const written = texts === 'all';
    const { rows } = await this.database.query<PoolEntry>(
      `select c.iteration, c.ordinal, c.strategy, coalesce(reviewed.edit ->> 'instruction', c.instruction) as instruction,
         ${written ? "coalesce(reviewed.edit ->> 'input', r.input)" : "''"} as input,
         ${written ? "coalesce(reviewed.edit ->> 'response', r.text)" : "''"} as response,
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
