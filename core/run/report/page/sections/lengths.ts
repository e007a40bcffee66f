import { conversationWords } from '../../conversationReport';
import type { SectionOf } from '../pageFigures';
import { chartOf, type Chart, type Section } from '../section';
import { everyStep, powerStep } from '../steps';

const parts = [
  { of: 'instruction', tone: 'first' },
  { of: 'input', tone: 'third' },
  { of: 'response', tone: 'second' },
] as const;

/** How long accepted pairs are. */
export const lengthsSection: SectionOf<Section> = ({ figures, report }) => {
  const steps = everyStep(figures.lengths.map(({ step }) => step));
  if (steps.length === 0) return undefined;
  const counts = new Map(figures.lengths.map(({ of, step, pairs }) => [`${of} ${step}`, pairs]));
  const series = parts
    .map(({ of, tone }) => ({
      name: of,
      tone,
      values: steps.map((step) => counts.get(`${of} ${step}`) ?? 0),
    }))
    .filter(({ values }) => values.some((value) => value > 0));
  const medians = series.map(({ name, values }) => `${name} ${medianStep(steps, values)}`);
  return {
    id: 'lengths',
    title: 'Lengths',
    says: [
      `Half of the accepted pairs are at least so many characters long: ${medians.join(', ')}.`,
      ...conversationsAmong(figures.exchanges),
      ...(report.conversations ? [conversationWords(report.conversations)] : []),
    ],
    charts: [
      chartOf(
        'How long accepted pairs are',
        'Accepted pairs by characters, from each number on to the next; the steps grow by half a power of two.',
        {
          kind: 'lines',
          along: 'characters',
          unit: 'count',
          labels: steps.map((step) => String(powerStep(step))),
          series,
        },
      ),
      ...conversations(figures.exchanges),
    ],
  };
};

type Exchanges = Parameters<typeof lengthsSection>[0]['figures']['exchanges'];

/** Nothing is said of conversations where no pair is one. */
function conversationsAmong(exchanges: Exchanges): string[] {
  const all = exchanges.reduce((sum, { pairs }) => sum + pairs, 0);
  const several = exchanges.reduce((sum, one) => sum + (one.exchanges > 1 ? one.pairs : 0), 0);
  return several === 0
    ? []
    : [`${several} of ${all} accepted pairs are conversations, which go on after the first answer.`];
}

function conversations(exchanges: Exchanges): Chart[] {
  const longest = Math.max(0, ...exchanges.map((one) => one.exchanges));
  if (longest < 2) return [];
  const counts = new Map(exchanges.map((one) => [one.exchanges, one.pairs]));
  const lengths = Array.from({ length: longest }, (_, index) => index + 1);
  return [
    chartOf('How long conversations are', 'Accepted pairs by questions with their answers.', {
      kind: 'bars',
      along: 'exchanges',
      unit: 'count',
      labels: lengths.map(String),
      series: [{ name: 'pairs', tone: 'first', values: lengths.map((length) => counts.get(length) ?? 0) }],
    }),
  ];
}

/** The step in which the median lies, by where it begins. */
function medianStep(steps: readonly number[], values: readonly number[]): number {
  const half = values.reduce((all, value) => all + value, 0) / 2;
  let so = 0;
  for (const [index, value] of values.entries()) {
    so += value;
    if (so >= half) return powerStep(steps[index] ?? 0);
  }
  return 0;
}
