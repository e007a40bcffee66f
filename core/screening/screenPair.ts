import { applyFilters } from '../filters/filter';
import { contradictoryInput, pairFilters } from '../filters/pairFilters';
import type { Recipe } from '../recipe/schema';
import { evolvedResponse } from '../strategies/augment/elimination';
import { isWorthKeeping } from './isWorthKeeping';
import type { PairScreening, WrittenCandidate } from './screenedCandidate';

/** What a candidate's responses come to; undefined where none was written, for the run was stopped. */
export function screenPair(
  recipe: Recipe,
  { ordinal, instruction, strategy, classification, unusable, responses }: WrittenCandidate,
): PairScreening | undefined {
  if (unusable) {
    const { reason } = unusable;
    return { ordinal, state: 'quarantined', decidedBy: 'teacher', reason, responses: [], results: [] };
  }
  if (responses.length === 0) return undefined;
  // Evol-Instruct's elimination: where a variant's response was written anew, its failure tells of the instruction.
  const filters = strategy === 'augment' ? [...pairFilters, evolvedResponse] : pairFilters;
  const screened = responses.map(({ response, input, text, finishReason }) => {
    const pair = {
      instruction,
      input,
      response: text,
      classification: classification ?? false,
      finishReason,
    };
    return { response, ...applyFilters(filters, pair, recipe) };
  });
  const contradicts =
    contradictoryInput(responses.map(({ input, text }) => ({ input, response: text }))) !== undefined;
  const kept = contradicts ? [] : screened.filter(({ rejectedBy }) => !rejectedBy);
  const rejectedBy = contradicts
    ? { filter: 'instance', reason: 'the same input has different responses' }
    : screened[0]?.rejectedBy;
  const decision =
    kept.length > 0
      ? { state: 'open' as const, decidedBy: null, reason: null }
      : {
          state: 'rejected' as const,
          decidedBy: rejectedBy?.filter ?? null,
          reason: rejectedBy?.reason ?? null,
        };
  return {
    ordinal,
    ...decision,
    responses: screened.map((one) => ({
      response: one.response,
      kept: kept.includes(one),
      reason: one.rejectedBy?.reason ?? null,
    })),
    results: screened.flatMap(({ response, results }) =>
      results.filter(isWorthKeeping).map((result) => ({ ...result, response })),
    ),
  };
}
