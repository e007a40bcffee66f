import type { Colors } from 'picocolors/types';
import type { RowFunnel } from '../../../core/screening/datasetScreening/screenedRow';
import { count } from '../../view/quantities';

/** What became of the rows, one line a state and filter, with its share of all. */
export function rowFunnelView(
  { rows, states, rejectedBy, quarantinedBy }: RowFunnel,
  colors: Colors,
): string[] {
  const lines: [name: string, value: number][] = [
    ['rows', rows],
    ['unreadable', states.unreadable],
    ...named('rejected', rejectedBy),
    ...named('undecided', quarantinedBy),
    ['accepted', states.accepted],
  ];
  const shown = lines.filter(([name, value]) => value > 0 || name === 'rows' || name === 'accepted');
  const width = Math.max(...shown.map(([name]) => name.length));
  const digits = Math.max(...shown.map(([, value]) => count(value).length));
  return shown.map(([name, value]) => {
    const share =
      rows === 0 || name === 'rows' ? '' : colors.dim(`  ${((100 * value) / rows).toFixed(1).padStart(5)} %`);
    return `${name.padEnd(width)}  ${count(value).padStart(digits)}${share}`;
  });
}

function named(what: string, counts: Readonly<Record<string, number>>): [string, number][] {
  return Object.entries(counts).map(([filter, value]) => [`${what} by ${filter}`, value]);
}
