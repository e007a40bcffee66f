import type { Colors } from 'picocolors/types';
import type { RunStatus } from '../../../core/run/status';
import { displayWidth, printable, truncate } from '../../terminal/displayWidth';
import { count } from '../../view/quantities';
import { paintOf } from '../../view/runView';

/** Runs as a table, one a line. Cut to `columns` where that is given: on terminals, never in pipes. */
export function runTable(runs: readonly RunStatus[], colors: Colors, columns: number | undefined): string[] {
  const head = ['RUN', 'STATE', 'ACCEPTED', 'PROPOSED', 'STARTED', 'DETAIL'];
  const rows = runs.map((run) => [
    printable(run.name),
    run.state,
    `${count(run.funnel.accepted)}/${count(run.target)}`,
    count(run.funnel.proposed),
    run.startedAt.slice(0, 16).replace('T', ' '),
    printable(run.detail),
  ]);
  const widths = head.map((title, column) =>
    Math.max(displayWidth(title), ...rows.map((row) => Math.min(40, displayWidth(row[column] ?? '')))),
  );
  const line = (cells: readonly string[]): string => {
    const last = cells.length - 1;
    const padded = cells.map((cell, column) => {
      if (column === last) return cell;
      const shown = columns === undefined ? cell : truncate(cell, 40);
      return shown + ' '.repeat(Math.max(0, (widths[column] ?? 0) - displayWidth(shown)));
    });
    const text = padded.join('  ').trimEnd();
    return columns === undefined ? text : truncate(text, columns);
  };
  return [
    colors.dim(line(head)),
    ...runs.map((run, index) =>
      line(rows[index] ?? []).replace(` ${run.state}`, ` ${paintOf(run.state, colors)}`),
    ),
  ];
}
