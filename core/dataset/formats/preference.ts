import { answerTurn, promptTurns, questionOf, questionTurn, type ChatTurn } from './example';
import { jsonLines } from './jsonLines';

/**
 * TRL's conversational preference with an explicit prompt: what an existing set brought along, then pairs whose response stands in the
 * place of a worse one to the same question: a person rewrote it, it was judged clearly better than another, or the teacher rewrote it after a
 * critique that found flaws. What follows that response in a conversation is no part of the choice, and of no row. Pairs without such a response have no row.
 */
export const preference = jsonLines(
  {
    name: 'preference',
    describe: 'prompt, chosen and rejected, for TRL',
    rowsOf: ({ instances }) => instances.filter(({ rejected }) => rejected).length,
    broughtRows: ({ preferences = [] }) => preferences.length,
  },
  (pair, instance) =>
    instance.rejected && rowOf(promptTurns(pair, instance), instance.response, instance.rejected.response),
  ({ preferences = [] }) =>
    preferences.map(({ earlier = [], instruction, input, chosen, rejected }) =>
      rowOf(
        [
          ...earlier.flatMap(({ message, response }) => [questionTurn(message), answerTurn(response)]),
          questionTurn(questionOf(instruction, input)),
        ],
        chosen,
        rejected,
      ),
    ),
);

function rowOf(prompt: readonly ChatTurn[], chosen: string, rejected: string) {
  return { prompt, chosen: [answerTurn(chosen)], rejected: [answerTurn(rejected)] };
}
