import type { RecordedResult } from '../vocabulary/filterResult';
import type { GroundedClaim } from '../vocabulary/groundedClaim';
import type { PairScreening } from '../vocabulary/screenedCandidate';
import { decideByCheck } from './decideByCheck';
import { describeClaim, groundednessOf, isCloseCall } from './grounding/groundedness';
import type { SettledGrounds } from './grounding/groundsInquiry';

/** A response that the filter `grounded` let pass so far. */
export interface GroundedResponse {
  readonly response: number;
  /** What it said of it. */
  readonly result: RecordedResult;
  /** Whether the judge was to be asked; then what came of it: undefined where it was not asked, for the run was stopped. */
  readonly isDoubtful: boolean;
  readonly settled?: SettledGrounds | undefined;
}

/**
 * Decides by what the judge said of the claims in doubt. Who was in no doubt stays; an answer that could not be used passes nobody.
 */
export function settleGrounds(
  ordinal: number,
  responses: readonly GroundedResponse[],
  min: number,
): PairScreening {
  const decided = decideByCheck(
    filter,
    ordinal,
    responses.map(({ response, result, isDoubtful, settled }) => {
      if (!isDoubtful) return { response, result };
      if (!settled) return { response, result: undefined };
      const { prompt, calls } = settled;
      if ('unreadable' in settled) {
        const { unreadable } = settled;
        const evidence = { ...claimsIn(result), prompt, calls };
        return {
          response,
          result: { ...own(result), passed: false, reason: unreadable, evidence },
          unreadable,
        };
      }
      return { response, result: told(result, settled, min) };
    }),
  );
  const doubtful = new Set(responses.flatMap(({ response, isDoubtful }) => (isDoubtful ? [response] : [])));
  return { ...decided, results: decided.results.filter(({ response }) => doubtful.has(response)) };
}

const filter = 'grounded';

function told(
  result: RecordedResult,
  { claims: answers, prompt, calls }: Extract<SettledGrounds, { claims: unknown }>,
  min: number,
): RecordedResult {
  const next = answers.values();
  const claims = claimsIn(result).claims.map((claim): GroundedClaim => {
    if (claim.verdict !== 'doubtful') return claim;
    const answer = next.next().value;
    if (!answer) throw new Error('The judge told of fewer claims than were in doubt.');
    const { verdict, passage, quote } = answer;
    return {
      claim: claim.claim,
      verdict,
      reason: 'says the judge',
      by: 'judge',
      ...(passage && { passage: passage.id }),
      sentence: quote,
    };
  });
  const { score, worst } = groundednessOf(claims);
  const passed = score >= min;
  return {
    ...own(result),
    passed,
    score,
    ...(!passed && { reason: worst ? describeClaim(worst) : 'too few of its claims are supported' }),
    evidence: { claims, prompt, calls, ...(isCloseCall(claims, min) && { doubt: true }) },
  };
}

function own({ version }: RecordedResult): Pick<RecordedResult, 'filter' | 'version'> {
  return { filter, version };
}

function claimsIn({ evidence }: RecordedResult): { readonly claims: readonly GroundedClaim[] } {
  return { claims: (evidence?.['claims'] ?? []) as readonly GroundedClaim[] }; // as the filter wrote it
}
