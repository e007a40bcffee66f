import {
  differencesOf,
  figuresOf,
  type ArmFigures,
  type Difference,
  type TrainingResult,
} from './compareTrainings';
import type { HeldOut } from './heldOut';

/** A set to train on: what a model comes to that is trained on it. */
export interface TrainedSet {
  readonly name: string;
  /** How many pairs it has; null of the model as it is, which is trained on none. */
  readonly pairs: number | null;
  /** One for each seed. */
  readonly results: readonly TrainingResult[];
}

/** A set beside the one that it is held against. */
export interface Comparison {
  readonly set: string;
  readonly against: string;
  readonly differences: readonly [loss: Difference, kept: Difference];
}

/** What some sets are worth, by what models make of them that are otherwise trained alike. */
export interface WorthReport {
  readonly seeds: number;
  readonly heldOutPairs: number;
  /** Tokens of their responses, over which the loss is taken. */
  readonly heldOutTokens: number;
  readonly nearTraining: number;
  readonly constraintTasks: number;
  readonly sets: readonly (Pick<TrainedSet, 'name' | 'pairs'> & ArmFigures)[];
  readonly comparisons: readonly Comparison[];
}

/** @param against Names of sets: which is held against which. */
export function worthReport(
  sets: readonly TrainedSet[],
  against: readonly (readonly [set: string, against: string])[],
  { pairs, tasks, nearTraining }: HeldOut,
): WorthReport {
  const setOf = (name: string): TrainedSet => sets.find((set) => set.name === name)!;
  return {
    seeds: Math.max(...sets.map(({ results }) => results.length)),
    heldOutPairs: pairs.length,
    heldOutTokens: (sets[0]?.results[0]?.losses ?? []).reduce((sum, [, tokens]) => sum + tokens, 0),
    nearTraining,
    constraintTasks: tasks.length,
    sets: sets.map(({ name, pairs, results }) => ({ name, pairs, ...figuresOf(results, tasks) })),
    comparisons: against.map(([set, other]) => ({
      set,
      against: other,
      differences: differencesOf(setOf(set).results, setOf(other).results, tasks),
    })),
  };
}
