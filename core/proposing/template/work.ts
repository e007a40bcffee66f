import type { CellKey } from '../../vocabulary/cell';
import type { Lineage } from '../../vocabulary/lineage';
import type { PlannedWork } from '../../vocabulary/plannedWork';

/** One instance of a template, filled. Its instruction costs nothing; its response does where the template has none. */
export interface TemplateWork extends PlannedWork {
  readonly strategy: 'template';
  readonly instruction: string;
  readonly input: string;
  /** Undefined where the teacher is to write it. */
  readonly response?: string;
  readonly template: NonNullable<Lineage['template']>;
  /** Declared by the template; null where it is left to the classifier. */
  readonly cell: CellKey | null;
  /** Why these slots can't be made into texts, such as a division by zero; the texts are empty then. */
  readonly failed?: string;
}
