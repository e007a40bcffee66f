import type { BudgetLine } from '../teacher/budget/budgetState';
import type { RunCost } from './cost/runCost';
import type { Health } from '../proposing/steering/health';
import type { DueStage } from './stages/dueStage';
import type { StageName } from './stages/registry';
import type { Funnel } from '../vocabulary/funnel';

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
  /** Accepted pairs at which the run ends, where that was changed since it was prepared. */
  readonly target?: number | undefined;
  /** Which extension of the run begins it anew, after its plan; left out where none does. */
  readonly begunAnew?: number | undefined;
}

/** What an iteration's plan holds. */
export interface Planned {
  readonly works: number;
  /** What is to be asked first. */
  readonly due: DueStage;
}

/** A part of what a stage asks of one endpoint, from `from` up to, not including, `to`. */
export interface StageShard {
  readonly input: IterationInput;
  readonly stage: StageName;
  readonly endpoint: string;
  readonly from: number;
  readonly to: number;
}

/** What a stage asks of one endpoint, where that is asked by batch. */
export interface BatchedStage {
  readonly input: IterationInput;
  readonly stage: StageName;
  readonly endpoint: string;
  /** Whether the run is being stopped: nothing new is asked, and what is under way is cancelled and collected. */
  readonly isStopping: boolean;
}

export interface BatchProgress {
  /** `online`: what is left is asked in shards. */
  readonly next: 'wait' | 'online' | 'done';
  /** Batches under way at the provider. */
  readonly open: number;
}

/** What a shard did: requests answered, and how many of them had to be sent for it. */
export interface ShardOutcome {
  readonly answered: number;
  readonly sent: number;
}

/** A batch to which items are added yet. */
export interface GatheringBatch {
  readonly batch: number;
  readonly items: number;
}

/** What an iteration came to, as its commit wrote it down. */
export interface IterationOutcome {
  readonly iteration: number;
  /** 0 where no strategy had anything left to do. */
  readonly works: number;
  readonly funnel: Funnel;
  /** Batches for people to look at that its commit made, by number. */
  readonly reviews: readonly number[];
  /** The batch that gathers items after this commit, which nobody has yet; left out where none does. */
  readonly gathering?: GatheringBatch;
  /** Whether the loop repeats itself; undefined where nobody watches. */
  readonly health?: Health;
  /** What the run had cost when this was told. Not kept. */
  readonly runCost?: RunCost;
  /** What was left of its budgets then. Not kept. */
  readonly budget?: readonly BudgetLine[];
}
