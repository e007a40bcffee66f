import type { StoredTurn } from '../vocabulary/conversation';
import type { RecordedResult } from '../vocabulary/filterResult';
import type {
  CandidateChange,
  ConversedCandidate,
  ConversingCandidate,
  StoredResponse,
  WrittenCandidate,
} from '../vocabulary/screenedCandidate';
import { chatterIn, trimmedResult, trimsChatter } from './filters/chatter';
import type { ApplyOptions, Filter, FilterContext, Screening, Subject } from './filters/filter';
import { redactWith } from './filters/personalData';
import { isWorthKeeping } from './isWorthKeeping';
import { languageOf } from './languageOf';
import { screenTurns } from './screenTurns';

/** Under which name a conversation that came to nothing is counted. */
const filter = 'conversation';

/** A candidate as it was before its conversations went on. */
export type ConversationBase = Pick<
  WrittenCandidate,
  'ordinal' | 'instruction' | 'strategy' | 'classification' | 'askedCell' | 'askedLanguage'
> & { readonly responses: readonly StoredResponse[] };

/** What became of one response. */
type Came =
  | {
      readonly kind: 'whole';
      readonly response: number;
      readonly turns: readonly StoredTurn[];
      readonly trimmed: readonly RecordedResult[];
      readonly screening: Screening;
    }
  | { readonly kind: 'unusable'; readonly response: number; readonly reason: string; readonly raw: string }
  | { readonly kind: 'stopped'; readonly response: number }
  /** Its conversation was not to go on. */
  | { readonly kind: 'ended'; readonly response: number };

/**
 * What candidates come to by their conversations: the text of each later turn is cleaned as that of first responses is, and the filters look at all of it.
 * A response whose conversation did not come out whole, or fails a filter, is not kept; where none is left the candidate is rejected if a
 * filter rejected one, and quarantined otherwise.
 */
export async function screenConversations(
  candidates: readonly (ConversingCandidate & { readonly base: ConversationBase })[],
  filters: readonly Filter[],
  context: FilterContext,
  options: Omit<ApplyOptions, 'all' | 'known'> = {},
): Promise<{
  readonly conversed: readonly ConversedCandidate[];
  readonly changes: readonly CandidateChange[];
}> {
  const cleaned = candidates.map(({ base, conversations }) => ({
    base,
    conversations: conversations.map(({ response, conversed }) => ({
      response,
      conversed,
      cleaned: conversed.kind === 'whole' ? conversed.turns.map((turn) => clean(turn, context)) : [],
    })),
  }));
  const whole = cleaned.flatMap(({ base, conversations }) =>
    conversations.flatMap((one) => {
      const first = base.responses.find(({ response }) => response === one.response);
      return one.conversed.kind === 'whole' && first
        ? [
            {
              first: subjectOf(base, first, context),
              turns: one.cleaned.map(({ turn }) => turn),
              known: first.turns?.length ?? 0,
            },
          ]
        : [];
    }),
  );
  const screenings = (await screenTurns(whole, filters, context, options)).values();
  const decided = cleaned.map(({ base, conversations }, index) => {
    const came = base.responses.map(({ response }): Came => {
      const own = conversations.find((one) => one.response === response);
      if (!own) return { kind: 'ended', response };
      if (own.conversed.kind !== 'whole') return { ...own.conversed, response };
      return {
        kind: 'whole',
        response,
        turns: own.cleaned.map(({ turn }) => turn),
        trimmed: own.cleaned.flatMap(({ trimmed }) => trimmed ?? []).slice(0, 1),
        screening: screenings.next().value!,
      };
    });
    return decide(base.ordinal, candidates[index]!.calls, came);
  });
  return {
    conversed: decided.map(({ conversed }) => conversed),
    changes: decided.map(({ change }) => change),
  };
}

function subjectOf(
  base: ConversationBase,
  { input, text, finishReason, prompts }: StoredResponse,
  { recipe }: FilterContext,
): Subject {
  const { instruction, strategy, classification } = base;
  return {
    instruction,
    input,
    response: text,
    classification: classification ?? false,
    finishReason,
    language: languageOf(recipe, base),
    strategy,
    prompts,
  };
}

/** Without talk about the answer and without personal data, where the recipe wants that. */
function clean(
  turn: StoredTurn,
  { recipe }: FilterContext,
): { readonly turn: StoredTurn; readonly trimmed?: RecordedResult } {
  const redact = redactWith(recipe);
  const redacted = (text: string): string => redact?.(text) ?? text;
  const found =
    turn.call !== null && trimsChatter(recipe)
      ? chatterIn({ instruction: turn.message, input: '', response: turn.response })
      : undefined;
  return {
    turn: {
      ...turn,
      message: redacted(turn.message),
      response: redacted(found?.answer ?? turn.response),
    },
    ...(found && { trimmed: trimmedResult(found, redact) }),
  };
}

function decide(
  ordinal: number,
  calls: readonly string[],
  came: readonly Came[],
): { readonly conversed: ConversedCandidate; readonly change: CandidateChange } {
  if (came.some(({ kind }) => kind === 'stopped')) {
    const reason = 'the run was stopped';
    return {
      conversed: { ordinal, calls, raw: null, conversations: [] },
      change: { ordinal, state: 'abandoned', decidedBy: null, reason, results: [] },
    };
  }
  const isKept = (one: Came): boolean => faultOf(one) === undefined;
  const isOpen = came.some(isKept);
  const rejectedBy = came
    .flatMap((one) => (one.kind === 'whole' ? (one.screening.rejectedBy ?? []) : []))
    .at(0);
  const unusable = came.flatMap((one) => (one.kind === 'unusable' ? [one] : [])).at(0);
  const failed = came.flatMap((one) => (one.kind === 'whole' ? (one.screening.failed ?? []) : [])).at(0);
  const decision = isOpen
    ? { state: 'open' as const, decidedBy: null, reason: null }
    : rejectedBy
      ? { state: 'rejected' as const, decidedBy: rejectedBy.filter, reason: rejectedBy.reason ?? null }
      : {
          state: 'quarantined' as const,
          decidedBy: unusable ? filter : (failed?.filter ?? null),
          reason: unusable?.reason ?? failed?.reason ?? null,
        };
  return {
    conversed: {
      ordinal,
      calls,
      raw: decision.state === 'quarantined' ? (unusable?.raw ?? null) : null,
      conversations: came.flatMap((one) =>
        one.kind === 'whole' ? [{ response: one.response, turns: one.turns }] : [],
      ),
    },
    change: {
      ordinal,
      ...decision,
      responses: came.map((one) => ({
        response: one.response,
        kept: isKept(one),
        reason: faultOf(one) ?? null,
      })),
      results: came.flatMap((one) =>
        one.kind === 'whole'
          ? [...one.trimmed, ...one.screening.results]
              .filter(isWorthKeeping)
              .map((result) => ({ ...result, response: one.response }))
          : [],
      ),
    },
  };
}

/** Why a response is not kept; undefined where it is. */
function faultOf(one: Came): string | undefined {
  if (one.kind === 'unusable') return one.reason;
  if (one.kind !== 'whole') return undefined;
  const { rejectedBy, failed } = one.screening;
  return rejectedBy ? (rejectedBy.reason ?? 'no reason was given') : failed?.reason;
}
