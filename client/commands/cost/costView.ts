import type { Colors } from 'picocolors/types';
import {
  costDimensions,
  type Amount,
  type AmountLine,
  type CostDimension,
  type CostReport,
  type WorkspaceCost,
} from '../../../core/run/cost/costReport';
import type { BudgetLine } from '../../../core/teacher/budget/budgetState';
import type { Price, Rate } from '../../../core/teacher/pricing/price';
import { printable } from '../../terminal/displayWidth';
import { alignedRows } from '../../view/alignedRows';
import { budgetWords, costWords, dollars, runCostWords } from '../../view/money';
import { count, counted, percent } from '../../view/quantities';

const titles: Readonly<Record<CostDimension, string>> = {
  role: 'By role',
  model: 'By model',
  purpose: 'By what became of it',
  strategy: 'By strategy',
  prompt: 'By prompt',
  iteration: 'By iteration',
};
/** What names of purposes say, where they don't by themselves. */
const purposes: Readonly<Record<string, string>> = {
  noCandidate: 'no candidate',
  awaitingReview: 'awaiting review',
  unusable: 'no usable answer',
};
const iterationsShown = 12;

/** What a run cost, for a terminal. */
export function runCostView(
  name: string,
  report: CostReport & { readonly budget: readonly BudgetLine[] },
  colors: Colors,
  isVerbose: boolean,
): string[] {
  const { cost, total, accepted, target, usdPerAccepted, saved, unseen } = report;
  const row = (label: string, text: string): string[] =>
    text === '' ? [] : [colors.dim(label.padEnd(12)) + text];
  const section = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ['', colors.bold(title), ...lines.map((line) => `  ${line}`)];
  return [
    `${colors.bold(printable(name))} · ${count(accepted)} of ${count(target)} accepted`,
    ...row('spent', runCostWords(cost)),
    ...report.budget.flatMap((limit) => row('budget', budgetWords(limit))),
    ...row(
      'a pair',
      usdPerAccepted === null ? '' : `${total.unpriced > 0 ? 'at least ' : ''}${dollars(usdPerAccepted)}`,
    ),
    ...row('tokens', tokenWords(total)),
    ...row('calls', count(total.calls)),
    ...row('saved', savedWords(saved)),
    ...row(
      'perhaps',
      unseen.requests === 0
        ? ''
        : `${counted(unseen.requests, 'request')} may have been answered to nobody, and paid twice: at most ${costWords({ usd: unseen.atMostUsd, unpriced: unseen.unpriced })} more`,
    ),
    ...costDimensions.flatMap((dimension) =>
      section(titles[dimension], dimensionRows(report, dimension, isVerbose)),
    ),
    ...section('Trend', trendRows(report, isVerbose)),
    ...section('Prices', priceRows(report)),
  ];
}

/** What a workspace cost, by run and by month. */
export function workspaceCostView(
  { total, runs, months }: WorkspaceCost,
  month: string | undefined,
  colors: Colors,
): string[] {
  if (runs.length === 0)
    return [month === undefined ? 'Nothing was bought yet.' : `Nothing was bought in ${month}.`];
  const head = ['run', 'cost', 'accepted', 'calls', 'in', 'out'];
  const rows = runs.map((run) => [
    `${printable(run.name)} (${run.startedAt.slice(0, 10)})`,
    ...[
      costWords(run),
      count(run.accepted),
      count(run.calls),
      count(run.promptTokens),
      count(run.completionTokens),
    ],
  ]);
  return [
    `${colors.bold(month ?? 'All runs')} · ${costWords(total)}`,
    '',
    colors.bold('By run'),
    ...alignedRows([head, ...rows]).map((line) => `  ${line}`),
    ...(month === undefined
      ? [
          '',
          colors.bold('By month (UTC)'),
          ...alignedRows(months.map((each) => [each.name, costWords(each)])).map((line) => `  ${line}`),
        ]
      : []),
  ];
}

