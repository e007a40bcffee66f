import type { Health } from '../proposing/steering/health';
import type { Funnel } from '../vocabulary/funnel';

/** Task queues of the endpoint pools that play a role for the whole of an iteration. */
export interface TeacherQueues {
  readonly propose: string;
  readonly classify: string;
  readonly judge: string;
}

/** Everything that an iteration is decided by. It travels in histories: references and counts, never text. */
export interface IterationInput {
  readonly runKey: string;
  readonly iteration: number;
  /** What is decided here reads only what iterations up to this one committed; -1: nothing but the seeds. */
  readonly readThrough: number;
  /** Candidates to aim at. */
  readonly size: number;
  /** How many measures against collapse are in force. */
  readonly measures: number;
  /**
   * How many times what people decided had been applied when this was decided: of verdicts it reads those, and no later ones. 0: none.
   */
  readonly reviewed: number;
  readonly queues: TeacherQueues;
}

/** What an iteration's plan holds. */
export interface Planned {
  readonly works: number;
  /** How many of them, the first ones, ask the teacher before there is a candidate. */
  readonly asking: number;
}

/** A stretch of an iteration's works or candidates, from `from` up to, not including, `to`. */
export interface Shard {
  readonly input: IterationInput;
  readonly from: number;
  readonly to: number;
}

/** The candidates whose responses one endpoint pool writes. */
export interface Responders {
  readonly pool: string;
  readonly queue: string;
  readonly candidates: number;
}

/** What became of an iteration's instructions. */
export interface ScreenedInstructions {
  /** Candidates of which the judge is to say whether they repeat another, before anything else is bought for them. */
  readonly toCompare: number;
  /** Candidates whose cell the teacher is to tell, before it is known who responds. */
  readonly toClassify: number;
  readonly responders: readonly Responders[];
}

/** A stretch of what one endpoint pool responds to. */
export interface ResponseShard extends Shard {
  readonly pool: string;
}

/** What a shard did: requests answered, and how many of them had to be sent for it. */
export interface ShardOutcome {
  readonly answered: number;
  readonly sent: number;
}

/** What an iteration came to, as its commit wrote it down. */
export interface IterationOutcome {
  readonly iteration: number;
  /** 0 where no strategy had anything left to do. */
  readonly works: number;
  readonly funnel: Funnel;
  /** Batches for people to look at that its commit made, by number. */
  readonly reviews: readonly number[];
  /** Whether the loop repeats itself; undefined where nobody watches. */
  readonly health?: Health;
}
