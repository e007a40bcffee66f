import type { CellKey } from './cell';
import type { Conversed, StoredTurn } from './conversation';
import type { RecordedResult } from './filterResult';
import type { CandidateState } from './funnel';
import type { Lineage } from './lineage';
import type { StrategyName } from './strategyName';
import type { FinishReason } from './finishReason';

/** A candidate as it enters the store: screened by its instruction alone. */
export interface ScreenedCandidate {
  readonly ordinal: number;
  /** Position of its work in the plan. */
  readonly work: number;
  readonly strategy: StrategyName;
  readonly state: CandidateState;
  readonly instruction: string | null;
  /** Fixed before the response is written; null where that is still open. */
  readonly input: string | null;
  readonly family: string | null;
  readonly identity: string | null;
  readonly askedCell: CellKey | null;
  readonly cell: CellKey | null;
  readonly classification: boolean | null;
  readonly lineage: Lineage;
  /** The last call that made the instruction; null where none did. */
  readonly proposalCall: string | null;
  readonly decidedBy: string | null;
  readonly reason: string | null;
  /** The teacher's words, where they could not be read. */
  readonly raw: string | null;
  readonly results: readonly RecordedResult[];
  /** What the strategy brought along. */
  readonly responses: readonly StoredResponse[];
}

/** A response as it was written, or computed. */
export interface StoredResponse {
  readonly response: number;
  /** The response that it is another sample of: to the same instruction and input. Null, or left out, for the first of its input. */
  readonly sampleOf?: number | null;
  readonly input: string;
  readonly text: string;
  /** What it was before a critique had it rewritten; left out where it was not. */
  readonly draft?: string;
  readonly finishReason: FinishReason;
  /** What the teacher thought before it wrote it, where the recipe keeps that. */
  readonly thinking?: string;
  /** Null where it was computed, or is its parent's. */
  readonly callKey: string | null;
  readonly endpoint: string | null;
  readonly model: string | null;
  /** Prompts and versions that it was written with. */
  readonly prompts: readonly string[];
  /** What the conversation goes on with; left out where it ends with the response. */
  readonly turns?: readonly StoredTurn[];
}

/** A candidate whose responses are there, or whose teacher gave nothing usable. */
export interface RespondedCandidate {
  readonly ordinal: number;
  /** The ledger's keys of all calls that it took, those whose answers were only a step among them. */
  readonly calls: readonly string[];
  readonly classification: boolean | null;
  readonly unreadable: { readonly reason: string; readonly raw: string; readonly isRefusal?: true } | null;
  readonly responses: readonly StoredResponse[];
}

/** A candidate with what became of its conversations, before any filter looked at them: one for each response that was to go on. */
export interface ConversingCandidate {
  readonly ordinal: number;
  /** The ledger's keys of all calls that they took. */
  readonly calls: readonly string[];
  readonly conversations: readonly { readonly response: number; readonly conversed: Conversed }[];
}

/** The same, as it is kept. */
export interface ConversedCandidate {
  readonly ordinal: number;
  /** The ledger's keys of all calls that they took. */
  readonly calls: readonly string[];
  /** What was written that could not be used; null where everything could. */
  readonly raw: string | null;
  /** Those that are whole. */
  readonly conversations: readonly { readonly response: number; readonly turns: readonly StoredTurn[] }[];
}

/** A candidate that passed its first screening, with what was written for it. */
export interface WrittenCandidate extends Omit<RespondedCandidate, 'calls'> {
  readonly instruction: string;
  readonly strategy: StrategyName;
  readonly askedCell: CellKey | null;
  /** The language that was asked for by name; null for the cell's, or the recipe's. */
  readonly askedLanguage: string | null;
  /** What the filters said of its instruction. */
  readonly earlier: readonly RecordedResult[];
}

/** What a stage changes of a candidate; what is left out stays as it was. */
export interface CandidateChange {
  readonly ordinal: number;
  readonly state?: CandidateState;
  readonly decidedBy?: string | null;
  readonly reason?: string | null;
  readonly cell?: CellKey | null;
  readonly responses?: readonly {
    readonly response: number;
    readonly kept: boolean;
    readonly reason: string | null;
    /** What is kept instead of what was written: without personal data, and without talk about the answer. */
    readonly redacted?: { readonly input: string; readonly text: string };
  }[];
  /** `response` is -1 for what is said of the instruction. */
  readonly results: readonly (RecordedResult & { readonly response: number })[];
}

/** What screening makes of a candidate and its responses. */
export interface PairScreening extends CandidateChange {
  readonly state: CandidateState;
  readonly decidedBy: string | null;
  readonly reason: string | null;
  readonly responses: NonNullable<CandidateChange['responses']>;
}
