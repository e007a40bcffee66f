import { NoveltyPool } from '../../screening/novelty/noveltyPool';
import { OverlapIndex } from '../../screening/novelty/overlapIndex';
import { seededRandom } from '../../foundations/seededRandom';
import { constraintTasks, type ConstraintTask } from './constraintTasks';
import type { TrainingPair } from './trainingPair';

/** ROUGE-L F above which two instructions are near, as Self-Instruct has it. */
export const nearFrom = 0.7;

/** What a training must not have seen: what it is measured by. */
export interface HeldOut {
  readonly pairs: readonly TrainingPair[];
  readonly tasks: readonly ConstraintTask[];
  /** Pairs that were near something to be trained on, and so are not used. */
  readonly nearTraining: number;
}

/**
 * Pairs and constraint tasks that are near none of the training pairs: neither is the instruction's ROUGE-L with any of theirs above 0.7, nor is a run of 13 words of
 * any text in one of their texts. At most so many of each, drawn with the seed.
 *
 * @param breath Awaited often: of many training pairs it takes minutes.
 */
export async function heldOutOf(
  written: readonly TrainingPair[],
  training: readonly TrainingPair[],
  { pairs, tasks, seed }: { readonly pairs: number; readonly tasks: number; readonly seed: number },
  breath: () => Promise<void> = () => Promise.resolve(),
): Promise<HeldOut> {
  const pool = new NoveltyPool();
  for (const instruction of new Set(training.map((pair) => pair.instruction))) {
    await breath();
    pool.add(memberOf(instruction));
  }
  const isNew = (instruction: string): boolean => {
    const { score, isRepeated } = pool.novelty(memberOf(instruction));
    return score <= nearFrom && !isRepeated;
  };
  const others: TrainingPair[] = [];
  for (const pair of written) {
    await breath();
    if (isNew(pair.instruction)) others.push(pair);
  }
  const far = await sharingNothing(others, training, breath);
  return {
    pairs: seededRandom(seed, 'held-out pairs').sample(far, pairs),
    // More than are needed, in the same order whatever is trained on: what is left is as alike as it can be.
    tasks: constraintTasks(2 * tasks, seed)
      .filter(({ instruction }) => isNew(instruction))
      .slice(0, tasks),
    nearTraining: written.length - far.length,
  };
}

/**
 * Without pairs that share a run of words with a training pair, found as runs find what is in an evaluation set. The held-out pairs are indexed, since they are
 * few; a text tells the first one that it shares anything with, so the texts are gone through until they tell of none.
 */
async function sharingNothing(
  written: readonly TrainingPair[],
  training: readonly TrainingPair[],
  breath: () => Promise<void>,
): Promise<TrainingPair[]> {
  const texts = new Set(training.flatMap(textsOf)); // every seed trains on much the same pairs
  let left = [...written];
  for (let found = new Set<number>(); ; found = new Set()) {
    const overlaps = new OverlapIndex(left.map(textsOf));
    for (const text of texts) {
      await breath();
      const item = overlaps.find(text)?.item;
      if (item !== undefined) found.add(item);
    }
    if (found.size === 0) return left;
    left = left.filter((_, index) => !found.has(index));
  }
}

const textsOf = ({ instruction, input, response }: TrainingPair): string[] => [instruction, input, response];

const memberOf = (instruction: string) => ({ instruction, family: null, identity: null });
