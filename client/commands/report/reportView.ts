import type { Colors } from 'picocolors/types';
import {
  fewestForComparison,
  type CellLine,
  type IterationHealth,
  type PromptReport,
  type RunReport,
  type VersionComparison,
} from '../../../core/run/report/runReport';
import { conversationWords } from '../../../core/run/report/conversationReport';
import type { RunStatus } from '../../../core/run/status';
import { alignedRows } from '../../view/alignedRows';
import { printable, truncate } from '../../terminal/displayWidth';
import { costWords, dollars } from '../../view/money';
import { count, counted, percent } from '../../view/quantities';
import { acceptedWords, funnelWords, quarantineWords, rejectionWords } from '../../view/runWords';
import { calibrationRows } from './calibrationRows';
import { peopleRows } from './peopleRows';
import { paintOf } from '../../view/runView';
import { sparkline } from './sparkline';

export interface ReportViewOptions {
  readonly colors: Colors;
  /** Width of the terminal; undefined in a pipe, where nothing is cut. */
  readonly columns: number | undefined;
  /** Every cell, instead of those that lack the most. */
  readonly verbose: boolean;
}

const maxCells = 12;
const sparklineWidth = 40;
/** Tokens that belong to no candidate are worth a word above this part of all. */
const muchUnattributed = 0.05;

/** A run in figures, compact enough for a terminal. */
export function reportView(
  status: RunStatus,
  report: RunReport,
  { colors, columns, verbose }: ReportViewOptions,
): string[] {
  const cut = (line: string): string => (columns === undefined ? line : truncate(line, columns));
  const section = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ['', colors.bold(title), ...lines.map((line) => cut(`  ${line}`))];
  const row = (label: string, text: string): string[] =>
    text === '' ? [] : [colors.dim(label.padEnd(12)) + text];
  return [
    `${colors.bold(printable(status.name))} · ${paintOf(status.state, colors)} · ${acceptedWords(status)}`,
    ...row('candidates', funnelWords(status.funnel)),
    ...row('rejected by', printable(rejectionWords(status.rejectedBy))),
    ...row('quarantined', printable(quarantineWords(status.quarantinedBy))),
    ...row('spent', spentWords(report)),
    ...section('Strategies', strategyRows(report)),
    ...section('Prompts', report.prompts.length === 0 ? [] : promptRows(report.prompts)),
    ...section('Operators', operatorRows(report)),
    ...section(cellTitle(report, verbose), cellRows(report, verbose)),
    ...section('Judging', judgingRows(report)),
    ...section(
      'Conversations',
      report.conversations ? [printable(conversationWords(report.conversations))] : [],
    ),
    ...section('People', report.people ? peopleRows(report.people) : []),
    ...section('Learned from verdicts', calibrationRows(report.calibrations ?? [])),
    ...section('Health, by iteration', healthRows(report.health)),
  ];
}

function figure(value: number | null, digits: number): string {
  return value === null ? '–' : value.toFixed(digits);
}

function spentWords({ spent }: RunReport): string {
  const tokens = spent.promptTokens + spent.completionTokens;
  const unattributed = tokens === 0 ? 0 : Math.max(0, 1 - spent.attributedTokens / tokens);
  return [
    `${count(spent.promptTokens)} tokens in, ${count(spent.completionTokens)} out`,
    ...(spent.tokensPerAccepted === null ? [] : [`${count(spent.tokensPerAccepted)} tokens a pair`]),
    costWords({ usd: spent.cost, unpriced: spent.unpriced }),
    ...(spent.costPerAccepted === null ? [] : [`${dollars(spent.costPerAccepted)} a pair`]),
    ...(unattributed > muchUnattributed
      ? [`${percent(unattributed)} of the tokens went into calls that are tied to no candidate`]
      : []),
  ].join('; ');
}

function strategyRows({ strategies }: RunReport): string[] {
  if (strategies.length === 0) return [];
  const head = ['strategy', 'works', 'proposed', 'decided', 'accepted', 'yield', 'share', 'wanted'];
  const rows = strategies.map((line) => [
    printable(line.strategy),
    ...[line.works, line.proposed, line.decided, line.accepted].map(count),
    ...[line.yield, line.share, line.wanted].map(percent),
  ]);
  return alignedRows([head, ...rows]);
}

function promptRows(prompts: readonly PromptReport[]): string[] {
  const head = [
    ...['prompt', 'candidates', 'decided', 'accepted', 'yield', '95 %', 'tokens/pair', 'cost/pair'],
    ...['similarity', 'judge', 'judged'],
  ];
  const rows = prompts.flatMap(({ versions }) =>
    versions.map((line) => [
      printable(line.prompt),
      ...[line.proposed, line.decided, line.accepted].map(count),
      percent(line.yield),
      line.decided === 0
        ? '–'
        : `${(100 * line.interval[0]).toFixed(0)} to ${(100 * line.interval[1]).toFixed(0)} %`,
      line.tokensPerAccepted === null ? '–' : count(line.tokensPerAccepted),
      line.costPerAccepted === null
        ? '–'
        : `${line.unpriced > 0 ? '≥ ' : ''}${dollars(line.costPerAccepted)}`,
      figure(line.similarity, 3),
      figure(line.quality, 2),
      count(line.judged),
    ]),
  );
  const comparisons = prompts.flatMap((prompt) =>
    prompt.comparisons.map((comparison) => comparisonWords(comparison, prompt)),
  );
  return [...alignedRows([head, ...rows]), ...comparisons.map(printable)];
}

