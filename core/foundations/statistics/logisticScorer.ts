import { stratifiedFolds } from './folds';
import { fitLogistic, logLoss, logOdds, type LogisticWeights } from './logisticRegression';
import { mean } from './mean';
import type { StoredTextModel } from './textModel';

/** Named numbers of one item. What a filter did not score is left out. */
export type Features = Readonly<Record<string, number>>;

export interface LabelledFeatures {
  readonly features: Features;
  readonly bad: boolean;
  /** Items of one group are held out together. Left out: it is one of its own. */
  readonly group?: string | undefined;
}

/** One column of the standardised matrix. */
interface Column {
  readonly feature: string;
  /** Of a score that not every item has: whether it is there. */
  readonly presence: boolean;
  readonly mean: number;
  readonly deviation: number;
}

/** A scorer as it is kept in a file. */
export interface StoredScorer {
  readonly columns: readonly Column[];
  /** The intercept's, then one for each column. */
  readonly weights: readonly number[];
  /** Of half the squared weights; chosen among a few by cross-validation within what it was fitted to. */
  readonly penalty: number;
  /** Where texts told more than the features alone: what gives the columns of `textColumns`. */
  readonly texts?: StoredTextModel | undefined;
}

const penalties = [0.3, 3, 30, 300];
const innerFolds = 5;

/** How likely a pair is to be bad, learned from labels: logistic regression over scores and plain features of the text. */
export class LogisticScorer {
  /** @param losses The log loss of each item that it was fitted to, while that was held out. */
  constructor(
    readonly stored: StoredScorer,
    readonly losses: readonly number[] = [],
  ) {}

  /** @param items Both kinds must be among them. */
  static fit(items: readonly LabelledFeatures[], seed = 42): LogisticScorer {
    const columns = columnsOf(items.map(({ features }) => features));
    const rows = items.map(({ features }) => rowOf(columns, features));
    const labels = items.map(({ bad }) => bad);
    const { penalty, losses } = choosePenalty(rows, items, seed);
    return new LogisticScorer({ columns, weights: [...fitLogistic(rows, labels, penalty)], penalty }, losses);
  }

  /** The chance that the pair is bad, 0 to 1. */
  score(features: Features): number {
    const { columns, weights } = this.stored;
    return 1 / (1 + Math.exp(-logOdds(Float64Array.from(weights), rowOf(columns, features))));
  }

  /** What weighs most, the heaviest first: change of the log-odds of being bad for one standard deviation more. */
  get heaviest(): readonly { readonly feature: string; readonly weight: number }[] {
    const { columns, weights } = this.stored;
    return columns
      .map(({ feature, presence }, index) => ({
        feature: presence ? `${feature} is there` : feature,
        weight: weights[index + 1] ?? 0,
      }))
      .sort((left, right) => Math.abs(right.weight) - Math.abs(left.weight));
  }
}

/** A score that some items lack gets a second column that says whether it is there. What never varies gets none. */
function columnsOf(items: readonly Features[]): readonly Column[] {
  const names = [...new Set(items.flatMap((features) => Object.keys(features)))].sort();
  return names.flatMap((feature) => {
    const values = items.flatMap((features) => features[feature] ?? []);
    const isSparse = values.length < items.length;
    const presence = items.map((features) => Number(features[feature] !== undefined));
    return [
      { feature, presence: false, ...moments(values) },
      ...(isSparse ? [{ feature, presence: true, ...moments(presence) }] : []),
    ].filter(({ deviation }) => deviation > 1e-12);
  });
}

function moments(values: readonly number[]): { readonly mean: number; readonly deviation: number } {
  const middle = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  return { mean: middle, deviation: Math.sqrt(squares / values.length) };
}

/** Standardised; what is missing counts as average. Further than eight deviations out counts as eight, so that no item rules alone. */
function rowOf(columns: readonly Column[], features: Features): Float64Array {
  return Float64Array.from(columns, ({ feature, presence, mean, deviation }) => {
    const value = features[feature];
    const number = presence ? Number(value !== undefined) : (value ?? mean);
    return Math.max(-8, Math.min(8, (number - mean) / deviation));
  });
}

function choosePenalty(
  rows: readonly Float64Array[],
  items: readonly LabelledFeatures[],
  seed: number,
): { readonly penalty: number; readonly losses: readonly number[] } {
  const labels = items.map(({ bad }) => bad);
  const foldOf = stratifiedFolds(labels, innerFolds, seed + 1, groupsOf(items));
  const folds = [...new Set(foldOf)];
  if (folds.length < 2) return { penalty: penalties.at(-1) ?? 1, losses: [] };
  const tried = penalties.map((penalty) => ({ penalty, losses: new Array<number>(rows.length).fill(0) }));
  for (const fold of folds) {
    const isInside = (_: unknown, index: number) => foldOf[index] !== fold;
    const [known, knownLabels] = [rows.filter(isInside), labels.filter(isInside)];
    let weights: LogisticWeights | undefined;
    for (const { penalty, losses } of tried.toReversed()) {
      weights = fitLogistic(known, knownLabels, penalty, weights); // the strictest first: the next optimum is near
      for (let index = 0; index < rows.length; index++)
        if (foldOf[index] === fold) losses[index] = logLoss([rows[index]!], [labels[index]!], weights);
    }
  }
  return tried.reduce((best, other) => (mean(other.losses) < mean(best.losses) ? other : best));
}

/** Undefined where every item is one of its own. */
export function groupsOf(items: readonly LabelledFeatures[]): readonly (string | undefined)[] | undefined {
  return items.some(({ group }) => group !== undefined) ? items.map(({ group }) => group) : undefined;
}
