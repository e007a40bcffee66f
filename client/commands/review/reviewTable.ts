import type { Colors } from 'picocolors/types';
import type { BatchSummary } from '../../review/reviewDesk';
import { alignedRows } from '../../view/alignedRows';
import { printable } from '../../terminal/displayWidth';
import { count, duration } from '../../view/quantities';

/** Batches as a table, one a line. */
export function reviewTable(batches: readonly BatchSummary[], colors: Colors, now: number): string[] {
  const rows = batches.map(({ run, batch, state, items, decided, conflicts, dueAt }) => [
    printable(run),
    String(batch),
    state,
    `${count(decided)}/${count(items)}`,
    conflicts === 0 ? '' : count(conflicts),
    state === 'open' && dueAt !== null ? dueWords(Date.parse(dueAt) - now) : '',
  ]);
  const [head = '', ...lines] = alignedRows([
    ['RUN', 'BATCH', 'STATE', 'DECIDED', 'CONFLICTS', 'DUE'],
    ...rows,
  ]);
  return [colors.dim(head), ...lines];
}

function dueWords(milliseconds: number): string {
  return milliseconds > 0 ? `in ${duration(milliseconds)}` : `${duration(-milliseconds)} ago`;
}
