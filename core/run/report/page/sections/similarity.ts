import type { Buckets, SectionOf } from '../pageFigures';
import { chartOf, type Chart, type Section } from '../section';
import { everyStep, powerStep } from '../steps';

/** How near candidates are to the nearest seed or pair. */
export const similaritySection: SectionOf<Section> = ({ figures, recipe }) => {
  const steps = figures.similarity.map(({ step }) => step);
  if (steps.length === 0) return undefined;
  const accepted = figures.similarity.reduce((sum, bucket) => sum + bucket.accepted, 0);
  const near = figures.similarity
    .filter(({ step }) => step >= 10)
    .reduce((sum, bucket) => sum + bucket.accepted, 0);
  return {
    id: 'similarity',
    title: 'Nearest neighbours',
    says: [
      ...(accepted > 0
        ? [
            `${((100 * near) / accepted).toFixed(1)} % of the accepted pairs have a neighbour at ROUGE-L 0.50 or above.`,
          ]
        : []),
      `The threshold of the recipe is ${recipe.novelty.threshold}.`,
    ],
    charts: [
      buckets(
        'Similarity to the nearest seed or pair',
        'Candidates by ROUGE-L F to their nearest neighbour: lower is newer.',
        figures.similarity,
        'ROUGE-L from',
        everyStep([0, ...steps]),
        (step) => (step / 20).toFixed(2),
      ),
    ],
  };
};

/** How usual the words of responses are to a small language model. */
export const perplexitySection: SectionOf<Section> = ({ figures }) => {
  if (figures.perplexity.length === 0) return undefined;
  return {
    id: 'perplexity',
    title: 'Perplexity',
    says: [
      'By the language model of the filter “fluency”: lower reads more usual, and very low is often a repetition.',
    ],
    charts: [
      buckets(
        'Perplexity of responses',
        'Candidates by the perplexity of their response, from each number on to the next.',
        figures.perplexity,
        'perplexity from',
        everyStep(figures.perplexity.map(({ step }) => step)),
        (step) => String(powerStep(step)),
      ),
    ],
  };
};

function buckets(
  title: string,
  description: string,
  found: Buckets,
  along: string,
  steps: readonly number[],
  label: (step: number) => string,
): Chart {
  const byStep = new Map(found.map((bucket) => [bucket.step, bucket]));
  return chartOf(title, description, {
    kind: 'stackedBars',
    along,
    unit: 'count',
    labels: steps.map(label),
    series: [
      { name: 'accepted', tone: 'good', values: steps.map((step) => byStep.get(step)?.accepted ?? 0) },
      { name: 'rejected', tone: 'bad', values: steps.map((step) => byStep.get(step)?.rejected ?? 0) },
    ],
  });
}
