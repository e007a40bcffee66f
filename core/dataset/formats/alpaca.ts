import type { ExportFormat } from './exportFormat';

/** The JSON array of Stanford Alpaca: one {instruction, input, output} for each instance, on a line of its own; `reasoning` is added where the recipe keeps it. */
export const alpaca: ExportFormat = {
  name: 'alpaca',
  extension: 'json',
  describe: 'one array',
  open(sink) {
    let isFirst = true;
    return {
      write({ instruction, instances }) {
        for (const { input, response, thinking } of instances) {
          const reasoning = typeof thinking === 'string' ? { reasoning: thinking } : {};
          const record = JSON.stringify({ instruction, input, output: response, ...reasoning });
          sink.write((isFirst ? '[\n' : ',\n') + record);
          isFirst = false;
        }
      },
      close: () => sink.write(isFirst ? '[]\n' : '\n]\n'),
    };
  },
};
