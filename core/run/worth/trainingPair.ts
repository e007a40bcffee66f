import { questionOf } from '../../dataset/formats/example';
import { seededRandom } from '../../foundations/seededRandom';
import type { SeedTask } from '../../vocabulary/seedTask';

/** What a model is trained on, or measured by. */
export interface TrainingPair {
  readonly instruction: string;
  /** Empty where the instruction needs none. */
  readonly input: string;
  readonly response: string;
}

/** Each of a task's instances, with its instruction. */
export function pairsOfTask({ instruction, instances }: SeedTask): TrainingPair[] {
  return instances.map(({ input, output }) => ({ instruction, input, response: output }));
}

/** A pair as a model is shown it. */
export interface PromptedResponse {
  readonly prompt: string;
  readonly response: string;
}

export function prompted({ instruction, input, response }: TrainingPair): PromptedResponse {
  return { prompt: questionOf(instruction, input), response };
}

/**
 * Every pair with the response of another, and none with its own, unless they are alike: what a measure of a dataset's worth must find to be worse, or it
 * finds nothing. The words are the same, so only what belongs together is lost.
 */
export function withResponsesExchanged(pairs: readonly TrainingPair[], seed: number): TrainingPair[] {
  const order = seededRandom(seed, 'responses exchanged').shuffle(pairs);
  return order.map((pair, index) => ({ ...pair, response: order[(index + 1) % order.length]!.response }));
}
