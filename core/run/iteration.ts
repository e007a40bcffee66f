import type { Funnel } from './funnel';

/** Everything that an iteration is decided by. It travels in histories: references and counts, never text. */
export interface IterationInput {
  readonly runKey: string;
  readonly iteration: number;
  /** What is decided here reads only what iterations up to this one committed; -1: nothing but the seeds. */
  readonly readThrough: number;
  /** How many proposal prompts to send. */
  readonly proposals: number;
  /** Task queues of the endpoint pools that propose and respond. */
  readonly queues: { readonly propose: string; readonly respond: string };
}

/** A stretch of an iteration's requests or candidates, from `from` up to, not including, `to`. */
export interface Shard {
  readonly input: IterationInput;
  readonly from: number;
  readonly to: number;
}

/** What a shard did: requests answered, and how many of them had to be sent for it. */
export interface ShardOutcome {
  readonly answered: number;
  readonly sent: number;
}

/** What an iteration came to, as its commit wrote it down. */
export interface IterationOutcome {
  readonly iteration: number;
  readonly proposals: number;
  readonly funnel: Funnel;
}
