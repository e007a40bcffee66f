import { steeredNames } from '../../core/proposing/knownStrategies';
import type { PoolEntry } from '../../core/vocabulary/poolEntry';
import type { Database } from './database';

/** A pair that its commit let through. */
export type CommittedPair = Pick<
  PoolEntry,
  'iteration' | 'ordinal' | 'strategy' | 'instruction' | 'input' | 'family'
> & { readonly identity: string | null };

/** An instruction that the teacher came up with by itself: of a strategy that is steered. */
export interface FreeProposal {
  readonly ordinal: number;
  readonly instruction: string;
  readonly novel: boolean;
  readonly response: string | null;
}

/** What iterations brought, whatever people said of it since: what nothing may repeat, and what a watch on collapse looks at. */
export class CommittedPairs {
  constructor(private readonly database: Database) {}

  /**
   * Every pair that the commits of iterations after `after` and up to `through` let through, in order, as it was then: whether it
   * waits for people, or they declined it later, nothing that repeats it is new.
   */
  async passedUpTo(runKey: string, through: number, after = -1): Promise<CommittedPair[]> {
    const { rows } = await this.database.query<CommittedPair>(
      `select c.iteration, c.ordinal, c.strategy, c.instruction, r.input, c.family, c.identity
       from candidates c
       join lateral (
         select input from responses r
         where (r.run_key, r.iteration, r.ordinal) = (c.run_key, c.iteration, c.ordinal) and r.kept
         order by r.response limit 1) r on true
       where c.run_key = $1 and c.committed_state in ('accepted', 'awaitingReview') and c.iteration > $2 and c.iteration <= $3
       order by c.iteration, c.ordinal`,
      [runKey, after, through],
    );
    return rows;
  }

  /** What an iteration's free proposals came to before its commit: whether they were new, and their first response. */
  async freelyProposed(runKey: string, iteration: number): Promise<FreeProposal[]> {
    const { rows } = await this.database.query<FreeProposal>(
      `select ordinal, instruction, decided_by is distinct from 'novelty' as novel,
         (select r.text from responses r where (r.run_key, r.iteration, r.ordinal) = (c.run_key, c.iteration, c.ordinal) and r.kept
          order by r.response limit 1) as response
       from candidates c where run_key = $1 and iteration = $2 and strategy = any($3) and instruction is not null
         and (passed_screen or decided_by = 'novelty') order by ordinal`,
      [runKey, iteration, steeredNames],
    );
    return rows;
  }
}
