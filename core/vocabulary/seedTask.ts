import type { Turn } from './conversation';

/** An example of a task: what it works on, and a good answer. */
export interface SeedInstance {
  /** Empty where the instruction needs none. */
  readonly input: string;
  readonly output: string;
  /** What follows the answer, in order; left out where nothing does. */
  readonly turns?: readonly Turn[];
}

/** A task that a dataset grows from. `input`, `response` and `turns` are those of its first instance. */
export interface SeedTask {
  readonly id?: string;
  readonly instruction: string;
  readonly input: string;
  readonly response: string;
  /** What follows the response, in order; left out where nothing does. */
  readonly turns?: readonly Turn[];
  /** Another answer to the last question, that a preference set says is worse; left out where there is none. */
  readonly rejected?: string;
  /** Whether the response is one of a few labels. */
  readonly classification: boolean;
  /** A name that it shares with the tasks it belongs to. */
  readonly group?: string;
  /** At least one. */
  readonly instances: readonly SeedInstance[];
}
