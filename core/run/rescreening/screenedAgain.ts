import type { CellKey } from '../../vocabulary/cell';
import type { StoredTurn } from '../../vocabulary/conversation';
import type { CandidateState } from '../../vocabulary/funnel';
import type { StrategyName } from '../../vocabulary/strategyName';
import type { FinishReason } from '../../vocabulary/finishReason';

/** A candidate of a run with everything that was kept of how it was screened. */
export interface StoredCandidate {
  readonly iteration: number;
  readonly ordinal: number;
  readonly state: CandidateState;
  readonly strategy: StrategyName;
  readonly family: string | null;
  readonly identity: string | null;
  readonly instruction: string | null;
  /** What it works on, where its strategy fixed that. */
  readonly input: string | null;
  readonly isMeantToDiffer: boolean;
  readonly classification: boolean | null;
  readonly askedCell: CellKey | null;
  readonly askedLanguage: string | null;
  readonly decidedBy: string | null;
  /** Neighbours that the judge called other tasks than it. */
  readonly judgedOther: readonly string[];
  readonly responses: readonly {
    readonly response: number;
    readonly sampleOf?: number | null;
    readonly input: string;
    readonly text: string;
    readonly finishReason: FinishReason;
    readonly kept: boolean | null;
    /** Prompts and versions that it was written with. */
    readonly prompts: readonly string[];
    readonly turns?: readonly StoredTurn[];
  }[];
  readonly scores: readonly StoredScore[];
}

export interface StoredScore {
  /** -1 where the filter looked at the instruction alone. */
  readonly response: number;
  readonly stage: string;
  readonly filter: string;
  readonly score: number | null;
  readonly passed: boolean;
  readonly reason: string | null;
}

/** What a candidate comes to under other settings. */
export interface Redecision {
  /** Waiting: something would have to be written, judged or scored first. */
  readonly state: 'accepted' | 'rejected' | 'waiting';
  readonly decidedBy: string | null;
  readonly reason: string | null;
  /** What is missing: "response", or the name of the filter that never scored it. */
  readonly needs: string | null;
  /** Numbers of the responses that pass. */
  readonly kept: readonly number[];
}

/** A candidate whose decision is another than the run's. */
export type ChangedDecision = Redecision & Pick<StoredCandidate, 'iteration' | 'ordinal'>;

/** Candidates that went from one state to another, by who decides now, or decided before. */
export interface Move {
  readonly from: 'accepted' | 'rejected';
  readonly to: Redecision['state'];
  /** The filter that rejects it now, or that rejected it before; what it waits for. */
  readonly by: string;
  readonly count: number;
}

/** A run under other settings, in figures. */
export interface RescreeningSummary {
  /** Candidates that a filter had decided; the others (quarantined, abandoned, declined, open) stay as they are. */
  readonly looked: number;
  readonly before: { readonly accepted: number; readonly rejected: number };
  readonly after: { readonly accepted: number; readonly rejected: number; readonly waiting: number };
  readonly moves: readonly Move[];
  /** How many wait for what. */
  readonly needs: Readonly<Record<string, number>>;
}
