import type { Configuration } from '../adapters/workspace/configuration';
import { iterationShape, slotsOf } from '../core/run/iterationShape';
import type { PreparedRun } from '../core/run/runProgress';
import { teacherQueue } from '../core/run/queues';
import type { RunSetup } from '../core/recipe/runSetup';
import { listsToWrite } from '../core/proposing/template/writeLists';
import { runTag } from '../core/vocabulary/runTag';

/**
 * What a run's decisions are made of, by its snapshot and by what the endpoints of this worker take at once.
 *
 * @param missing Pairs that it is to bring, by which its iterations are sized.
 */
export function preparedRun(
  { runKey, setup }: { readonly runKey: string; readonly setup: RunSetup },
  missing: number,
  { configuration, searchAttributes }: { configuration: Configuration; searchAttributes: boolean },
): PreparedRun {
  const { recipe, roles } = setup;
  const { target, iteration, collapse, review, budget } = recipe;
  return {
    runKey,
    runTag: runTag(runKey),
    target,
    ...iterationShape(
      { ...recipe, target: missing },
      slotsOf(setup, (name) => configuration.endpoints[name]),
    ),
    iterationsWithoutPairs: iteration.patience,
    collapse,
    listsToWrite: listsToWrite(recipe).length,
    listsQueue: teacherQueue(roles.propose.endpoint),
    reviewsGate: review?.wait === 'gate',
    refits: (review?.feedback.refit ?? 'off') !== 'off',
    searchAttributes,
    ...(budget && { budget }),
  };
}
