import type { RecordedResult } from '../vocabulary/filterResult';
import type { PairScreening } from '../vocabulary/screenedCandidate';

/** What a check by the teacher said of one response; `result` is undefined where it was not asked, for the run was stopped. */
export interface CheckedResponse {
  readonly response: number;
  readonly result: RecordedResult | undefined;
  /** Why its answer could not be used, where that is so: then it did not pass. */
  readonly unreadable?: string | undefined;
}

/**
 * Keeps the responses that pass a check, and the candidate with them. Where every answer that could be read rejects, the candidate is
 * rejected; where none could be read it is quarantined, and where the run was stopped before all were asked it is abandoned: neither is
 * a pass.
 */
export function decideByCheck(
  filter: string,
  ordinal: number,
  responses: readonly CheckedResponse[],
): PairScreening {
  const said = responses.flatMap(({ result, ...one }) => (result ? [{ ...one, result }] : []));
  if (said.length < responses.length) {
    const reason = 'the run was stopped';
    return { ordinal, state: 'abandoned', decidedBy: null, reason, responses: [], results: [] };
  }
  const isKept = (response: number): boolean =>
    said.some((one) => one.response === response && one.result.passed);
  const rejected = said.find(({ result, unreadable }) => !result.passed && unreadable === undefined)?.result;
  const unreadable = said.find((one) => one.unreadable !== undefined)?.unreadable;
  const decision = said.some(({ result }) => result.passed)
    ? { state: 'open' as const, decidedBy: null, reason: null }
    : rejected
      ? { state: 'rejected' as const, decidedBy: filter, reason: rejected.reason ?? null }
      : { state: 'quarantined' as const, decidedBy: filter, reason: unreadable ?? null };
  return {
    ordinal,
    ...decision,
    responses: said.map(({ response }) => ({
      response,
      kept: isKept(response),
      reason: isKept(response) ? null : (rejected?.reason ?? unreadable ?? null),
    })),
    results: said.map(({ response, result }) => ({ ...result, response })),
  };
}
