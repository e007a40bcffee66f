import type { Passage } from '../../vocabulary/passage';
import type { PlannedWork } from '../../vocabulary/plannedWork';
import type { FormName } from './forms';

/** A passage, as a request shows it and a lineage cites it. */
export type CitedPassage = Pick<Passage, 'id' | 'name' | 'page' | 'headings' | 'text'>;

/** One request about a passage, or about two. */
export interface FromKnowledgeWork extends PlannedWork {
  readonly strategy: 'fromKnowledge';
  readonly form: FormName;
  readonly passages: readonly CitedPassage[];
  /** The document that it is counted for. */
  readonly document: string;
  /** How often that document was asked about before. */
  readonly turn: number;
  /** Whether the pair's input is the passage. */
  readonly shown: boolean;
  readonly count: number;
}
