import type { Colors } from 'picocolors/types';
import type { Difference, Figure } from '../../../core/run/worth/compareTrainings';
import { constraintKinds } from '../../../core/run/worth/constraintTasks';
import type { WorthReport } from '../../../core/run/worth/worthReport';
import { printable } from '../../terminal/displayWidth';
import { alignedRows } from '../../view/alignedRows';
import { count, percent } from '../../view/quantities';

/** What some sets are worth, for people. */
export function worthView(report: WorthReport, colors: Colors): string[] {
  const { sets, comparisons, seeds, nearTraining } = report;
  return [
    ...alignedRows([
      ['trained on', 'pairs', 'loss', '', 'followed', '', ...constraintKinds],
      ...sets.map(({ name, pairs, loss, kept, keptByKind }) => [
        printable(name),
        pairs === null ? '–' : count(pairs),
        nats(loss.value),
        rangeWords(loss, nats),
        percent(kept.value),
        rangeWords(kept, percent),
        ...constraintKinds.map((kind) => percent(keptByKind[kind])),
      ]),
    ]),
    '',
    ...comparisons.flatMap(({ set, against, differences }) => [
      printable(`${set}, against ${against}:`),
      ...alignedRows(
        differences.map((one) => [
          `  ${one.measure === 'loss' ? 'loss' : 'instructions followed'}`,
          ...differenceWords(one),
          findingWords(one, colors),
        ]),
      ),
    ]),
    '',
    `Loss: nats a token of the responses of ${count(report.heldOutPairs)} held-out pairs; less is better. Followed: of ${count(report.constraintTasks)} instructions that code can check.`,
    ...(nearTraining > 0
      ? [`${count(nearTraining)} held-out pairs were near something to be trained on, and not used.`]
      : []),
    `In brackets 95 % intervals: over ${count(seeds)} seeds; of differences, the wider of that and the one over held-out items.`,
  ];
}

/** A difference and its interval; of one seed there is none. */
export function differenceWords({ measure, value, interval }: Difference): [string, string] {
  const write = measure === 'loss' ? nats : percent;
  const signed = (one: number): string => `${one > 0 ? '+' : one < 0 ? '−' : ''}${write(Math.abs(one))}`;
  const range = Number.isFinite(interval[0]) ? interval.map(signed).join(' to ') : 'no interval';
  return [signed(value), `(${range})`];
}

/** An interval in brackets; nothing where there is none. */
export function rangeWords({ interval }: Figure, write: (value: number) => string): string {
  return interval ? `(${interval.map((end) => write(Math.max(0, end))).join(' to ')})` : '';
}

export const nats = (value: number): string => value.toFixed(3);

function findingWords({ finding }: Difference, colors: Colors): string {
  switch (finding) {
    case 'better':
      return colors.green('better');
    case 'worse':
      return colors.yellow('worse');
    case 'noise':
      return 'within noise';
  }
}
