import { stratifiedFolds } from './folds';
import { fitLogistic, logLoss, logOdds, type LogisticWeights } from './logisticRegression';
import { crossValidatedArea, type Labelled, type RocArea } from './rocArea';

/** Named numbers of one item. What a filter did not score is left out. */
export type Features = Readonly<Record<string, number>>;

export interface LabelledFeatures {
  readonly features: Features;
  readonly bad: boolean;
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
}

export interface CrossValidation {
  /** Of the whole procedure, choice of the penalty included, on items that it had not seen. */
  readonly area: RocArea | undefined;
  /** What each item scored while it was held out, in their order. */
  readonly scores: readonly number[];
}

const penalties = [0.3, 3, 30, 300];
const innerFolds = 5;

/** How likely a pair is to be bad, learned from labels: logistic regression over scores and plain features of the text. */
export class LogisticScorer {
  constructor(readonly stored: StoredScorer) {}

  /** @param items Both kinds must be among them. */
  static fit(items: readonly LabelledFeatures[], seed = 42): LogisticScorer {
    const columns = columnsOf(items.map(({ features }) => features));
    const rows = items.map(({ features }) => rowOf(columns, features));
    const labels = items.map(({ bad }) => bad);
    const penalty = choosePenalty(rows, labels, seed);
    return new LogisticScorer({ columns, weights: [...fitLogistic(rows, labels, penalty)], penalty });
  }

  /** Fits the scorer anew for each fold without its items, and scores them. */
  static crossValidate(
    items: readonly LabelledFeatures[],
    { folds = 10, seed = 42 }: { folds?: number; seed?: number } = {},
  ): CrossValidation {
    const foldOf = stratifiedFolds(
      items.map(({ bad }) => bad),
      folds,
      seed,
    );
    const scores = new Array<number>(items.length).fill(0);
    const held: Labelled[][] = [];
    for (const fold of [...new Set(foldOf)].sort((left, right) => left - right)) {
      const scorer = LogisticScorer.fit(
        items.filter((_, index) => foldOf[index] !== fold),
        seed,
      );
      held[fold] = items.flatMap(({ features, bad }, index) => {
        if (foldOf[index] !== fold) return [];
        const score = (scores[index] = scorer.score(features));
        return [{ score, positive: bad }];
      });
    }
    return { area: crossValidatedArea(held), scores };
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
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / values.length) };
}

/** Standardised; what is missing counts as average. Further than eight deviations out counts as eight, so that no item rules alone. */
function rowOf(columns: readonly Column[], features: Features): Float64Array {
  return Float64Array.from(columns, ({ feature, presence, mean, deviation }) => {
    const value = features[feature];
    const number = presence ? Number(value !== undefined) : (value ?? mean);
    return Math.max(-8, Math.min(8, (number - mean) / deviation));
  });
}

function choosePenalty(rows: readonly Float64Array[], labels: readonly boolean[], seed: number): number {
  const foldOf = stratifiedFolds(labels, innerFolds, seed + 1);
  const folds = [...new Set(foldOf)];
  if (folds.length < 2) return penalties.at(-1) ?? 1;
  const losses = penalties.map((penalty) =>
    folds.reduce((sum, fold) => {
      const [inside, outside] = [
        (index: number) => foldOf[index] !== fold,
        (index: number) => foldOf[index] === fold,
      ];
      const pick = <Item>(items: readonly Item[], wanted: (index: number) => boolean): Item[] =>
        items.filter((_, index) => wanted(index));
      const weights: LogisticWeights = fitLogistic(pick(rows, inside), pick(labels, inside), penalty);
      return sum + logLoss(pick(rows, outside), pick(labels, outside), weights);
    }, 0),
  );
  return penalties[losses.indexOf(Math.min(...losses))] ?? 1;
}
