import type { PlannedWork } from '../../vocabulary/plannedWork';

/** Requests of one category that are asked for in one call. */
export interface RefusalWork extends PlannedWork {
  readonly strategy: 'refuse';
  /** As the run's policy calls it. */
  readonly category: string;
  readonly count: number;
  /** Tells the calls of one category apart. */
  readonly sample: string;
}
