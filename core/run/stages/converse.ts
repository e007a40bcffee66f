import { converseInquiry, type ConversationOutcome } from '../../responding/conversing/converseInquiry';
import { drawTurns } from '../../responding/conversing/drawTurns';
import { keptThinking, type KeptThinking } from '../../screening/keptThinking';
import { languageOf } from '../../screening/languageOf';
import { notingCalls, type NotedCalls } from '../../teacher/notingCalls';
import type { Conversed, StoredTurn } from '../../vocabulary/conversation';
import type { Stage } from './stage';

/** Lets the pairs that passed the filters of pairs go on as conversations, each as long as was drawn for it. */
export const converse: Stage<NotedCalls<ConversationOutcome>> = {
  of: 'pair',
  asksAre: 'Conversations',
  isAlwaysRead: false,
  open({ setup, materials, iteration }, { candidates }) {
    const { recipe, roles } = setup;
    const keep = keptThinking(recipe);
    const going = candidates.flatMap((candidate) => {
      const { ordinal } = candidate;
      const starts = candidate.responses
        .filter(({ kept }) => kept)
        .map((response) => ({
          response,
          kinds: drawTurns(recipe, { iteration, ordinal, response: response.response }).slice(
            response.turns?.length ?? 0,
          ),
        }));
      return starts.some(({ kinds }) => kinds.length > 0) ? [{ candidate, starts }] : [];
    });
    return {
      asks: going.flatMap(({ candidate, starts }) =>
        starts.flatMap(({ response, kinds }) => {
          if (kinds.length === 0) return [];
          const start = {
            ...{ instruction: candidate.instruction, input: response.input, response: response.text },
            ...{ turns: response.turns ?? [], prompts: response.prompts, cell: candidate.cell },
            persona: candidate.persona ?? null,
            language: languageOf(recipe, candidate),
          };
          return [
            {
              order: candidate.ordinal,
              endpoint: roles.propose.endpoint,
              inquiry: () => notingCalls(converseInquiry({ setup, materials }, start, kinds)),
            },
          ];
        }),
      ),
      settle(outcomes) {
        const next = outcomes.values();
        return {
          kind: 'conversations',
          conversing: going.map(({ candidate: { ordinal }, starts }) => {
            const told = starts
              .filter(({ kinds }) => kinds.length > 0)
              .map(({ response }) => ({ response, told: next.next().value }));
            return {
              ordinal,
              calls: [...new Set(told.flatMap((one) => one.told?.calls ?? []))],
              conversations: told.map(({ response, told: noted }) => ({
                response: response.response,
                conversed: noted ? conversedBy(noted.outcome, response.turns ?? [], keep) : stopped,
              })),
            };
          }),
        };
      },
    };
  },
};

const stopped = { kind: 'stopped' } as const;

function conversedBy(
  outcome: ConversationOutcome,
  before: readonly StoredTurn[],
  keep: KeptThinking,
): Conversed {
  if (outcome.kind === 'unusable') return outcome;
  const turns = outcome.turns.map(({ thinking, ...turn }) => ({ ...turn, ...keep(thinking) }));
  return { kind: 'whole', turns: [...before, ...turns] };
}
