import type { CellKey } from '../../vocabulary/cell';
import type {
  CandidateChange,
  ConversingCandidate,
  RespondedCandidate,
  ScreenedCandidate,
  StoredResponse,
} from '../../vocabulary/screenedCandidate';
import type { PlannedWork } from '../../vocabulary/plannedWork';
import type { ProposalOutcome } from '../../vocabulary/proposed';
import type { StrategyContext } from '../../proposing/strategyContext';
import type { StrategyName } from '../../vocabulary/strategyName';
import type { RecordedResult } from '../../vocabulary/filterResult';
import type { Inquiry } from '../../teacher/inquiry';

/** A candidate that is open, as a stage finds it. */
export interface StagedCandidate {
  readonly ordinal: number;
  readonly instruction: string;
  readonly strategy: StrategyName;
  /** Fixed before the response is written; null where it is written with it. */
  readonly input: string | null;
  readonly askedCell: CellKey | null;
  readonly cell: CellKey | null;
  /** The language that was asked for by name; null for the cell's, or the recipe's. */
  readonly askedLanguage: string | null;
  readonly classification: boolean | null;
  /** In whose place the teacher was put when it came up with it; null, or left out, for nobody's. */
  readonly persona?: string | null;
  /** What was written for it, in order; `kept` says what screening made of each, null before. */
  readonly responses: readonly (StoredResponse & { readonly kept: boolean | null })[];
  /** What was said of it so far, and when; `response` is -1 for what was said of the instruction. */
  readonly results: readonly (RecordedResult & { readonly response: number; readonly stage: string })[];
}

/** A candidate as it is found by the stage after the one that brought it; undefined where it is not open. */
export function stagedCandidate(screened: ScreenedCandidate): StagedCandidate | undefined {
  const { ordinal, state, instruction, strategy, input, askedCell, cell, classification } = screened;
  if (state !== 'open' || instruction === null) return undefined;
  const { attributes, persona = null } = screened.lineage;
  return {
    ...{ ordinal, instruction, strategy, input, askedCell, cell, classification, persona },
    askedLanguage: attributes?.['language'] ?? null,
    responses: screened.responses.map((response) => ({ ...response, kept: null })),
    results: screened.results.map((result) => ({ ...result, response: -1, stage: 'instruction' })),
  };
}

/** What a stage may look at: the plan of its iteration until its proposals are read, and then the candidates that are open. */
export interface StageView {
  readonly plan: readonly PlannedWork[];
  /** In the order of ordinals. */
  readonly candidates: readonly StagedCandidate[];
}

/** One thing that a stage asks the teacher. */
export interface StageAsk<Outcome> {
  /** Its place in the line of the iteration's requests. */
  readonly order: number;
  /** The endpoint that it is sent to first; null where nobody is asked, and the inquiry ends by itself. */
  readonly endpoint: string | null;
  readonly inquiry: () => Inquiry<Outcome>;
}

/** What was said, and what it changes. */
export type Settled =
  /** New candidates, one outcome for each work of the plan: their instructions are to be screened. */
  | { readonly kind: 'proposals'; readonly outcomes: readonly (ProposalOutcome | undefined)[] }
  /** What was written for candidates: the pairs are to be screened, and those with them that brought their response along. */
  | { readonly kind: 'responses'; readonly responded: readonly RespondedCandidate[] }
  /** How conversations went on: what is new of them is to be screened. */
  | { readonly kind: 'conversations'; readonly conversing: readonly ConversingCandidate[] }
  /** Decisions on candidates that are there. */
  | { readonly kind: 'changes'; readonly changes: readonly CandidateChange[] };

/** A stage of one iteration, with what there is to ask. The same view, the same asks, in the same order. */
export interface OpenStage<Outcome = unknown> {
  readonly asks: readonly StageAsk<Outcome>[];
  /** @param outcomes One for each ask; undefined where the run was stopped before it was answered. */
  settle(outcomes: readonly (Outcome | undefined)[]): Settled;
}

/**
 * A step of an iteration in which the teacher is asked, and its answers are read. All stages are asked in shards by one activity and
 * read by another; what differs is here.
 */
export interface Stage<Outcome = unknown> {
  /** What is asked about: instructions come first, since everything else waits for them and they cost no response yet. */
  readonly of: 'instruction' | 'pair';
  /** What one ask is called, for people: "Prompts 1 to 64 of 100". */
  readonly asksAre: string;
  /** Read also where there is nothing to ask: what strategies brought along is screened there. */
  readonly isAlwaysRead: boolean;
  /** Whether there is something to decide where nobody is asked; left out: never. */
  readonly hasToDecide?: (view: StageView) => boolean;
  open(context: StrategyContext, view: StageView): OpenStage<Outcome>;
}
