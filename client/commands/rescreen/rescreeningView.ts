import type { Colors } from 'picocolors/types';
import type { RescreeningSummary } from '../../../core/run/rescreening/screenedAgain';
import { count, counted } from '../../view/quantities';

export interface RescreeningWords {
  readonly run: string;
  readonly rescreening: number;
  /** What was changed, one a line. */
  readonly changes: readonly string[];
  /** The next command to type. */
  readonly next: string;
}

/** What a screening moved, and what it could not tell. */
export function rescreeningView(
  { looked, before, after, moves, needs }: RescreeningSummary,
  { run, rescreening, changes, next }: RescreeningWords,
  colors: Colors,
): string[] {
  const waiting = Object.entries(needs);
  return [
    `${colors.bold(`Rescreening ${rescreening} of ${run}`)}: ${counted(looked, 'candidate')}, the run itself is unchanged`,
    ...changes.map((change) => `  ${change}`),
    '',
    `accepted  ${count(before.accepted)} → ${count(after.accepted)}`,
    `rejected  ${count(before.rejected)} → ${count(after.rejected)}`,
    ...moves.map(
      ({ from, to, by, count: moved }) =>
        `  ${from} → ${to}  ${count(moved).padStart(6)}  ${colors.dim(reasonWords(to, by))}`,
    ),
    ...(moves.length === 0 ? ['  nothing moves'] : []),
    ...(waiting.length === 0
      ? []
      : [
          '',
          'They would need what is not stored:',
          ...waiting.map(([what, many]) => `  ${needWords(what)}: ${count(many)}`),
        ]),
    '',
    next,
  ];
}

function reasonWords(to: string, by: string): string {
  if (to === 'rejected') return `by ${by}`;
  return to === 'waiting' ? `for ${needWords(by)}` : `that ${by} had rejected`;
}

function needWords(what: string): string {
  if (what === 'response') return 'a response, since they were rejected before one was written';
  if (what === 'conversation') return 'a conversation, since they were rejected before theirs went on';
  return what === 'judge' ? 'a judgement' : `a score of ${what}`;
}
