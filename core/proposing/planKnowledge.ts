import type { CellCount } from './steering/allocate';
import type { PassageShelf, SourceCount } from './passageShelf';
import type { CellKey } from '../vocabulary/cell';
import type { Grid } from '../recipe/coverage/grid';
import type { Rejection } from '../vocabulary/rejection';
import type { Embed } from '../foundations/embedding/embed';
import type { PlannedWork } from '../vocabulary/plannedWork';
import type { PoolEntry } from '../vocabulary/poolEntry';
import type { Stretch } from '../vocabulary/stretch';
import type { ByStrategy } from '../vocabulary/strategyName';

/** What a strategy's works came to so far. */
export interface StrategyYield {
  readonly works: number;
  readonly proposed: number;
  readonly accepted: number;
}

/** Of a strategy that nothing is known of yet. */
export const noYield: StrategyYield = { works: 0, proposed: 0, accepted: 0 };

/** What the plan of an iteration may know: all that was committed up to its watermark, and what is planned since. */
export interface PlanKnowledge {
  /** Candidates to aim at. */
  readonly size: number;
  /** How many measures against collapse are in force. */
  readonly measures: number;
  readonly pool: readonly PoolEntry[];
  readonly yields: ByStrategy<StrategyYield>;
  readonly cells: readonly CellCount[];
  /** Plans that are not committed, oldest first. */
  readonly underWay: readonly (readonly PlannedWork[])[];
  /** Stretches of every earlier plan. */
  readonly stretches: readonly ByStrategy<Stretch>[];
  readonly grid: Grid | undefined;
  /** Tells the cell of each seed; undefined where nothing can tell it. It costs embeddings, and is asked for where examples are chosen by cell. */
  readonly cellsOfSeeds: () => Promise<readonly (CellKey | null)[] | undefined>;
  /** Pairs that people rejected, as far as the iteration may know. */
  readonly rejections: readonly Rejection[];
  readonly embed: Embed;
  /** The passages of the recipe's knowledge; absent where it has none. */
  readonly passages?: PassageShelf | undefined;
  /** What came of its documents so far, in the order of their ids; absent where there are none. */
  readonly sources?: readonly SourceCount[];
  /** Awaited now and then: lets heartbeats through. */
  readonly yieldToEventLoop?: () => Promise<void>;
}
