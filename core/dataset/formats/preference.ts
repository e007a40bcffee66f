import type { AcceptedPair, BroughtPreference } from './acceptedPair';
import {
  answerTurn,
  chatOf,
  exchangesOf,
  questionOf,
  questionTurn,
  rejectedIn,
  type ChatTurn,
} from './example';
import type { ExportFormat } from './exportFormat';
import { JsonBytes } from './jsonBytes';

/**
 * TRL's conversational preference with an explicit prompt: what an existing set brought along, then every response that stands in the
 * place of a worse one to the same question: a person rewrote it, it was judged clearly better than another, or the teacher rewrote it after a
 * critique that found flaws. In a conversation everything before it is the prompt, and what follows is no part of the choice. Pairs without such
 * a response have no row.
 */
export const preference: ExportFormat = {
  name: 'preference',
  extension: 'jsonl',
  hasRejected: true,
  describe: 'prompt, chosen and rejected, for TRL',
  rowsOf: ({ instances }) => instances.flatMap(rejectedIn).length,
  broughtRows: ({ preferences = [] }) => preferences.length,
  open(sink, { preferences = [] }) {
    const json = new JsonBytes(sink);
    const write = (row: object): void => json.write(row, '', '\n');
    preferences.map(broughtRow).forEach(write);
    return { write: (pair) => rowsOf(pair).forEach(write), close: () => json.flush() };
  },
};

function rowsOf(pair: AcceptedPair): readonly object[] {
  return pair.instances.flatMap((instance) => {
    const exchanges = exchangesOf(pair, instance);
    if (exchanges.every(({ rejected }) => !rejected)) return [];
    const chat = chatOf(pair, instance);
    const firstQuestion = chat.findIndex(({ role }) => role === 'user');
    return exchanges.flatMap(({ response, rejected }, at) =>
      rejected ? [rowOf(chat.slice(0, firstQuestion + 2 * at + 1), response, rejected.response)] : [],
    );
  });
}

function broughtRow({ earlier = [], instruction, input, chosen, rejected }: BroughtPreference): object {
  const before = earlier.flatMap(({ message, response }) => [questionTurn(message), answerTurn(response)]);
  return rowOf([...before, questionTurn(questionOf(instruction, input))], chosen, rejected);
}

function rowOf(prompt: readonly ChatTurn[], chosen: string, rejected: string): object {
  return { prompt, chosen: [answerTurn(chosen)], rejected: [answerTurn(rejected)] };
}
