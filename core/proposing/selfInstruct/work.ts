import type { CellKey } from '../../vocabulary/cell';
import type { TeacherRequest } from '../../teacher/request';
import type { Lineage } from '../../vocabulary/lineage';
import type { PlannedWork } from '../../vocabulary/plannedWork';

/** One proposal prompt: what is asked first, and how its answer is read. */
export interface SelfInstructWork extends PlannedWork {
  readonly strategy: 'selfInstruct';
  readonly request: TeacherRequest;
  /** Prompt and version of `request`. */
  readonly prompt: string;
  /**
   * Words that the first item of a numbered list is begun with. Where there are any, `request` is asked once with each after its text, and one
   * item is read of each answer. Left out: the list goes on as it likes.
   */
  readonly openings?: readonly string[];
  /** How the answer is read: a numbered list that is continued, a JSON list of instructions, or one of whole pairs. */
  readonly answer: 'numberedList' | 'instructions' | 'pairs';
  /** Numbers that the items of a numbered list have. */
  readonly firstItem: number;
  readonly lastItem: number;
  /** The cell that was asked for; null where the prompt leaves it open. */
  readonly cell: CellKey | null;
  readonly shown: Pick<Lineage, 'examples' | 'persona' | 'attributes'>;
}
