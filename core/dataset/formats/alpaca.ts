import type { AcceptedPair, DatasetOrigin, PairInstance } from './acceptedPair';
import { exchangesOf } from './example';
import type { ExportFormat } from './exportFormat';
import { jsonArray } from './jsonArray';
import { llamaFactoryInfo } from './llamaFactoryInfo';

/**
 * The JSON array of Stanford Alpaca: one {instruction, input, output} for each instance, on a line of its own; `system`, as
 * LLaMA-Factory has it, and `reasoning` are added where the run has them. So is its `history`: of a conversation, the row is the last question
 * and answer, and history those before, as [question, answer].
 */
export const alpaca: ExportFormat = {
  name: 'alpaca',
  extension: 'json',
  describe: 'one array',
  beside: (folder) =>
    llamaFactoryInfo(folder, {
      columns: {
        prompt: 'instruction',
        query: 'input',
        response: 'output',
        ...(folder.origin.hasTurns && { history: 'history' }),
        ...(folder.origin.hasSystem && { system: 'system' }),
      },
    }),
  open: (sink, origin) =>
    jsonArray(sink, (pair) => pair.instances.map((instance) => rowOf(pair, instance, origin))),
};

function rowOf(
  pair: AcceptedPair,
  instance: PairInstance,
  { hasTurns = false, hasSystem = false, keepsThinking = false }: DatasetOrigin,
) {
  const history = exchangesOf(pair, instance);
  const last = history.pop();
  const isFirst = history.length === 0;
  return {
    instruction: isFirst ? pair.instruction : last?.question,
    input: isFirst ? instance.input : '',
    output: last?.response,
    ...(hasTurns && { history: history.map(({ question, response }) => [question, response]) }),
    ...(hasSystem && { system: instance.system ?? '' }),
    ...(keepsThinking && { reasoning: last?.thinking }),
  };
}
