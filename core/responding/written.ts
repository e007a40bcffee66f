import { callKey } from '../teacher/callKey';
import { refusalReason, unreadOf, type Unread } from '../teacher/refusalReason';
import type { TeacherAnswer, TeacherRequest } from '../teacher/request';
import type { FinishReason } from '../vocabulary/finishReason';

/** A response as it came, before any filter looked at it. */
export interface WrittenResponse {
  readonly input: string;
  readonly text: string;
  /** The response, by its place, that it is another sample of; left out for the first to its input. */
  readonly sampleOf?: number;
  readonly finishReason: FinishReason;
  /** What was asked for the text. */
  readonly request: TeacherRequest;
  /** The ledger's key of the call that brought it. */
  readonly call: string;
  /** What the model thought before it wrote this text alone. */
  readonly thinking?: string;
  /** What the text was before a critique had it rewritten; left out where it was not. */
  readonly draft?: string;
  /** Prompts and versions that led to it, in order: "instances@1", "respond@1". */
  readonly prompts: readonly string[];
}

/** What is asked for a response whose input is fixed. */
export interface ResponseQuestion {
  readonly input: string;
  readonly request: TeacherRequest;
  /** Prompts and versions that lead to it, in order. */
  readonly prompts: readonly string[];
}

/** A text that an answer is as a whole, or most of it, with what bought it. */
export function writtenBy(
  request: TeacherRequest,
  answer: TeacherAnswer | undefined,
): Pick<WrittenResponse, 'finishReason' | 'request' | 'call' | 'thinking'> {
  const { finishReason = 'unknown', call = callKey(request), thinking } = answer ?? {};
  return { finishReason, request, call, ...(thinking !== undefined && { thinking }) };
}

export type WritingOutcome =
  | {
      readonly kind: 'written';
      readonly classification: boolean;
      readonly responses: readonly WrittenResponse[];
    }
  /** The answer could not be used; `raw` is what came. */
  | ({ readonly kind: 'unreadable'; readonly reason: string } & Unread);

/** The teacher refused, or what came was not the JSON that it was asked for. */
export function unreadableAnswer(what: string, answer: TeacherAnswer | undefined): WritingOutcome {
  const refused = refusalReason(answer);
  if (refused !== undefined) return { kind: 'unreadable', reason: refused, ...unreadOf(answer) };
  const cut = answer?.finishReason === 'length' ? ', cut at its length limit,' : '';
  return {
    kind: 'unreadable',
    reason: `Asked for ${what}, the teacher's answer${cut} was not the JSON asked for.`,
    ...unreadOf(answer),
  };
}
