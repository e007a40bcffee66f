import { meanInterval } from '../../foundations/statistics/meanInterval';
import { mean, sum } from '../../foundations/statistics/mean';
import type { Interval } from '../../foundations/statistics/yieldInterval';
import { constraintKinds, type ConstraintKind, type ConstraintTask } from './constraintTasks';

/** What came of one training. */
export interface TrainingResult {
  /** Of each held-out pair: the loss of its response's tokens, added up, and how many they are; 0 of one that is too long for the model. */
  readonly losses: readonly (readonly [loss: number, tokens: number])[];
  /** To each constraint task. */
  readonly answers: readonly string[];
}

/** A figure over the seeds of a training: their mean, and a 95 % interval. Of a model that was not trained there is one value. */
export interface Figure {
  readonly value: number;
  readonly interval: Interval | null;
}

/** What a model came to that was trained on a set. */
export interface ArmFigures {
  /** Nats a token of the held-out responses: less is better. */
  readonly loss: Figure;
  /** Share of the constraint tasks to which the answer keeps. */
  readonly kept: Figure;
  readonly keptByKind: Readonly<Record<ConstraintKind, number>>;
}

/** One set against another, by one measure. `noise`: no difference that another seed or other held-out items could not have turned round. */
export interface Difference {
  readonly measure: 'loss' | 'kept';
  /** The first less the second. */
  readonly value: number;
  readonly interval: Interval;
  readonly finding: 'better' | 'worse' | 'noise';
}

export function figuresOf(results: readonly TrainingResult[], tasks: readonly ConstraintTask[]): ArmFigures {
  const kept = results.map((result) => keptOf(result, tasks));
  const ofKind = (kind: ConstraintKind): number =>
    mean(kept.flatMap((values) => values.filter((_, index) => tasks[index]!.kind === kind)));
  return {
    loss: figureOf(results.map(({ losses }) => ratioOf(losses))),
    kept: figureOf(kept.map(mean)),
    keptByKind: Object.fromEntries(
      constraintKinds.map((kind) => [kind, ofKind(kind)]),
    ) as ArmFigures['keptByKind'],
  };
}

/**
 * The first set's trainings against the second's, seed by seed. What differs by chance is the order and draw of the pairs, and which pairs and tasks were held out:
 * an interval is made of each (Student's over the seeds; the normal one of a ratio of sums over the items), and the wider one counts.
 *
 * @param second Of as many seeds; or one result, of a model that was not trained.
 */
export function differencesOf(
  first: readonly TrainingResult[],
  second: readonly TrainingResult[],
  tasks: readonly ConstraintTask[],
): readonly [loss: Difference, kept: Difference] {
  const items = (results: readonly TrainingResult[]) => ({
    loss: results.map(({ losses }) => losses),
    kept: results.map((result) => keptOf(result, tasks).map((value): Item => [value, 1])),
  });
  const [left, right] = [items(first), items(second)];
  return [difference('loss', left.loss, right.loss, -1), difference('kept', left.kept, right.kept, 1)];
}

/** A value, and how much it weighs. */
type Item = readonly [value: number, weight: number];

function difference(
  measure: Difference['measure'],
  first: readonly (readonly Item[])[],
  second: readonly (readonly Item[])[],
  better: 1 | -1,
): Difference {
  const pairs = first.map((items, seed) => [items, second[seed] ?? second[0]!] as const);
  const perSeed = pairs.map(([left, right]) => ratioOf(left) - ratioOf(right));
  const weights = first[0]!.map(([, weight]) => weight);
  const perItem = weights.map((weight, index): Item => [
    mean(pairs.map(([left, right]) => left[index]![0] - right[index]![0])),
    weight,
  ]);
  const value = mean(perSeed);
  const halves = [meanInterval(perSeed).interval[1] - value, halfOfRatio(perItem, value)];
  const half = Math.max(...halves);
  const interval: Interval = [value - half, value + half];
  const differs = interval[0] > 0 || interval[1] < 0;
  return {
    measure,
    value,
    interval,
    finding: !differs ? 'noise' : value * better > 0 ? 'better' : 'worse',
  };
}

/** Half of the 95 % interval of a ratio of sums (Cochran 1977, 6.3: the variance of what the items differ from the ratio). */
function halfOfRatio(items: readonly Item[], ratio: number): number {
  const used = items.filter(([, weight]) => weight > 0);
  if (used.length < 2) return Infinity;
  const squares = sum(used.map(([value, weight]) => (value - ratio * weight) ** 2));
  const total = sum(used.map(([, weight]) => weight));
  return (1.96 * Math.sqrt((squares * used.length) / (used.length - 1))) / total;
}

const ratioOf = (items: readonly Item[]): number =>
  sum(items.map(([value]) => value)) / sum(items.map(([, weight]) => weight));

function keptOf({ answers }: TrainingResult, tasks: readonly ConstraintTask[]): number[] {
  return tasks.map(({ isKeptBy }, index) => (isKeptBy(answers[index] ?? '') ? 1 : 0));
}

function figureOf(values: readonly number[]): Figure {
  const { mean: value, interval } = meanInterval(values);
  return { value, interval: values.length < 2 ? null : interval };
}
