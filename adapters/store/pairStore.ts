import type { AcceptedPair, PairInstance } from '../../core/export/acceptedPair';
import type { Lineage } from '../../core/strategies/lineage';
import type { Database } from './database';

/** Where a pair stands in its run: the order of every export. */
export interface PairAddress {
  readonly iteration: number;
  readonly ordinal: number;
}

interface PairRow extends PairAddress {
  strategy: string;
  instruction: string;
  classification: boolean | null;
  family: string | null;
  asked_cell: string | null;
  cell: string | null;
  lineage: Lineage;
  instances: PairInstance[] | null;
  score: number | null;
  nearest: string | null;
}

/** Before every pair. */
const beginning: PairAddress = { iteration: -1, ordinal: -1 };

/** Accepted pairs of runs. */
export class PairStore {
  constructor(private readonly database: Database) {}

  /**
   * Accepted pairs in (iteration, ordinal) order, read in batches as they are asked for. Iterations commit in their order, so
   * going on after the last pair seen misses none, also while the run goes on.
   */
  async *accepted(runKey: string, after: PairAddress = beginning, batch = 500): AsyncGenerator<AcceptedPair> {
    for (let last = after; ;) {
      const rows = await this.rowsAfter(runKey, last, batch);
      yield* rows.map(toPair);
      const end = rows.at(-1);
      if (end === undefined || rows.length < batch) return;
      last = end;
    }
  }

  /** The instruction of the pair that was accepted last. */
  async newestInstruction(runKey: string): Promise<string | undefined> {
    const { rows } = await this.database.query<{ instruction: string }>(
      `select instruction from candidates where run_key = $1 and state = 'accepted'
       order by iteration desc, ordinal desc limit 1`,
      [runKey],
    );
    return rows[0]?.instruction;
  }

  /** A pair may have been compared twice, with the snapshot and at its commit: the higher similarity is the one that counts. */
  private async rowsAfter(runKey: string, after: PairAddress, limit: number): Promise<PairRow[]> {
    const { rows } = await this.database.query<PairRow>(
      `select c.iteration, c.ordinal, c.strategy, c.instruction, c.classification, c.family, c.asked_cell, c.cell, c.lineage, novelty.score, novelty.nearest,
         (select jsonb_agg(jsonb_build_object('input', r.input, 'response', r.text, 'call', r.call_key,
                   'teacher', case when r.pool is not null then jsonb_build_object('pool', r.pool, 'model', r.model) end, 'prompts', r.prompts) order by r.response)
          from responses r
          where (r.run_key, r.iteration, r.ordinal) = (c.run_key, c.iteration, c.ordinal) and r.kept) as instances
       from candidates c
       left join lateral (
         select s.score, s.evidence ->> 'nearest' as nearest from scores s
         where (s.run_key, s.iteration, s.ordinal) = (c.run_key, c.iteration, c.ordinal)
           and s.filter = 'novelty' and s.score is not null
         order by s.score desc, s.stage limit 1) novelty on true
       where c.run_key = $1 and c.state = 'accepted' and (c.iteration, c.ordinal) > ($2, $3)
       order by c.iteration, c.ordinal limit $4`,
      [runKey, after.iteration, after.ordinal, limit],
    );
    return rows;
  }
}

function toPair({ instances, score, nearest, asked_cell: askedCell, ...row }: PairRow): AcceptedPair {
  const [first, ...others] = instances ?? [];
  if (!first) throw new Error(`Pair ${row.iteration}/${row.ordinal} was accepted without a response.`);
  return {
    ...row,
    askedCell,
    instances: [first, ...others],
    novelty: score === null ? null : { score, nearest },
  };
}
