import { respondInquiry, type WritingOutcome } from '../../responding/respondInquiry';
import { responderOf } from '../../responding/responder';
import { notingCalls, type NotedCalls } from '../../teacher/notingCalls';
import { furtherSamples } from '../../screening/consistency/furtherSamples';
import { keptThinking, type KeptThinking } from '../../screening/keptThinking';
import type { RespondedCandidate } from '../../vocabulary/screenedCandidate';
import type { Stage } from './stage';

/** Writes the responses of the candidates that did not bring theirs along, each by the endpoint that its cell's route names. */
export const respond: Stage<NotedCalls<WritingOutcome>> = {
  of: 'pair',
  asksAre: 'Responses',
  isAlwaysRead: true,
  open(context, { candidates }) {
    const keep = keptThinking(context.setup.recipe);
    const further = furtherSamples(context.setup.recipe);
    const unanswered = candidates.filter(({ responses }) => responses.length === 0);
    return {
      asks: unanswered.map(({ ordinal, cell, ...candidate }) => ({
        order: ordinal,
        endpoint: responderOf(context.setup, cell).endpoint,
        inquiry: () => notingCalls(respondInquiry(context, { ...candidate, cell }, further)),
      })),
      settle: (outcomes) => ({
        kind: 'responses',
        responded: unanswered.flatMap(({ ordinal }, index) => {
          const outcome = outcomes[index];
          return outcome ? [toResponded(ordinal, outcome, keep)] : [];
        }),
      }),
    };
  },
};

function toResponded(
  ordinal: number,
  { outcome, calls }: NotedCalls<WritingOutcome>,
  keep: KeptThinking,
): RespondedCandidate {
  if (outcome.kind === 'unreadable') {
    const { kind: _kind, ...unreadable } = outcome;
    return { ordinal, calls, classification: null, unreadable, responses: [] };
  }
  const responses = outcome.responses.map(
    ({ input, text, sampleOf, draft, finishReason, request, call, thinking, prompts }, response) => ({
      response,
      ...(sampleOf !== undefined && { sampleOf }),
      input,
      text,
      ...(draft !== undefined && draft !== text && { draft }),
      finishReason,
      ...keep(thinking),
      callKey: call,
      endpoint: request.endpoint,
      model: request.model,
      prompts,
    }),
  );
  return { ordinal, calls, classification: outcome.classification, unreadable: null, responses };
}
