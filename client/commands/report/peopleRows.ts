import {
  fewestForShares,
  type CaughtChecks,
  type PeopleReport,
  type ShareEstimate,
} from '../../../core/review/statistics';
import { alignedRows } from '../../view/alignedRows';
import { printable } from '../../terminal/displayWidth';
import { count, percent } from '../../view/quantities';

/** What people said of a run, and no more than it says. */
export function peopleRows(report: PeopleReport): string[] {
  const { batches, items, judged, waiting, verdicts, flagged } = report;
  const said = Object.entries(verdicts).flatMap(([verdict, times]) =>
    times > 0 ? [`${count(times)} ${verdict}`] : [],
  );
  return [
    `${count(judged)} of ${count(items)} items judged, in ${count(batches.closed + batches.open)} batches of which ${count(batches.open)} are open${batches.open > 0 ? `; ${count(waiting)} wait for a verdict yet` : ''}`,
    `verdicts: ${said.length > 0 ? said.join(', ') : 'none yet'}${flagged > 0 ? `; ${count(flagged)} flagged` : ''}`,
    ...shareWords('good as they are, of the pairs that passed every filter', report.good),
    ...shareWords('good after all, of the pairs that filters rejected', report.falseRejections),
    ...agreementWords(report.agreement),
    ...checkWords('planted bad pairs were rejected', report.checks.bad),
    ...checkWords('known good pairs were kept', report.checks.good),
    ...reviewerRows(report),
  ];
}

function shareWords(what: string, estimate: ShareEstimate | null): string[] {
  if (!estimate) return [];
  const { share, items, of } = estimate;
  const few = items < fewestForShares ? `; too few to tell, at least ${fewestForShares} are needed` : '';
  const [low, high] = estimate.interval.map((bound) => Math.round(bound * of));
  return [
    `${percent(share)} ${what} (95 %: ${range(estimate.interval)}, about ${count(low ?? 0)} to ${count(high ?? 0)} of ${count(of)}), by ${count(items)} items weighted back to all${few}`,
  ];
}

function agreementWords(agreement: PeopleReport['agreement']): string[] {
  if (!agreement) return [];
  const { measure, value, interval, items } = agreement;
  const name = measure === 'cohenKappa' ? "Cohen's kappa" : "Krippendorff's alpha";
  if (items < fewestForShares)
    return [`agreement: too few to tell, ${count(items)} of at least ${fewestForShares} items seen by two`];
  return [
    `agreement: ${name} ${value.toFixed(2)} (95 %: ${interval.map((bound) => bound.toFixed(2)).join(' to ')}), of ${count(items)} items seen by two`,
  ];
}

function checkWords(what: string, { answered, right, interval }: CaughtChecks): string[] {
  if (answered === 0) return [];
  return [`hidden checks: ${count(right)} of ${count(answered)} ${what} (95 %: ${range(interval)})`];
}

function reviewerRows({ reviewers }: PeopleReport): string[] {
  if (reviewers.length === 0) return [];
  const head = ['reviewer', 'verdicts', 'approving', 'seconds', 'checks', 'switched', 'after scores'];
  const rows = reviewers.map((line) => [
    printable(line.reviewer),
    count(line.verdicts),
    percent(line.approving),
    line.seconds === null ? '–' : line.seconds.toFixed(1),
    line.checks.answered === 0 ? '–' : `${count(line.checks.right)} of ${count(line.checks.answered)}`,
    count(line.switched),
    count(line.switchedAfterScores),
  ]);
  return alignedRows([head, ...rows]);
}

function range([low, high]: readonly [number, number]): string {
  return `${(100 * low).toFixed(0)} to ${(100 * high).toFixed(0)} %`;
}