function tokenWords({ promptTokens, cachedTokens, completionTokens, reasoningTokens }: Amount): string {
  const cached = cachedTokens > 0 ? ` (${count(cachedTokens)} from the cache)` : '';
  const thought = reasoningTokens > 0 ? ` (${count(reasoningTokens)} of them thinking)` : '';
  return `${count(promptTokens)} in${cached}, ${count(completionTokens)} out${thought}`;
}

function savedWords({ cacheUsd, batchUsd, reuseUsd, reusedCalls }: CostReport['saved']): string {
  return [
    ...(cacheUsd > 0 ? [`${dollars(cacheUsd)} by the providers' caches`] : []),
    ...(cacheUsd < 0
      ? [
          `nothing by the providers' caches: writing into them cost ${dollars(-cacheUsd)} more than reading saved`,
        ]
      : []),
    ...(batchUsd > 0 ? [`${dollars(batchUsd)} by providers' batches`] : []),
    ...(reusedCalls === 0
      ? []
      : [`${dollars(reuseUsd)} by ${counted(reusedCalls, 'answer')} of earlier runs`]),
  ].join(', ');
}

function dimensionRows({ by, total }: CostReport, dimension: CostDimension, isVerbose: boolean): string[] {
  const lines = by[dimension];
  if (lines.length < 2 && !isVerbose && dimension !== 'role' && dimension !== 'purpose') return [];
  const shown = dimension === 'iteration' && !isVerbose ? lines.slice(-iterationsShown) : lines;
  return alignedRows(shown.map((line) => amountCells(line, total, nameOf(line, dimension))));
}

function nameOf({ name }: AmountLine, dimension: CostDimension): string {
  if (dimension === 'iteration' && name === '-1') return 'before the first';
  return printable(dimension === 'purpose' ? (purposes[name] ?? name) : name);
}

function amountCells(line: Amount, total: Amount, name: string): string[] {
  const share =
    total.usd === null || total.usd === 0 || line.usd === null ? '' : percent(line.usd / total.usd);
  return [
    name,
    ...[costWords(line), share, counted(line.calls, 'call')],
    `${count(line.promptTokens)} in`,
    `${count(line.completionTokens)} out`,
  ];
}

function trendRows({ trend }: CostReport, isVerbose: boolean): string[] {
  if (trend.length < 2) return [];
  const shown = isVerbose ? trend : trend.slice(-iterationsShown);
  return alignedRows([
    ['iteration', 'accepted', 'cost', 'a pair'],
    ...shown.map(({ iteration, accepted, usd, usdPerAccepted }) => [
      String(iteration),
      count(accepted),
      dollars(usd),
      usdPerAccepted === null ? '–' : dollars(usdPerAccepted),
    ]),
  ]);
}

function priceRows({ prices }: CostReport): string[] {
  return prices.map(({ endpoint, name, price, calls }) =>
    printable(
      `${endpoint} ${name}: ${price ? priceWords(price) : `not known: say it as endpoints.${endpoint}.prices["${name}"] in seedbed.config.yaml`}, ${counted(calls, 'call')}`,
    ),
  );
}

function priceWords({ source, rates }: Price): string {
  if (source.kind === 'local') return 'runs on this machine, and costs nothing';
  const kinds = (
    [
      ['in', rates.prompt],
      ['from the cache', rates.cached],
      ['into the cache', rates.cacheWrite],
      ['out', rates.completion],
      ['thinking', rates.reasoning],
    ] as const
  ).flatMap(([name, rate]) => (rate === undefined ? [] : [`${rateWords(rate)} ${name}`]));
  const request = rates.request === undefined ? [] : [`${dollars(rates.request)} a request`];
  const from =
    source.kind === 'list'
      ? `${source.list} ${source.version} of ${source.date}: ${source.provider} ${source.model}`
      : 'seedbed.config.yaml';
  return `${[...kinds, ...request].join(', ')}, a million tokens (${from})`;
}

function rateWords(rate: Rate): string {
  if (typeof rate === 'number') return dollars(rate);
  const above = rate.above.map((tier) => `${dollars(tier.rate)} above ${count(tier.promptTokens)}`);
  return [dollars(rate.base), ...above].join(' and ');
}
