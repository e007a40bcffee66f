import type { ExportFormat } from './exportFormat';

/** The JSON array of Stanford Alpaca: one {instruction, input, output} for each instance, on a line of its own. */
export const alpaca: ExportFormat = {
  begin: '[\n',
  between: ',\n',
  end: '\n]\n',
  empty: '[]\n',
  records: ({ instruction, instances }) =>
    instances.map(({ input, response }) => JSON.stringify({ instruction, input, output: response })),
};
