import type { Colors } from 'picocolors/types';
import { wrap } from '../terminal/displayWidth';
import { alignedRows } from './alignedRows';
import { dollars } from './money';
import { count, counted, duration } from './quantities';

/** What an estimate is, as `seedbed estimate --json` prints it. */
export interface ShownRange {
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

export interface ShownEstimate {
  readonly target: number;
  readonly accepted: ShownRange;
  readonly candidates: ShownRange;
  readonly calls: ShownRange;
  readonly promptTokens: ShownRange;
  readonly completionTokens: ShownRange;
  readonly usd: ShownRange | null;
  readonly seconds: ShownRange;
  readonly slowestBy: string;
  readonly lines: readonly {
    readonly stage: string;
    readonly strategy: string | null;
    readonly role: string;
    readonly model: string;
    readonly task: string | null;
    readonly calls: ShownRange;
    readonly promptTokens: ShownRange;
    readonly completionTokens: ShownRange;
    readonly usd: ShownRange | null;
  }[];
  readonly counted: readonly { readonly model: string; readonly by: string }[];
  readonly unpriced: readonly { readonly why: string }[];
  readonly basis: {
    readonly by: 'same' | 'similar' | 'assumed';
    readonly runs: readonly {
      readonly name: string;
      readonly candidates: number;
      readonly accepted: number;
    }[];
    readonly assumptions: readonly string[];
  };
  readonly cheaper: readonly {
    readonly change: string;
    readonly write: string;
    readonly usd: ShownRange | null;
    readonly saves: number;
  }[];
}

const labelWidth = 12;
const shownLines = 10;
/** What a text is written on where nobody says how wide. */
const usualColumns = 100;

/** What a recipe will take, what that is known by, and what would make it cheaper. */
export function estimateView(
  name: string,
  estimate: ShownEstimate,
  colors: Colors,
  columns: number | undefined,
): string[] {
  const { lines, cheaper, basis } = estimate;
  const width = (columns ?? usualColumns) - 2;
  const rest = lines.length - shownLines;
  return [
    colors.bold(`${name}: ${counted(estimate.target, 'pair')}`),
    ...estimateRows(estimate, colors),
    '',
    ...alignedRows([
      ['what is asked', 'model', 'calls', 'prompt', 'answer', 'dollars'],
      ...lines
        .slice(0, shownLines)
        .map(({ model, calls, promptTokens, completionTokens, usd, ...line }) => [
          nameOf(line),
          model,
          figures(calls),
          figures(promptTokens),
          figures(completionTokens),
          usd === null ? 'not known' : money(usd),
        ]),
    ]).map((row, index) => (index === 0 ? colors.dim(row) : row)),
    ...(rest > 0 ? [colors.dim(`and ${counted(rest, 'kind')} of calls more: --json`)] : []),
    ...(cheaper.length === 0 ? [] : ['', colors.bold('What would make it cheaper')]),
    ...cheaper.flatMap(({ change, write, usd, saves }) => [
      ...hanging(
        `${Math.round(100 * saves)} % less${usd === null ? '' : `, ${money(usd)}`}: ${change}`,
        '- ',
        width,
      ),
      colors.dim(`  ${write}`),
    ]),
    '',
    ...hanging(basisOf(basis), '', width),
    ...basis.assumptions.flatMap((sentence) => hanging(sentence, '- ', width)),
  ];
}

/** The figures alone: what `run` shows before it asks. */
export function estimateRows(estimate: ShownEstimate, colors: Colors): string[] {
  const { target, accepted, usd, unpriced } = estimate;
  const rows: [string, string][] = [
    [
      'dollars',
      usd === null
        ? 'not known'
        : `${money(usd)}, likely ${dollars(usd.median)}${unpriced.length > 0 ? ', and what has no price' : ''}`,
    ],
    ['calls', `${figures(estimate.calls)}, for ${figures(estimate.candidates)} candidates`],
    [
      'tokens',
      `${figures(estimate.promptTokens)} of prompts, ${figures(estimate.completionTokens)} of answers`,
    ],
    [
      'time',
      `${duration(1_000 * estimate.seconds.low)} to ${duration(1_000 * estimate.seconds.high)}, by ${estimate.slowestBy}`,
    ],
    ...(accepted.median < target
      ? [
          ['pairs', `${figures(accepted)} of ${count(target)}: there is no more to be had`] as [
            string,
            string,
          ],
        ]
      : []),
  ];
  return [
    ...rows.map(([label, text]) => `  ${colors.dim(label.padEnd(labelWidth))}${text}`),
    ...unpriced.map(({ why }) => `${colors.yellow('!')} ${why}`),
  ];
}

/** That a run may pause before it is done: no row where no dollars are set as its limit. */
export function budgetRows(usd: number | undefined, { dim }: Colors): string[] {
  if (usd === undefined) return [];
  return [
    `  ${dim('budget'.padEnd(labelWidth))}${dollars(usd)} in all: it pauses before it would spend more`,
  ];
}

/** By what an estimate is known, in a sentence. */
export function basisOf({ by, runs }: ShownEstimate['basis']): string {
  if (by === 'assumed')
    return 'In four cases of five it is between these figures. Nothing like it was run in this workspace, so that they rest on assumptions; a preview would make them surer:';
  const named = runs
    .map(
      ({ name, candidates, accepted }) =>
        `${name} (${count(accepted)} of ${count(candidates)} candidates accepted)`,
    )
    .join(', ');
  return `In four cases of five it is between these figures, by ${runs.length === 1 ? 'an earlier run' : 'earlier runs'} of ${
    by === 'same' ? 'this recipe' : 'a recipe like it'
  }: ${named}.`;
}

function nameOf({
  stage,
  strategy,
  role,
  task,
}: Pick<ShownEstimate['lines'][number], 'stage' | 'strategy' | 'role' | 'task'>): string {
  const asked = task === null || task === stage ? '' : ` ${task}`;
  return `${stage}${asked}${strategy === null ? '' : `, ${strategy}`}${role === stage ? '' : ` (${role})`}`;
}

function money({ low, high }: ShownRange): string {
  return low === high ? dollars(low) : `${dollars(rounded(low))} to ${dollars(rounded(high))}`;
}

/** "1,200 to 3,400": what is estimated has no more digits than it is worth. */
function figures({ low, high }: ShownRange): string {
  const [from, to] = [short(low), short(high)];
  return from === to ? from : `${from} to ${to}`;
}

function short(value: number): string {
  if (value >= 10_000_000) return `${count(rounded(value) / 1e6)} M`;
  if (value >= 100_000) return `${count(rounded(value) / 1e3)} k`;
  return count(rounded(value));
}

function rounded(value: number): number {
  return Number(value.toPrecision(2));
}

function hanging(text: string, bullet: string, width: number): string[] {
  const indent = ' '.repeat(bullet.length);
  return wrap(text, width - bullet.length).map((line, index) => `${index === 0 ? bullet : indent}${line}`);
}
