import type { StageName } from './registry';

/** A stage that is to be asked and read next. It travels in histories: counts, never text. */
export interface DueStage {
  readonly stage: StageName;
  /** What one ask is called, for people. */
  readonly asksAre: string;
  readonly asks: readonly {
    readonly endpoint: string;
    readonly queue: string;
    readonly count: number;
  }[];
  /** Asked by batch first, as far as endpoints have them: how many seconds go by before one is looked at, and at most later. Absent: online. */
  readonly batches?: { readonly first: number; readonly longest: number };
}
