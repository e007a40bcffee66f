import type { StoredText } from '../../foundations/text/storedText';
import type { Turn } from '../../vocabulary/conversation';
import type { CellKey } from '../../vocabulary/cell';
import type { Edit, VerdictKind } from '../../vocabulary/verdict';
import type { Lineage } from '../../vocabulary/lineage';

/**
 * An accepted candidate as it leaves: all that does not depend on when, where or under which name it was made. Its own texts are strings, or for whoever only writes them
 * down what the store holds (`AcceptedPair<StoredText>`).
 */
export interface AcceptedPair<Text extends StoredText = string> {
  readonly iteration: number;
  readonly ordinal: number;
  readonly strategy: string;
  readonly instruction: Text;
  /** Null where nobody asked. */
  readonly classification: boolean | null;
  readonly family: string | null;
  /** The cell that was asked for, and the one that it was classified into; null without a grid. */
  readonly askedCell: CellKey | null;
  readonly cell: CellKey | null;
  /** How it came about. */
  readonly lineage: Lineage;
  /** In the order in which they were written; at least one. */
  readonly instances: readonly [PairInstance<Text>, ...PairInstance<Text>[]];
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

/** What a user says after a response, and the response to it. */
export interface ConversationTurn {
  readonly message: string;
  readonly response: string;
  /** The ledger's keys of the calls that wrote them; null where the texts were read from a dataset, or written by people. */
  readonly messageCall: string | null;
  readonly call: string | null;
  /** What the teacher thought before it wrote the response, as that of an instance. */
  readonly thinking?: string | null;
  /** Another response to the same message after the same exchanges, that people put this one in the place of; left out where there is none. */
  readonly rejected?: RejectedResponse;
}

/** One input, which may be empty, the response to it, and what the conversation goes on with, if it does. */
export interface PairInstance<Text extends StoredText = string> {
  readonly input: Text;
  readonly response: Text;
  /** What the teacher thought before it wrote the response; null where the recipe drops it, none was shown, or people wrote another response. */
  readonly thinking?: Text | null;
  /** The ledger's key of the call that wrote the response; null where it was computed, or is its parent's. */
  readonly call: string | null;
  /** Who wrote it; null where it was computed, or is its parent's. */
  readonly teacher: { readonly endpoint: string; readonly model: string } | null;
  /** Prompts and versions that it was written with. */
  readonly prompts: readonly string[];
  /** What the teacher was told in the role of the system when it wrote the response; left out where it was told nothing. */
  readonly system?: string;
  /** What follows the response, in order; left out where the conversation ends with it. */
  readonly turns?: readonly ConversationTurn[];
  /** Another response to the same, that this one was put in the place of; left out where there is none. */
  readonly rejected?: RejectedResponse;
}

/** A response that somebody found worse than the one that the pair has, to the very same question after the very same exchanges. */
export interface RejectedResponse {
  readonly response: string;
  /**
   * `edited`: a person rewrote it. `judged`: of several responses to the same, it was judged the worst, and clearly worse than the kept one.
   * `rewritten`: the teacher rewrote it, after a critique that found flaws.
   */
  readonly because: 'edited' | 'judged' | 'rewritten';
}

/** What the pairs of one run have in common. */
export interface DatasetOrigin {
  readonly seed: number;
  /** Whether pairs may have thinking: then a format that has a field for it has it in every row, empty or not, since loaders tell columns by the first rows. */
  readonly keepsThinking?: boolean;
  /** The same of what the teacher was told in the role of the system. */
  readonly hasSystem?: boolean;
  /** The same of what follows the first response: whether pairs may be conversations. */
  readonly hasTurns?: boolean;
  /** Preferences that an existing set brought along, in its order: rows of the preference format beside those of the pairs. */
  readonly preferences?: readonly BroughtPreference[];
}

/** A row of a preference set: two answers to one question, and which is better. */
export interface BroughtPreference {
  /** What was said before, in order; left out where nothing was. */
  readonly earlier?: readonly Turn[];
  readonly instruction: string;
  readonly input: string;
  readonly chosen: string;
  readonly rejected: string;
}
