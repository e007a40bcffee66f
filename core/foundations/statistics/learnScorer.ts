import { stratifiedFolds } from './folds';
import { groupsOf, LogisticScorer, type LabelledFeatures, type StoredScorer } from './logisticScorer';
import { mean } from './mean';
import { crossValidatedArea, type Labelled, type RocArea } from './rocArea';
import {
  textColumn,
  textPenalties,
  TextSample,
  type FittedReading,
  type ReadTexts,
  type Reading,
  type StoredTextModel,
  type TextColumns,
} from './textModel';

/** An item with its label, and with its texts where these are to be read. */
export interface LabelledItem extends LabelledFeatures {
  readonly texts?: ReadTexts | undefined;
}

export interface LearnedScorer {
  readonly stored: StoredScorer;
  /** Of the whole procedure, every choice in it included, on items that it had not seen. */
  readonly area: RocArea | undefined;
  /** What each item scored while it was held out, in their order: the chance of being bad. */
  readonly scores: readonly number[];
}

export interface LearningOptions {
  readonly folds?: number;
  readonly seed?: number;
  /** The vector of `embedderCheck`, where texts have vectors. */
  readonly check?: Float32Array | undefined;
  /** Awaited between what takes milliseconds. */
  readonly breath?: () => Promise<void>;
}

const innerFolds = 5;

/**
 * Learns how likely an item is to be bad: by its features alone, or by what it says as well, by meanings, words or both, as
 * cross-validation within the labels finds best. A text model's column is of items that it was not fitted to, else it would seem to know
 * everything (stacking; Wolpert 1992). Texts are read where that lowers the log loss of held-out items by more than its standard error.
 *
 * @param items Both kinds must be among them.
 */
export async function learnScorer(
  items: readonly LabelledItem[],
  { folds = 10, seed = 42, check, breath = () => Promise.resolve() }: LearningOptions = {},
): Promise<LearnedScorer> {
  const texts = items.flatMap((item) => item.texts ?? []);
  const sample = texts.length === items.length ? await TextSample.of(texts, breath) : undefined;
  const learning = new Learning(items, sample, seed, breath);
  const foldOf = stratifiedFolds(
    items.map(({ bad }) => bad),
    folds,
    seed,
    groupsOf(items),
  );
  const scores = new Array<number>(items.length).fill(0);
  const held: Labelled[][] = [];
  for (const fold of [...new Set(foldOf)].sort((left, right) => left - right)) {
    const [inside, outside] = parted(foldOf, fold);
    const fit = await learning.fit(inside);
    held[fold] = outside.map((row) => {
      const score = (scores[row] = learning.score(fit, row));
      return { score, positive: items[row]!.bad };
    });
  }
  const fit = await learning.fit(items.map((_, row) => row));
  const { scorer, readers } = fit;
  const stored = readers.map((reader) => sample!.folded(reader, check));
  return {
    stored: {
      ...scorer.stored,
      ...(stored.length > 0 && { texts: Object.assign({}, ...stored) as StoredTextModel }),
    },
    area: crossValidatedArea(held),
    scores,
  };
}

interface Fit {
  readonly scorer: LogisticScorer;
  /** Empty where the scorer goes by features alone. */
  readonly readers: readonly FittedReading[];
}

/** A reading that tells something, and what items scored by it while they were held out. */
interface HeldOutReading {
  readonly reads: Reading;
  readonly penalty: number;
  readonly scores: readonly number[];
}

class Learning {
  constructor(
    private readonly items: readonly LabelledItem[],
    private readonly sample: TextSample | undefined,
    private readonly seed: number,
    private readonly breath: () => Promise<void>,
  ) {}

