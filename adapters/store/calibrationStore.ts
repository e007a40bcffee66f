import type { LabelledPair } from '../../core/screening/calibration/labelledPair';
import { resultsByFilter } from '../../core/screening/calibration/pairFeatures';
import type { Refit } from '../../core/run/refit';
import { emptyFunnel } from '../../core/vocabulary/funnel';
import { storableJson } from '../../core/foundations/text/storable';
import type { Database } from './database';
import { resultOrder } from './resultOrder';

/** What verdicts taught the filters, as it is kept: never changed, but for who accepted it. */
export interface StoredCalibration extends Refit {
  /** 1 and up within the run. */
  readonly version: number;
  /** The verdicts that it was fitted to: those applied up to this watermark. */
  readonly watermark: number;
  /** Iterations that read verdicts up to this watermark or a later one go by it; null while it is only proposed. */
  readonly inForceFrom: number | null;
  /** Who accepted it; null where the recipe applies it at once, and while it is only proposed. */
  readonly acceptedBy: string | null;
  readonly createdAt: Date;
}

interface CalibrationRow extends Omit<StoredCalibration, 'moved' | 'scorer' | 'expected'> {
  overlay: Refit['moved'];
  scorer: Refit['scorer'];
  expected: Refit['expected'];
}

interface LabelRow {
  iteration: number;
  ordinal: number;
  instruction: string;
  input: string;
  response: string;
  verdict: 'approve' | 'reject';
  scores: { filter: string; score: number | null; passed: boolean }[] | null;
}

const columns = `version, watermark, overlay, scorer, expected, in_force_from as "inForceFrom", accepted_by as "acceptedBy", created_at as "createdAt"`;

/** Calibrations of runs, by version. */
export class CalibrationStore {
  constructor(private readonly database: Database) {}

  /**
   * Pairs that had passed every filter, with what people said of them in batches that were applied up to a watermark, in the run's
   * order. Edited ones are left out: they were good enough to keep, and not as they were. So are those that
   * were looked at beside the answer about another group: a filter that sees one of the two can't learn from that.
   */
  async labelled(runKey: string, watermark: number): Promise<LabelledPair[]> {
    const { rows } = await this.database.query<LabelRow>(
      `select i.iteration, i.ordinal, i.instruction, i.input, i.response, o.verdict, scored.scores
       from review_batches b
       cross join lateral jsonb_to_recordset(b.outcome) as o(item int, verdict text)
       join review_items i on (i.run_key, i.batch, i.item) = (b.run_key, b.batch, o.item)
       left join lateral (
         select jsonb_agg(jsonb_build_object('filter', s.filter, 'score', s.score, 'passed', s.passed)
                          order by ${resultOrder('s.stage')}, s.filter) as scores
         from scores s where (s.run_key, s.iteration, s.ordinal) = (i.run_key, i.iteration, i.ordinal)
           and s.response in (-1, coalesce((select min(r.response) from responses r
             where (r.run_key, r.iteration, r.ordinal) = (i.run_key, i.iteration, i.ordinal) and r.kept), 0))) scored on true
       where b.run_key = $1 and b.applied <= $2 and i.kind = 'sample' and i.drawn_by <> 'counterfactual' and o.verdict in ('approve', 'reject')
       order by i.iteration, i.ordinal`,
      [runKey, watermark],
    );
    return rows.map(({ iteration, ordinal, instruction, input, response, verdict, scores }) => ({
      bad: verdict === 'reject',
      item: {
        ids: [`${iteration}/${ordinal}`],
        instruction,
        input,
        response,
        results: resultsByFilter(scores ?? []),
      },
    }));
  }

  /** Keeps what was fitted at a watermark, under the run's next version. Repeated, it returns what stands. */
  async save(
    runKey: string,
    watermark: number,
    { moved, scorer, expected }: Refit,
    isApplied: boolean,
  ): Promise<StoredCalibration> {
    return this.database.transaction(async (connection) => {
      await connection.query('select pg_advisory_xact_lock(hashtextextended($1, 2))', [runKey]);
      const { rows: known } = await connection.query<CalibrationRow>(
        `select ${columns} from calibrations where run_key = $1 and watermark = $2`,
        [runKey, watermark],
      );
      if (known[0]) return toCalibration(known[0]);
      const { rows } = await connection.query<CalibrationRow>(
        `insert into calibrations (run_key, version, watermark, overlay, scorer, expected, in_force_from)
         select $1, coalesce(max(version), 0) + 1, $2, $3, $4, $5, $6 from calibrations where run_key = $1 returning ${columns}`,
        [
          runKey,
          watermark,
          storableJson(moved),
          scorer === null ? null : storableJson(scorer),
          storableJson(expected),
          isApplied ? watermark : null,
        ],
      );
      if (!rows[0]) throw new Error(`The calibration of ${runKey} at ${watermark} was not kept.`);
      return toCalibration(rows[0]);
    });
  }

  /**
   * Puts a proposed one in force from the run's next watermark on. Returns the run's watermark. One that is not there, or that is in
   * force, changes nothing.
   */
  async accept(runKey: string, version: number, by: string): Promise<number> {
    return this.database.transaction(async (connection) => {
      await connection.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [runKey]);
      const { rows } = await connection.query<{ watermark: number }>(
        `with next as (select coalesce(max(watermark), 0) + 1 as watermark from review_applications where run_key = $1),
         accepted as (
           update calibrations set in_force_from = next.watermark, accepted_by = $3 from next
           where run_key = $1 and version = $2 and in_force_from is null returning in_force_from)
         insert into review_applications (run_key, watermark, delta) select $1, in_force_from, $4 from accepted returning watermark`,
        [runKey, version, by, storableJson(emptyFunnel)],
      );
      if (rows[0]) return rows[0].watermark;
      const { rows: last } = await connection.query<{ watermark: number }>(
        'select coalesce(max(watermark), 0) as watermark from review_applications where run_key = $1',
        [runKey],
      );
      return last[0]?.watermark ?? 0;
    });
  }

  /** What an iteration that reads verdicts up to `reviewed` goes by; undefined: the recipe alone. */
  async inForce(runKey: string, reviewed: number): Promise<StoredCalibration | undefined> {
    if (reviewed === 0) return undefined;
    const { rows } = await this.database.query<CalibrationRow>(
      `select ${columns} from calibrations where run_key = $1 and in_force_from <= $2 order by in_force_from desc, version desc limit 1`,
      [runKey, reviewed],
    );
    return rows[0] && toCalibration(rows[0]);
  }

  /** All of a run's, the first one first. */
  async list(runKey: string): Promise<StoredCalibration[]> {
    const { rows } = await this.database.query<CalibrationRow>(
      `select ${columns} from calibrations where run_key = $1 order by version`,
      [runKey],
    );
    return rows.map(toCalibration);
  }
}

function toCalibration({ overlay, ...row }: CalibrationRow): StoredCalibration {
  return { ...row, moved: overlay };
}
