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
}
