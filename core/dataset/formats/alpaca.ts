import type { ExportFormat } from './exportFormat';

/** The JSON array of Stanford Alpaca: one {instruction, input, output} for each instance, on a line of its own. */
export const alpaca: ExportFormat = {
  name: 'alpaca',
  extension: 'json',
  describe: 'one array',
  open(sink) {
    let isFirst = true;
    return {
      write({ instruction, instances }) {
        for (const { input, response } of instances) {
          const record = JSON.stringify({ instruction, input, output: response });
          sink.write((isFirst ? '[\n' : ',\n') + record);
          isFirst = false;
        }
      },
      close: () => sink.write(isFirst ? '[]\n' : '\n]\n'),
    };
  },
};
