import type { Turn } from '../../vocabulary/conversation';
import type { Origin } from '../../vocabulary/lineage';
import type { PlannedWork } from '../../vocabulary/plannedWork';

/** One variant to be made: of what, by which operators one after the other. */
export interface AugmentWork extends PlannedWork {
  readonly strategy: 'augment';
  readonly parent: Origin;
  readonly instruction: string;
  readonly input: string;
  readonly response: string;
  /** What follows the response of the parent, where that is a conversation. */
  readonly turns?: readonly Turn[];
  readonly classification: boolean;
  /** The family of the parent and all of its variants. */
  readonly family: string;
  readonly chain: readonly string[];
  /** Tells repeated asks of the same operator for the same parent apart. */
  readonly sample: string;
  /** What operators draw beside the text (a style, a depth), by operator. */
  readonly draws: Readonly<Record<string, string>>;
}
