import { picodollarsOf, sumOfPicodollars } from '../../foundations/picodollars';
import { usdOf } from '../cost/runCost';
import type { CellKey } from '../../vocabulary/cell';
import type { StoredTurn } from '../../vocabulary/conversation';
import type { CandidateState } from '../../vocabulary/funnel';
import type { Lineage } from '../../vocabulary/lineage';
import type { TeacherRequest } from '../../teacher/request';

/** A candidate with all that is kept of it, whatever became of it. */
export interface CandidateRecord {
  readonly iteration: number;
  readonly ordinal: number;
  readonly state: CandidateState;
  readonly strategy: string;
  readonly family: string | null;
  /** Null where the teacher's answer could not be read. */
  readonly instruction: string | null;
  readonly classification: boolean | null;
  /** What the prompt asked for, and what it was classified into. */
  readonly askedCell: CellKey | null;
  readonly cell: CellKey | null;
  /** Who decided that it is out (a filter, the parser, the teacher), and why; null where it is not. */
  readonly decidedBy: string | null;
  readonly reason: string | null;
  /** The teacher's words, where they could not be read. */
  readonly raw: string | null;
  /** Null for candidates of runs that kept none. */
  readonly lineage: Lineage | null;
  readonly responses: readonly ResponseRecord[];
  readonly scores: readonly ScoreRecord[];
  /** The ledger's keys of the calls that it is known to have taken: instruction, responses, judgement. */
  readonly calls: readonly string[];
}

export interface ResponseRecord {
  readonly response: number;
  readonly input: string;
  readonly text: string;
  readonly finishReason: string;
  /** Null where it was computed, or is its parent's. */
  readonly call: string | null;
  readonly endpoint: string | null;
  readonly model: string | null;
  /** Prompts and versions that it was asked for by: "respond@1". */
  readonly prompts: readonly string[];
  /** What the conversation goes on with; left out where it ends with the response. */
  readonly turns?: readonly StoredTurn[];
  /** Null where no filter has looked at it. */
  readonly kept: boolean | null;
  readonly reason: string | null;
}

/** What a filter said, and when: `response` is -1 where it looked at the instruction alone. */
export interface ScoreRecord {
  readonly response: number;
  readonly stage: string;
  readonly filter: string;
  readonly version: number;
  readonly score: number | null;
  readonly passed: boolean;
  readonly reason: string | null;
  readonly evidence: Readonly<Record<string, unknown>> | null;
}

/** A teacher call as the ledger has it. */
export interface CallRecord {
  readonly key: string;
  readonly request: TeacherRequest;
  /** Null while it is under way. */
  readonly answer: string | null;
  /** What the model thought before it; null where it showed none. */
  readonly thinking?: string | null;
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** In US dollars, of what has a known price; null where nothing of it has. */
  readonly cost: number | null;
  /** Purchases of unknown price that are in it: its own, and those that brought no answer. */
  readonly unpriced: number;
  /** Candidates that it was made for, at least 1: what it took is divided among them. */
  readonly candidates: number;
}

/** What calls took, each divided evenly among the candidates that share it. `cost` is of those that have a price, null where none has. */
export interface Spending {
  readonly tokens: number;
  readonly cost: number | null;
  readonly unpriced: number;
}

export function spendingOf(calls: readonly CallRecord[]): Spending {
  const share = (amount: number, { candidates }: CallRecord): number => amount / candidates;
  const unpriced = calls.reduce((sum, call) => sum + call.unpriced, 0);
  const cost = sumOfPicodollars(calls.map((call) => picodollarsOf(call.cost ?? 0) / BigInt(call.candidates)));
  return {
    tokens: calls.reduce((sum, call) => sum + share(call.promptTokens + call.completionTokens, call), 0),
    cost: usdOf({ cost, unpriced }),
    unpriced,
  };
}

/**
 * The similarity to the nearest seed or pair (ROUGE-L F) and that neighbour. A candidate may have been compared twice, with the
 * snapshot and at its commit: the higher similarity is the one that counts.
 */
export function nearestNeighbour(
  scores: readonly ScoreRecord[],
): { readonly score: number; readonly nearest: string | null } | null {
  const compared = scores.filter(({ filter, score }) => filter === 'novelty' && score !== null);
  const [closest] = compared.sort((left, right) => (right.score ?? 0) - (left.score ?? 0));
  if (!closest || closest.score === null) return null;
  const nearest = closest.evidence?.['nearest'];
  return { score: closest.score, nearest: typeof nearest === 'string' ? nearest : null };
}
