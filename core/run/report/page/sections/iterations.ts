import { inWords } from '../inWords';
import { sum } from '../../../../foundations/statistics/mean';
import type { PageMaterial, SectionOf } from '../pageFigures';
import { chartOf, seriesTones, type Chart, type Section } from '../section';
import { mostStretches, nameOfStretch, stretchesOf } from '../stretchesOf';

/** Measures of a commit that are drawn, and in which words. All lie between 0 and 1. */
const drawn: Readonly<Record<string, string>> = {
  distinct2: 'different word pairs',
  verbObjectEntropy: 'variety of verbs and objects',
  nearestSimilarity: 'cosine to the nearest',
  commonOpening: 'responses that open alike',
};

/** How much came through and how much of it was new, from the first iteration to the last. */
export const iterationsSection: SectionOf<Section> = ({ figures, report }) => {
  const iterations = figures.iterations.filter(({ decided }) => decided > 0);
  if (iterations.length === 0) return undefined;
  const stretches = stretchesOf(iterations, mostStretches);
  const share = (part: (of: (typeof iterations)[number]) => number) =>
    stretches.map((some) => sum(some.map(part)) / sum(some.map(({ decided }) => decided)));
  const yields = chartOf(
    'Yield and novelty, by iteration',
    'Of what was decided: the share that was accepted, and the share that repeated nothing. Falling lines say that the run is running dry.',
    {
      kind: 'lines',
      along: 'iteration',
      unit: 'share',
      labels: stretches.map(nameOfStretch),
      series: [
        { name: 'accepted', tone: 'good', values: share(({ accepted }) => accepted) },
        { name: 'new', tone: 'first', values: share(({ decided, repeated }) => decided - repeated) },
      ],
    },
  );
  const [first, last] = [yields.drawing, yields.drawing].map((drawing, end) =>
    'series' in drawing ? (drawing.series[0]?.values.at(end === 0 ? 0 : -1) ?? 0) : 0,
  );
  const words = (value: number | undefined): string => `${(100 * (value ?? 0)).toFixed(0)} %`;
  const health = healthChart(report);
  return {
    id: 'iterations',
    title: 'Yield and novelty',
    says:
      stretches.length > 1
        ? [
            `The yield went from ${words(first)} to ${words(last)} over ${inWords(iterations.length)} iterations.`,
          ]
        : [`The yield is ${words(last)}.`],
    charts: [yields, ...(health ? [health] : [])],
  };
};

function healthChart({ health }: PageMaterial['report']): Chart | undefined {
  const stretches = stretchesOf(health, mostStretches);
  const series = Object.entries(drawn).flatMap(([measure, name], index) => {
    const values = stretches.map((some) => {
      const known = some.flatMap(({ measures }) => measures[measure] ?? []);
      return known.length === 0 ? null : sum(known) / known.length;
    });
    const tone = seriesTones[index] ?? 'plain';
    return values.some((value) => value !== null) ? [{ name, tone, values }] : [];
  });
  if (series.length === 0) return undefined;
  return chartOf(
    'How varied proposals are, by iteration',
    'What the commits measured of free proposals. Less variety, and more similarity, is a sign of collapse.',
    { kind: 'lines', along: 'iteration', unit: 'decimal', labels: stretches.map(nameOfStretch), series },
  );
}
