import { questionOf } from '../../core/dataset/formats/example';
import type { HeldOut } from '../../core/run/worth/heldOut';
import { prompted, type TrainingPair } from '../../core/run/worth/trainingPair';
import { worthReport, type WorthReport } from '../../core/run/worth/worthReport';
import { runTrainings, type TrainingOptions } from './runTrainings';
import type { Training, TrainingJob } from './trainingJob';

/** A set to train on. */
export interface SetToTrain {
  readonly name: string;
  /** How many pairs it has. */
  readonly pairs: number;
  /** What is learned from with a seed, in order. */
  readonly drawn: (seed: number) => readonly TrainingPair[];
}

/** The model before anything was learned, as it is called in comparisons. */
export const untrained = 'untrained';

export interface WorthRequest {
  readonly sets: readonly SetToTrain[];
  /** By name: which is held against which. */
  readonly against: readonly (readonly [set: string, against: string])[];
  readonly heldOut: HeldOut;
  readonly seeds: readonly number[];
  /** Of responses, in each training. */
  readonly tokens: number;
  readonly model: string;
  readonly device: TrainingJob['device'];
  readonly threads: number | null;
}

/** Long enough for nearly every pair of an instruction set, short enough for a processor. */
const maxTokens = 384;
/** About fifteen pairs a step. */
const tokensPerStep = 400;
/** For a model of this size and a few dozen steps. */
const learningRate = 2e-4;
/** Room for what the constraint tasks ask for. */
const newTokens = 56;

/**
 * Trains the model on each of the sets, with each seed, on as many tokens of responses in as many steps; measures each, and the model as it was, by the loss on held-out
 * pairs and by the constraint tasks; and compares. Trainings go seed by seed, so that what was done when somebody stopped is of all sets alike.
 */
export async function measureWorth(request: WorthRequest, options: TrainingOptions): Promise<WorthReport> {
  const { sets, seeds, heldOut } = request;
  const trained = seeds.flatMap((seed) =>
    sets.map((set): Training => ({ seed, pairs: set.drawn(seed).map(prompted) })),
  );
  const steps = Math.max(1, Math.round(request.tokens / tokensPerStep));
  const [before, ...results] = await runTrainings(
    {
      model: request.model,
      device: request.device,
      precision: 'auto',
      threads: request.threads,
      ...{ maxTokens, steps, tokensPerStep, learningRate, newTokens },
      heldOut: heldOut.pairs.map(prompted),
      questions: heldOut.tasks.map(({ instruction }) => questionOf(instruction, '')),
      trainings: [{ seed: 0, pairs: [] }, ...trained],
    },
    options,
  );
  return worthReport(
    [
      { name: untrained, pairs: null, results: before ? [before] : [] },
      ...sets.map(({ name, pairs }, index) => ({
        ...{ name, pairs },
        results: seeds.map((_, seed) => results[seed * sets.length + index]!),
      })),
    ],
    request.against,
    heldOut,
  );
}
