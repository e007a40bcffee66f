import type { PageMaterial } from './pageFigures';
import type { ValueKind, Value, Tone } from './section';

/** One thing to know before all others. */
export interface Tile {
  readonly name: string;
  readonly value: Value;
  readonly kind: ValueKind;
  /** What the value is of, or against what. */
  readonly note: string;
  /** `plain`: nothing to say of it. Never told by colour alone: `note` says it too. */
  readonly tone: Extract<Tone, 'good' | 'bad' | 'waiting' | 'plain'>;
}

/** Yields of late below this part of those at the start are said to fall. */
const falling = 0.5;

/** The figures that say whether the run is worth looking at, all of them from elsewhere on the page. */
export function verdictStrip({ status, report, cost, figures }: PageMaterial): Tile[] {
  const { funnel, target } = status;
  const decided = figures.iterations.filter((iteration) => iteration.decided > 0);
  const yieldOf = (some: typeof decided): number | null => {
    const all = some.reduce((sum, iteration) => sum + iteration.decided, 0);
    return all === 0 ? null : some.reduce((sum, iteration) => sum + iteration.accepted, 0) / all;
  };
  const quarter = Math.ceil(decided.length / 4);
  const [early, late] = [yieldOf(decided.slice(0, quarter)), yieldOf(decided.slice(-quarter))];
  const isFalling = decided.length >= 8 && early !== null && late !== null && late < falling * early;
  const lacking = (report.cells ?? []).filter((cell) => cell.lacking >= 0.5).length;
  const { people } = report;
  const isDone = funnel.accepted >= target;
  const goesOn = status.state === 'running' || status.state === 'stopping';
  return [
    {
      name: 'accepted',
      value: funnel.accepted,
      kind: 'count',
      note: isDone
        ? `target of ${target.toLocaleString('en-US')} reached`
        : `of ${target.toLocaleString('en-US')}, the target`,
      tone: isDone ? 'good' : goesOn ? 'plain' : 'bad',
    },
    {
      name: 'yield',
      value: yieldOf(decided),
      kind: 'share',
      note: isFalling ? 'of decided; it has more than halved' : 'of decided candidates',
      tone: isFalling ? 'bad' : 'plain',
    },
    cost.total.usd !== null && cost.total.unpriced === 0
      ? { name: 'cost', value: cost.total.usd, kind: 'usd', note: 'US dollars', tone: 'plain' }
      : {
          name: 'tokens',
          value: report.spent.promptTokens + report.spent.completionTokens,
          kind: 'count',
          note: `${cost.total.unpriced} calls of unknown price`,
          tone: 'plain',
        },
    ...(people?.good
      ? [
          {
            name: 'good, say people',
            value: people.good.share,
            kind: 'share' as const,
            note: `by ${people.good.items} items, 95 %: ${words(people.good.interval)}`,
            tone: 'plain' as const,
          },
        ]
      : []),
    ...(report.cells && report.cells.length > 0
      ? [
          {
            name: 'cells short',
            value: lacking,
            kind: 'count' as const,
            note: `of ${report.cells.length}`,
            tone: lacking === 0 ? ('good' as const) : ('waiting' as const),
          },
        ]
      : []),
  ];
}

function words([low, high]: readonly [number, number]): string {
  return `${(100 * low).toFixed(0)} to ${(100 * high).toFixed(0)} %`;
}
