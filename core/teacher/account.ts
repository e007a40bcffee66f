import type { Budget } from './budget/budget';

/** Whose purchase it is: `scope` is how far the answer may be used again, the run or the whole workspace. */
export interface LedgerAddress {
  readonly scope: string;
  readonly runKey: string;
  readonly iteration: number;
  /** Of the run, where runs take turns; 1 where left out. */
  readonly weight?: number | undefined;
  /** What the run may spend; undefined where it is not limited. */
  readonly budget?: Budget | undefined;
}

/** On whose account something is bought, and until when that is wanted. */
export interface Account {
  readonly address: LedgerAddress;
  /** Nothing is sent after it aborted; what is in flight by then is paid for. */
  readonly signal: AbortSignal;
}