/** What may be said of two versions, and no more. */
function comparisonWords(
  { better, other, difference, interval, finding }: VersionComparison,
  { versions }: PromptReport,
): string {
  const points = (share: number): string => (100 * share).toFixed(1);
  const range = `95 %: ${points(interval[0])} to ${points(interval[1])}`;
  switch (finding) {
    case 'tooFew': {
      const few = versions
        .filter(
          ({ prompt, decided }) => (prompt === better || prompt === other) && decided < fewestForComparison,
        )
        .map(({ prompt, decided }) => `${prompt} has ${count(decided)}`);
      return `${better} against ${other}: too few to tell, ${few.join(' and ')} of at least ${fewestForComparison} decided candidates.`;
    }
    case 'chance':
      return `${better} against ${other}: ${points(difference)} points apart, which chance explains (${range}).`;
    case 'differ':
      return `${better} yields ${points(difference)} points more than ${other} (${range}).`;
  }
}

function operatorRows({ operators }: RunReport): string[] {
  if (operators.length === 0) return [];
  const rows = operators.map(({ operator, tried, passed, failed, accepted }) => [
    printable(operator),
    ...[tried, passed, failed].map(count),
    percent(tried === 0 ? null : passed / tried),
    count(accepted),
  ]);
  const reasons = operators.flatMap(({ operator, reasons: [commonest] }) =>
    commonest
      ? [printable(`${operator} failed most often (${count(commonest.count)}) because: ${commonest.reason}`)]
      : [],
  );
  return [
    ...alignedRows([['operator', 'tried', 'passed', 'failed', 'rate', 'accepted'], ...rows]),
    ...reasons,
  ];
}

function judgingRows({ judging }: RunReport): string[] {
  if (!judging) return [];
  const { judged, unreadable, length, agreement, position } = judging;
  const lines = [
    `${count(judged)} judged${unreadable > 0 ? `, ${counted(unreadable, 'answer')} unreadable` : ''}`,
  ];
  if (agreement) {
    const { judges, statistic, overall, pairs, disagreements } = agreement;
    const name = statistic === 'kappa' ? 'weighted kappa' : "Krippendorff's alpha";
    lines.push(
      `${printable(judges.join(', '))} agree with ${name} ${figure(overall, 2)} on ${count(pairs)} pairs, and disagree on ${count(disagreements)}`,
    );
    const aspects = Object.entries(agreement.aspects).map(
      ([aspect, value]) => `${aspect} ${figure(value, 2)}`,
    );
    lines.push(`by aspect: ${aspects.join(', ')}`);
  }
  if (length) {
    const [low, high] = length.interval;
    lines.push(
      `score and length correlate with ${figure(length.correlation, 2)} (95 %: ${figure(low, 2)} to ${figure(high, 2)}); twice the length scores ${signed(length.perDoubling)}`,
    );
  }
  if (position)
    lines.push(
      `earlier in a call scores ${signed(position.mean)} on average, ${figure(position.size, 3)} either way, of ${count(position.pairs)} pairs`,
    );
  return lines;
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${figure(Math.abs(value), 3)}`;
}

/** Those that lack the most, and with `verbose` all of them. */
function shownCells({ cells }: RunReport, verbose: boolean): readonly CellLine[] {
  return verbose ? (cells ?? []) : (cells ?? []).slice(0, maxCells);
}

function cellTitle(report: RunReport, verbose: boolean): string {
  const all = report.cells?.length ?? 0;
  const shown = shownCells(report, verbose).length;
  return shown < all ? `Cells: the ${shown} of ${count(all)} that lack the most (-v shows all)` : 'Cells';
}

function cellRows(report: RunReport, verbose: boolean): string[] {
  const cells = shownCells(report, verbose);
  if (cells.length === 0) return [];
  const head = ['cell', 'asked', 'classified', 'accepted', 'share', 'wanted', 'lacking'];
  const rows = cells.map((line) => [
    printable(line.cell),
    ...[line.asked, line.classified, line.accepted].map(count),
    ...[line.share, line.wanted].map(percent),
    line.lacking >= 0.5 ? count(line.lacking) : '',
  ]);
  return alignedRows([head, ...rows]);
}

/** A line a measure: its course as bars, and from where to where it went. */
function healthRows(health: readonly IterationHealth[]): string[] {
  const names = [...new Set(health.flatMap(({ measures }) => Object.keys(measures)))];
  const label = Math.max(...names.map((name) => wordsOf(name).length), 0);
  return names.map((name) => {
    const values = health.flatMap(({ measures }) => measures[name] ?? []);
    const [first, last] = [values[0] ?? 0, values.at(-1) ?? 0];
    const course = sparkline(values, sparklineWidth);
    return `${wordsOf(name).padEnd(label)}  ${course}  ${short(first)}${values.length > 1 ? ` → ${short(last)}` : ''}`;
  });
}

/** "nearestSimilarity" as "nearest similarity", "distinct1" as "distinct 1". */
function wordsOf(name: string): string {
  return printable(name.replace(/(?<=[a-z])[A-Z0-9]/g, (letter) => ` ${letter.toLowerCase()}`));
}

function short(value: number): string {
  return Number.isInteger(value) ? count(value) : value.toFixed(Math.abs(value) < 10 ? 3 : 1);
}
