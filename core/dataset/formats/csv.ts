import type { ConversationTurn } from './acceptedPair';
import type { DatasetWriter, ExportFormat } from './exportFormat';
import { pairId } from './pairId';

/**
 * CSV as RFC 4180 has it: a header, fields quoted where they must be, lines that end in CR LF. A field that a spreadsheet would take
 * for a formula begins with an apostrophe (OWASP, "CSV Injection"), and so does one that begins with apostrophes before such a sign: taking
 * one apostrophe away from both gives back every text as it was. A table has no place for what follows the first response: it is one field of JSON, which
 * our own reader takes.
 */
export const csv: ExportFormat = {
  name: 'csv',
  extension: 'csv',
  describe: 'a table for spreadsheets, formulas defused',
  open(sink, { seed, hasTurns = false, hasSystem = false, keepsThinking = false }): DatasetWriter {
    const line = (fields: readonly string[]) => sink.write(`${fields.map(fieldOf).join(',')}\r\n`);
    line([
      ...['id', 'instruction', 'input', 'output'],
      ...(hasTurns ? ['turns'] : []),
      ...(hasSystem ? ['system'] : []),
      ...(keepsThinking ? ['reasoning'] : []),
    ]);
    return {
      write(pair) {
        for (const { input, response, turns, system, thinking } of pair.instances)
          line([
            ...[pairId(seed, pair), pair.instruction, input, response],
            ...(hasTurns ? [turnsOf(turns)] : []),
            ...(hasSystem ? [system ?? ''] : []),
            ...(keepsThinking ? [thinking ?? ''] : []),
          ]);
      },
      close: () => undefined,
    };
  },
};

function turnsOf(turns: readonly ConversationTurn[] = []): string {
  return turns.length === 0
    ? ''
    : JSON.stringify(turns.map(({ message, response }) => ({ message, response })));
}

/** What spreadsheets take for the beginning of a formula, also in their wide forms; behind apostrophes, so that nothing is lost. */
const formula = /^'*[=+\-@\t\r\n＝＋－＠]/;
const mustBeQuoted = /[",\r\n]|^\s|\s$/;

function fieldOf(text: string): string {
  const defused = formula.test(text) ? `'${text}` : text;
  return mustBeQuoted.test(defused) ? `"${defused.replaceAll('"', '""')}"` : defused;
}
