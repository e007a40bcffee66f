import type { CellKey } from '../../vocabulary/cell';
import type { Edit, VerdictKind } from '../../vocabulary/verdict';
import type { Lineage } from '../../vocabulary/lineage';

/** An accepted candidate as it leaves: all that does not depend on when, where or under which name it was made. */
export interface AcceptedPair {
  readonly iteration: number;
  readonly ordinal: number;
  readonly strategy: string;
  readonly instruction: string;
  /** Null where nobody asked. */
  readonly classification: boolean | null;
  readonly family: string | null;
  /** The cell that was asked for, and the one that it was classified into; null without a grid. */
  readonly askedCell: CellKey | null;
  readonly cell: CellKey | null;
  /** How it came about. */
  readonly lineage: Lineage;
  /** In the order in which they were written; at least one. */
  readonly instances: readonly [PairInstance, ...PairInstance[]];
  /** Similarity to the nearest seed or pool instruction (ROUGE-L F), and that instruction; null where there was none. */
  readonly novelty: { readonly score: number; readonly nearest: string | null } | null;
  /** What people said of it, oldest first, what was superseded too; left out where nobody was asked. */
  readonly verdicts?: readonly PairVerdict[];
}

/** One person's verdict on a pair. */
export interface PairVerdict {
  readonly reviewer: string;
  readonly verdict: VerdictKind | 'withdrawn';
  readonly reason: string | null;
  /** ISO 8601. */
  readonly at: string;
  /** The texts that the reviewer changed, as they were and as they are; null where none was. */
  readonly edit: { readonly before: Edit; readonly after: Edit } | null;
}

/** One input, which may be empty, and the response to it. */
export interface PairInstance {
  readonly input: string;
  readonly response: string;
  /** What the teacher thought before it wrote the response; null where the recipe drops it, none was shown, or people wrote another response. */
  readonly thinking?: string | null;
  /** The ledger's key of the call that wrote the response; null where it was computed, or is its parent's. */
  readonly call: string | null;
  /** Who wrote it; null where it was computed, or is its parent's. */
  readonly teacher: { readonly endpoint: string; readonly model: string } | null;
  /** Prompts and versions that it was written with. */
  readonly prompts: readonly string[];
}

/** What the pairs of one run have in common. */
export interface DatasetOrigin {
  readonly seed: number;
}
