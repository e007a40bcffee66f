import { isWantedRefusal } from '../vocabulary/wantedRefusal';
import type { ApplyOptions, Filter, FilterContext, Screening } from './filters/filter';
import { chatterIn, trimmedResult, trimsChatter } from './filters/chatter';
import { contradictoryInput } from './filters/instance';
import { redactWith } from './filters/personalData';
import type { RecordedResult } from '../vocabulary/filterResult';
import { firstSample } from './chooseSamples';
import { isWorthKeeping } from './isWorthKeeping';
import { languageOf } from './languageOf';
import { decisionOnUnread } from './refusedWords';
import { screenExchanges, type ScreenedExchanges } from './screenTurns';
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
  const written: (Omit<WrittenCandidate, 'responses'> & {
    readonly responses: readonly RedactedResponse[];
  })[] = [];
  for (const candidate of candidates) {
    await options?.yieldToEventLoop?.();
    const responses = candidate.responses.map((response) =>
      withoutPersonalData(withoutChatter(candidate, response, context), context),
    );
    written.push({ ...candidate, responses });
  }
  const exchanges = written.flatMap((candidate) => exchangesOf(candidate, context));
  const known = written.flatMap(({ unreadable, responses, earlier }) =>
    unreadable ? [] : responses.map(() => earlier),
  );
  const screenings = (
    await screenExchanges(exchanges, filters, context, { ...options, known: (index) => known[index] ?? [] })
  ).values();
  return written.flatMap((candidate) => {
    if (candidate.unreadable) {
      const { ordinal } = candidate;
      const decision = decisionOnUnread('teacher', candidate.unreadable);
      return [{ ordinal, state: 'quarantined', ...decision, responses: [], results: [] } as const];
    }
    const screened = candidate.responses.map((response) => {
      const screening = screenings.next().value;
      if (!screening) throw new Error('A response came without what the filters said of it.');
      return { response, screening };
    });
    return screened.length > 0 ? [decide(candidate, screened)] : [];
  });
}

interface TrimmedResponse extends StoredResponse {
  /** What was taken off, as it is recorded; undefined where nothing was. */
  readonly trimmed: RecordedResult | undefined;
}

interface RedactedResponse extends TrimmedResponse {
  readonly isRedacted: boolean;
}

interface ScreenedResponse {
  readonly response: RedactedResponse;
  readonly screening: Screening;
}

function exchangesOf(candidate: WrittenCandidate, { recipe }: FilterContext): readonly ScreenedExchanges[] {
  if (candidate.unreadable) return [];
  const { instruction, strategy, classification, responses } = candidate;
  const language = languageOf(recipe, candidate);
  return responses.map((response) => ({
    first: {
      instruction,
      input: response.input,
      response: response.text,
      classification: classification ?? false,
      finishReason: response.finishReason,
      language,
      strategy,
      prompts: response.prompts,
      samples: otherSamples(response, responses),
    },
    turns: response.turns ?? [],
  }));
}

/** The other texts that were written to the very same. */
export function otherSamples<Response extends Pick<StoredResponse, 'response' | 'sampleOf' | 'text'>>(
  response: Response,
  responses: readonly Response[],
): readonly string[] {
  return responses.flatMap((other) =>
    other.response !== response.response && firstSample(other) === firstSample(response) ? [other.text] : [],
  );
}

/** What a teacher says about its answer, taken off where the recipe says so: before anything looks at it, and recorded beside it. */
function withoutChatter(
  { instruction, strategy }: WrittenCandidate,
  response: StoredResponse,
  { recipe }: FilterContext,
): TrimmedResponse {
  const { input, text, callKey } = response;
  // What was computed, or is its parent's, was not said in answer to anything; an apology and an offer belong to a refusal.
  const found =
    callKey === null || isWantedRefusal({ strategy }) || !trimsChatter(recipe)
      ? undefined
      : chatterIn({ instruction, input, response: text });
  if (!found) return { ...response, trimmed: undefined };
  return { ...response, text: found.answer, trimmed: trimmedResult(found, redactWith(recipe)) };
}

/** Before anything looks at it, so that what is scored, judged and exported is what is kept. */
function withoutPersonalData(response: TrimmedResponse, { recipe }: FilterContext): RedactedResponse {
  const redact = redactWith(recipe);
  if (!redact) return { ...response, isRedacted: false };
  const [input, text] = [redact(response.input), redact(response.text)];
  return { ...response, input, text, isRedacted: input !== response.input || text !== response.text };
}

function decide({ ordinal }: WrittenCandidate, screened: readonly ScreenedResponse[]): PairScreening {
  const contradicts =
    contradictoryInput(
      screened.flatMap(({ response: { sampleOf, input, text } }) =>
        typeof sampleOf === 'number' ? [] : [{ input, response: text }],
      ),
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
      ...((response.isRedacted || response.trimmed) && {
        redacted: { input: response.input, text: response.text },
      }),
    })),
    results: screened.flatMap(({ response, screening }) =>
      [...(response.trimmed ? [response.trimmed] : []), ...screening.results]
        .filter(isWorthKeeping)
        .map((result) => ({ ...result, response: response.response })),
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
