import type {
  ChangedDecision,
  RescreeningSummary,
  StoredCandidate,
} from '../../core/run/rescreening/screenedAgain';
import type { Recipe } from '../../core/recipe/schema';
import { isMeantToDiffer } from '../../core/proposing/isMeantToDiffer';
import type { Lineage } from '../../core/vocabulary/lineage';
import { storableJson } from '../../core/foundations/text/storable';
import type { Database } from './database';
import { resultOrder } from './resultOrder';
import { turnsField } from './turnsOfResponses';

/** The parts of a recipe that decide what is thrown out. */
export type ScreeningSections = Pick<Recipe, 'filters' | 'novelty' | 'judge'>;

/** A run looked at again under other settings. */
export interface StoredRescreening {
  readonly rescreening: number;
  readonly sections: ScreeningSections;
  readonly summary: RescreeningSummary;
  readonly createdAt: Date;
}

/** Screening versions of runs. A run's own candidates are read, never changed. */
export class RescreeningStore {
  constructor(private readonly database: Database) {}

  /** A run's candidates with their stored scores, one committed iteration after the other. */
  async *iterations(runKey: string): AsyncGenerator<StoredCandidate[]> {
    const { rows } = await this.database.query<{ iteration: number }>(
      'select iteration from iterations where run_key = $1 and committed_at is not null order by iteration',
      [runKey],
    );
    for (const { iteration } of rows) yield this.candidates(runKey, iteration);
  }

  /** Keeps a rescreening under the run's next number. */
  async save(
    runKey: string,
    sections: ScreeningSections,
    summary: RescreeningSummary,
    decisions: readonly ChangedDecision[],
  ): Promise<number> {
    return this.database.transaction(async (connection) => {
      await connection.query('select pg_advisory_xact_lock(hashtextextended($1, 1))', [runKey]);
      const { rows } = await connection.query<{ rescreening: number }>(
        `insert into rescreenings (run_key, rescreening, sections, summary)
         select $1, coalesce(max(rescreening), 0) + 1, $2, $3 from rescreenings where run_key = $1 returning rescreening`,
        [runKey, storableJson(sections), storableJson(summary)],
      );
      const rescreening = rows[0]?.rescreening ?? 1;
      await connection.query(
        `insert into rescreening_decisions (run_key, rescreening, iteration, ordinal, state, decided_by, reason, needs, kept)
         select $1, $2, d.iteration, d.ordinal, d.state, d."decidedBy", d.reason, d.needs, d.kept
         from jsonb_to_recordset($3) as d(iteration int, ordinal int, state text, "decidedBy" text, reason text, needs text, kept int[])`,
        [runKey, rescreening, storableJson(decisions)],
      );
      return rescreening;
    });
  }

  /** All of a run's, the first one first. */
  async list(runKey: string): Promise<StoredRescreening[]> {
    const { rows } = await this.database.query<StoredRescreening>(
      `select rescreening, sections, summary, created_at as "createdAt" from rescreenings where run_key = $1 order by rescreening`,
      [runKey],
    );
    return rows;
  }

  private async candidates(runKey: string, iteration: number): Promise<StoredCandidate[]> {
    const { rows } = await this.database.query<
      Omit<StoredCandidate, 'isMeantToDiffer'> & { lineage: Partial<Lineage> }
    >(
      `with answered as materialized (
         select ordinal, jsonb_agg(jsonb_build_object('response', response, 'input', input, 'text', text,
           'finishReason', finish_reason, 'kept', kept, 'prompts', prompts, 'sampleOf', sample_of) || ${turnsField('responses')} order by response) as responses
         from responses where run_key = $1 and iteration = $2 group by ordinal),
       scored as materialized (
         select ordinal, jsonb_agg(jsonb_build_object('response', response, 'stage', stage, 'filter', filter, 'score', score,
           'passed', passed, 'reason', reason)
           order by ${resultOrder('stage')}, response, filter) as scores
         from scores where run_key = $1 and iteration = $2 group by ordinal)
       select c.iteration, c.ordinal, c.state, c.strategy, c.family, c.identity, c.instruction, c.input, c.lineage, c.classification,
         c.asked_cell as "askedCell", c.lineage -> 'attributes' ->> 'language' as "askedLanguage", c.decided_by as "decidedBy",
         coalesce((select s.evidence -> 'other' from scores s where (s.run_key, s.iteration, s.ordinal) = (c.run_key, c.iteration, c.ordinal)
                   and s.stage = 'compare'), '[]') as "judgedOther",
         coalesce(responses, '[]') as responses, coalesce(scores, '[]') as scores
       from candidates c left join answered using (ordinal) left join scored using (ordinal)
       where c.run_key = $1 and c.iteration = $2 order by c.ordinal`,
      [runKey, iteration],
    );
    return rows.map(({ lineage, ...candidate }) => ({
      ...candidate,
      isMeantToDiffer: isMeantToDiffer({ prompts: [], calls: [], strategy: candidate.strategy, ...lineage }),
    }));
  }
}
