import { decideByCheck } from './decideByCheck';
import type { RecordedResult } from '../vocabulary/filterResult';
import type { Judgement, ScoredJudgement } from './judging/judgement';
import type { PairScreening } from '../vocabulary/screenedCandidate';

/** A response with what the judge said of it; undefined where it was not asked, for the run was stopped. */
export interface JudgedResponse {
  readonly response: number;
  readonly judgement: Judgement | undefined;
}

/**
 * Keeps the responses that the judges like well enough, and the candidate with them. Where no judgement could be read the
 * candidate is quarantined, and where the run was stopped before a judge was asked it is abandoned: neither is a pass.
 */
export function judgeCandidate(
  ordinal: number,
  responses: readonly JudgedResponse[],
  min: number,
): PairScreening {
  return decideByCheck(
    judge.filter,
    ordinal,
    responses.map(({ response, judgement }) => {
      if (!judgement) return { response, result: undefined };
      if ('score' in judgement) return { response, result: resultOf(judgement, min) };
      const { unreadable } = judgement;
      return {
        response,
        result: { ...unread, reason: unreadable, evidence: callsOf(judgement) },
        unreadable: unreadable,
      };
    }),
  );
}

const judge = { filter: 'judge', version: 1 } as const;
/** A judgement that could not be read. */
const unread = { ...judge, passed: false } as const;

function resultOf(judgement: ScoredJudgement, min: number): RecordedResult {
  const { score, reason, opinions } = judgement;
  const passed = score >= min;
  const common = { ...judge, passed, score, evidence: evidenceOf(judgement) };
  if (passed) return common;
  const who = opinions.length > 1 ? 'the judges' : 'the judge';
  return {
    ...common,
    reason: `${who} gave it ${score.toFixed(2)}, at least ${min} is asked for: ${reason}`,
  };
}

/** `disagreement` is there where the judges disagree more than the recipe lets them; `judges` and `spread` where there are several. */
function evidenceOf(judgement: ScoredJudgement): Readonly<Record<string, unknown>> {
  const { aspects, reason, prompt, length, uncorrected, positionEffect, opinions, spread, disagrees } =
    judgement;
  return {
    aspects,
    reason,
    prompt,
    length,
    ...(uncorrected !== undefined && { uncorrected }),
    ...(positionEffect !== undefined && { positionEffect }),
    ...(opinions.length > 1 && { judges: opinions, spread }),
    ...(disagrees && { disagreement: spread }),
    ...callsOf(judgement),
  };
}

function callsOf({ calls }: Judgement): { readonly call?: string; readonly calls?: readonly string[] } {
  const [call] = calls;
  return calls.length === 1 && call !== undefined ? { call } : { calls };
}
