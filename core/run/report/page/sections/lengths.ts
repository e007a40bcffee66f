import type { SectionOf } from '../pageFigures';
import { chartOf, type Section } from '../section';
import { everyStep, powerStep } from '../steps';

const parts = [
  { of: 'instruction', tone: 'first' },
  { of: 'input', tone: 'third' },
  { of: 'response', tone: 'second' },
] as const;

/** How long accepted pairs are. */
export const lengthsSection: SectionOf<Section> = ({ figures }) => {
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
    says: [`Half of the accepted pairs are at least so many characters long: ${medians.join(', ')}.`],
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
    ],
  };
};

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
