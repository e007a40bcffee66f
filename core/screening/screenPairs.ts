import {
  applyFilters,
  type ApplyOptions,
  type Filter,
  type FilterContext,
  type Screening,
  type Subject,
} from './filters/filter';
import { contradictoryInput } from './filters/instance';
import { redactWith } from './filters/personalData';
import { isWorthKeeping } from './isWorthKeeping';
import { languageOf } from './languageOf';
import type { PairScreening, StoredResponse, WrittenCandidate } from '../vocabulary/screenedCandidate';

/**
 * What candidates come to by their responses. One without responses has no entry: the run was stopped before any was written. Where
 * every response was rejected or could not be decided, the candidate is rejected if one was, and quarantined otherwise.
 */
export async function screenPairs(
  candidates: readonly WrittenCandidate[],
  filters: readonly Filter[],
  context: FilterContext,
  options?: ApplyOptions,
): Promise<PairScreening[]> {
  const written = candidates.map((candidate) => ({
    ...candidate,
    responses: candidate.responses.map((response) => withoutPersonalData(response, context)),
  }));
  const subjects = written.flatMap((candidate) => subjectsOf(candidate, context));
  const known = written.flatMap(({ unreadable, responses, earlier }) =>
    unreadable ? [] : responses.map(() => earlier),
  );
  const screenings = (
    await applyFilters(
      filters.filter(({ stage }) => stage === 'pair'),
      subjects,
      context,
      { ...options, known: (index) => known[index] ?? [] },
    )
  ).values();
  return written.flatMap((candidate) => {
    if (candidate.unreadable) {
      const { reason } = candidate.unreadable;
      const { ordinal } = candidate;
      return [
        { ordinal, state: 'quarantined', decidedBy: 'teacher', reason, responses: [], results: [] } as const,
      ];
    }
    const screened = candidate.responses.map((response) => {
      const screening = screenings.next().value;
      if (!screening) throw new Error('A response came without what the filters said of it.');
      return { response, screening };
    });
    return screened.length > 0 ? [decide(candidate, screened)] : [];
  });
}

interface RedactedResponse extends StoredResponse {
  readonly isRedacted: boolean;
}

interface ScreenedResponse {
  readonly response: RedactedResponse;
  readonly screening: Screening;
}

function subjectsOf(candidate: WrittenCandidate, { recipe }: FilterContext): readonly Subject[] {
  if (candidate.unreadable) return [];
  const { instruction, strategy, classification, responses } = candidate;
  const language = languageOf(recipe, candidate);
  return responses.map(({ input, text, finishReason }) => ({
    instruction,
    input,
    response: text,
    classification: classification ?? false,
    finishReason,
    language,
    strategy,
  }));
}

/** Before anything looks at it, so that what is scored, judged and exported is what is kept. */
function withoutPersonalData(response: StoredResponse, { recipe }: FilterContext): RedactedResponse {
  const redact = redactWith(recipe);
  if (!redact) return { ...response, isRedacted: false };
  const [input, text] = [redact(response.input), redact(response.text)];
  return { ...response, input, text, isRedacted: input !== response.input || text !== response.text };
}

function decide({ ordinal }: WrittenCandidate, screened: readonly ScreenedResponse[]): PairScreening {
  const contradicts =
    contradictoryInput(
      screened.map(({ response }) => ({ input: response.input, response: response.text })),
    ) !== undefined;
  const isKept = ({ rejectedBy, failed }: Screening): boolean => !contradicts && !rejectedBy && !failed;
  return {
    ordinal,
    ...decisionOf(
      screened.map(({ screening }) => screening),
      contradicts,
      isKept,
    ),
    responses: screened.map(({ response, screening }) => ({
      response: response.response,
      kept: isKept(screening),
      reason: screening.rejectedBy?.reason ?? screening.failed?.reason ?? null,
      ...(response.isRedacted && { redacted: { input: response.input, text: response.text } }),
    })),
    results: screened.flatMap(({ response, screening }) =>
      screening.results.filter(isWorthKeeping).map((result) => ({ ...result, response: response.response })),
    ),
  };
}

function decisionOf(
  screenings: readonly Screening[],
  contradicts: boolean,
  isKept: (screening: Screening) => boolean,
): Pick<PairScreening, 'state' | 'decidedBy' | 'reason'> {
  if (contradicts)
    return { state: 'rejected', decidedBy: 'instance', reason: 'the same input has different responses' };
  if (screenings.some(isKept)) return { state: 'open', decidedBy: null, reason: null };
  const rejectedBy = screenings.find(({ rejectedBy }) => rejectedBy)?.rejectedBy;
  if (rejectedBy)
    return { state: 'rejected', decidedBy: rejectedBy.filter, reason: rejectedBy.reason ?? null };
  const failed = screenings.find(({ failed }) => failed)?.failed;
  return { state: 'quarantined', decidedBy: failed?.filter ?? null, reason: failed?.reason ?? null };
}
