import { setCurrentDetails, sleep } from '@temporalio/workflow';
import type { IterationInput } from '../core/run/iteration';
import type { DueStage } from '../core/run/stages/dueStage';
import { teacher } from './activities';
import type { IterationControl } from './iterationControl';

/** How long a stopped run waits for the batches that it cancelled, in seconds: providers take up to ten minutes for it. */
const patienceWithCancelled = 900;

/**
 * Asks by batch what a stage asks, over days where it takes them: between two looks there is a timer, and nobody is kept. Returns what
 * is left to be asked online.
 */
export async function askInBatches(
  control: IterationControl,
  input: IterationInput,
  { stage, asksAre, asks }: DueStage,
  { first, longest }: NonNullable<DueStage['batches']>,
): Promise<DueStage['asks']> {
  const ofEndpoint = async (ask: DueStage['asks'][number]): Promise<boolean> => {
    let seconds = first;
    let sinceStopped = 0;
    for (;;) {
      await control.untilResumed();
      const { isStopping } = control;
      const { next, open } = await control.step(() =>
        teacher(ask.queue, `${asksAre}: look at batches`).advanceBatches({
          input,
          stage,
          endpoint: ask.endpoint,
          isStopping,
        }),
      );
      if (next !== 'wait') return next === 'online';
      setCurrentDetails(`${asksAre}: ${open} ${open === 1 ? 'batch' : 'batches'} at ${ask.endpoint}.`);
      if (!isStopping) await control.rest(seconds);
      else if (sinceStopped >= patienceWithCancelled) return false;
      else {
        await sleep(first * 1_000);
        sinceStopped += first;
      }
      seconds = Math.min(longest, seconds * 1.5);
    }
  };
  const isLeft = await Promise.all(asks.map(ofEndpoint));
  return asks.filter((_, index) => isLeft[index]);
}