  async fit(rows: readonly number[]): Promise<Fit> {
    const items = rows.map((row) => this.items[row]!);
    await this.breath();
    const plain = LogisticScorer.fit(items, this.seed);
    const read = await this.heldOut(rows, items);
    let best: { scorer: LogisticScorer; used: readonly HeldOutReading[] } = { scorer: plain, used: [] };
    for (let count = 1; count <= read.length; count++) {
      const used = read.slice(0, count);
      await this.breath();
      const stacked = items.map((item, index) =>
        withColumns(
          item,
          used.map(({ reads, scores }) => [reads, scores[index]!]),
        ),
      );
      const scorer = LogisticScorer.fit(stacked, this.seed);
      const isBest = best.used.length === 0 || mean(scorer.losses) < mean(best.scorer.losses);
      if (isBest && isBetter(plain.losses, scorer.losses)) best = { scorer, used };
    }
    const targets = targetsOf(items);
    return {
      scorer: best.scorer,
      readers: best.used.map(({ reads, penalty }) => {
        const [fit] = this.sample!.fit(reads, rows, targets, [penalty]);
        return { reads, penalty, rows, fit: fit! };
      }),
    };
  }

  /** The chance that an item is bad. */
  score({ scorer, readers }: Fit, row: number): number {
    const columns = readers.map(
      ({ reads, rows, fit }) => [reads, this.sample!.score(reads, rows, fit, row)] as const,
    );
    return scorer.score(withColumns(this.items[row]!, columns).features);
  }

  /** Of each reading that tells more than the mean of held-out items, how strictly it does so best; the one that tells most first. */
  private async heldOut(rows: readonly number[], items: readonly LabelledItem[]): Promise<HeldOutReading[]> {
    const { sample } = this;
    if (!sample) return [];
    const labels = items.map(({ bad }) => bad);
    const targets = targetsOf(items);
    const foldOf = stratifiedFolds(labels, innerFolds, this.seed + 1, groupsOf(items));
    const folds = [...new Set(foldOf)];
    if (folds.length < 2) return [];
    const telling: (HeldOutReading & { readonly error: number })[] = [];
    for (const reads of sample.readings) {
      const heldOut = textPenalties.map(() => new Array<number>(rows.length).fill(0));
      for (const fold of folds) {
        await this.breath();
        const [inside, outside] = parted(foldOf, fold);
        const among = inside.map((index) => rows[index]!);
        const known = inside.map((index) => targets[index]!);
        sample.fit(reads, among, known, textPenalties).forEach((fit, at) => {
          for (const index of outside) heldOut[at]![index] = sample.score(reads, among, fit, rows[index]!);
        });
      }
      const tried = textPenalties.map((penalty, at) => {
        const scores = heldOut[at]!;
        return { reads, penalty, scores, error: squaredError(targets, scores) };
      });
      const best = tried.reduce((first, other) => (other.error < first.error ? other : first));
      if (best.error < squaredError(targets)) telling.push(best);
    }
    return telling.sort((left, right) => left.error - right.error);
  }
}

function withColumns(item: LabelledItem, read: readonly (readonly [Reading, number])[]): LabelledItem {
  const columns: TextColumns = Object.fromEntries(read.map(([reads, score]) => [textColumn(reads), score]));
  return { ...item, features: { ...item.features, ...columns } };
}

/** 1 and -1 less their mean. */
function targetsOf(items: readonly LabelledItem[]): number[] {
  const targets = items.map(({ bad }) => (bad ? 1 : -1));
  const middle = mean(targets);
  return targets.map((target) => target - middle);
}

/** Of scores; left out, of 0 for each. */
function squaredError(targets: readonly number[], scores: readonly number[] = []): number {
  return targets.reduce((sum, target, index) => sum + (target - (scores[index] ?? 0)) ** 2, 0);
}

/** Whether losses are lower by more than the standard error of the difference. */
function isBetter(before: readonly number[], after: readonly number[]): boolean {
  const gains = before.map((loss, index) => loss - after[index]!);
  const count = gains.length;
  if (count < 2) return false;
  const gain = mean(gains);
  const variance = gains.reduce((sum, one) => sum + (one - gain) ** 2, 0) / (count - 1);
  return gain > Math.sqrt(variance / count);
}

/** Places inside and outside: those of other folds, and those of this one. */
function parted(foldOf: readonly number[], fold: number): [number[], number[]] {
  const [inside, outside]: [number[], number[]] = [[], []];
  foldOf.forEach((other, index) => (other === fold ? outside : inside).push(index));
  return [inside, outside];
}
