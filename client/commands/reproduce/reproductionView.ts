import type { Colors } from 'picocolors/types';
import { printable } from '../../terminal/displayWidth';
import { count, counted } from '../../view/quantities';
import type { FileAgain, Reproduction } from './reproduceVersion';

/** What came of making a version again, for people. */
export function reproductionView(
  { version, same, pairs, iterations, answers, plans, out, files }: Reproduction,
  colors: Colors,
): string[] {
  const paint = { same: colors.green, kept: colors.dim, other: colors.red, missing: colors.red };
  const isAll = plans.drawn === iterations;
  const drawn = isAll
    ? 'plans drawn again'
    : `${count(plans.drawn)} plans drawn again, the others taken as they were`;
  const line = ({ is, sha256, path }: FileAgain): string =>
    `${paint[is](is.padEnd(7))}  ${sha256}  ${printable(path)}`;
  return [
    `${printable(version)}: ${counted(pairs, 'pair')} from ${counted(iterations, 'iteration')} decided again (${drawn}), ${counted(answers, 'answer')} of the ledger, no teacher call.`,
    '',
    ...files.flatMap((file) => [
      line(file),
      ...(file.is === 'other' ? [`${' '.repeat(9)}${file.again ?? ''}  as it came out now`] : []),
    ]),
    '',
    same ? `The same bytes${out === null ? '' : `: ${printable(out)}`}.` : 'Not the same bytes.',
  ];
}
