import type { ExportFormat } from './exportFormat';
import { jsonArray } from './jsonArray';
import { llamaFactoryInfo } from './llamaFactoryInfo';

/**
 * The JSON array of Stanford Alpaca: one {instruction, input, output} for each instance, on a line of its own; `system`, as
 * LLaMA-Factory has it, and `reasoning` are added where the run has them.
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
        ...(folder.origin.hasSystem && { system: 'system' }),
      },
    }),
  open: (sink, { hasSystem = false, keepsThinking = false }) =>
    jsonArray(sink, ({ instruction, instances }) =>
      instances.map(({ input, response, system = '', thinking = null }) => ({
        instruction,
        input,
        output: response,
        ...(hasSystem && { system }),
        ...(keepsThinking && { reasoning: thinking }),
      })),
    ),
};
