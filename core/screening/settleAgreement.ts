import type { RecordedResult } from '../vocabulary/filterResult';
import type { PairScreening } from '../vocabulary/screenedCandidate';
import type { ContradictedClaim } from './consistency/consistency';
import { decideByCheck } from './decideByCheck';
import { reasonOfClaims } from './filters/consistency';
import type { SettledGrounds } from './grounding/groundsInquiry';

/** A response that the filter `consistency` let pass so far. */
export interface AgreeingResponse {
  readonly response: number;
  readonly result: RecordedResult;
  /** Claims that the judge was to be asked about; empty where it was in no doubt. */
  readonly doubts: readonly string[];
  /** What came of it: undefined where it was not asked, for the run was stopped. */
  readonly settled?: SettledGrounds | undefined;
}

/** Decides by what the judge said of claims that were in doubt beside the other samples. An answer that could not be used passes nobody. */
export function settleAgreement(
  ordinal: number,
  responses: readonly AgreeingResponse[],
  min: number,
): PairScreening {
  const decided = decideByCheck(
    'consistency',
    ordinal,
    responses.map(({ response, result, doubts, settled }) => {
      if (doubts.length === 0) return { response, result };
      if (!settled) return { response, result: undefined };
      const { prompt, calls } = settled;
      const { doubts: _, ...evidence } = result.evidence ?? {};
      const own = { filter: result.filter, version: result.version };
      if ('unreadable' in settled) {
        const { unreadable } = settled;
        const told = { ...own, passed: false, reason: unreadable, evidence: { ...evidence, prompt, calls } };
        return { response, result: told, unreadable };
      }
      const against = settled.claims.flatMap(({ verdict, quote }, index): ContradictedClaim[] => {
        const claim = doubts[index];
        return verdict === 'contradicted' && claim !== undefined
          ? [{ claim, against: 1, for: 0, sentence: quote, reason: 'says the judge' }]
          : [];
      });
      const claims = Number(evidence['claims'] ?? 0); // as the filter wrote it
      const score = claims > 0 ? (result.score ?? 1) - against.length / claims : 1;
      const contradicted = [
        ...against,
        ...((evidence['contradicted'] ?? []) as readonly ContradictedClaim[]),
      ];
      const count = Math.round((1 - score) * claims);
      const told = {
        ...own,
        passed: score >= min,
        score,
        ...(score < min && { reason: reasonOfClaims(contradicted, count, claims) }),
        evidence: { ...evidence, contradicted, prompt, calls },
      };
      return { response, result: told };
    }),
  );
  const asked = new Set(responses.flatMap(({ response, doubts }) => (doubts.length > 0 ? [response] : [])));
  return { ...decided, results: decided.results.filter(({ response }) => asked.has(response)) };
}
