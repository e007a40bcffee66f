import { parentPort, workerData } from 'node:worker_threads';
import type { TaskScreening } from '../../core/screening/datasetScreening/screenTasks';
import type { SeedTask } from '../../core/vocabulary/seedTask';
import { createTaskScreener, type ScreenerModels, type ScreenerSettings } from './taskScreener';

/** What the main thread says: a chunk to screen, what a model answered, or that nothing more comes. */
export type ToScreener =
  | { readonly id: number; readonly tasks: readonly SeedTask[] }
  | ({ readonly answered: number } & ({ readonly value: unknown } | { readonly error: string }))
  | 'close';

/** What the thread says: what came of a chunk, or what it asks a model. */
export type FromScreener =
  | ({ readonly id: number } & (
      { readonly screenings: readonly TaskScreening[] } | { readonly error: string }
    ))
  | { readonly asked: number; readonly model: keyof ScreenerModels; readonly request: readonly unknown[] };

/** A screener in a thread of its own, which asks the models in the main thread. */
if (parentPort) {
  const port = parentPort;
  const say = (message: FromScreener): void => port.postMessage(message);
  const waiting = new Map<number, Question>();
  let questions = 0;
  const ask = (model: keyof ScreenerModels, request: readonly unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const asked = questions++;
      waiting.set(asked, { resolve, reject });
      say({ asked, model, request });
    });
  const screener = createTaskScreener(workerData as ScreenerSettings, {
    embed: (texts) => ask('embed', texts) as ReturnType<ScreenerModels['embed']>,
    logProbabilities: (requests) =>
      ask('logProbabilities', requests) as ReturnType<ScreenerModels['logProbabilities']>,
  });
  const screen = async (id: number, tasks: readonly SeedTask[]): Promise<FromScreener> => {
    try {
      return { id, screenings: await (await screener).screen(tasks) };
    } catch (error) {
      return { id, error: error instanceof Error ? error.message : String(error) };
    }
  };
  port.on('message', (message: ToScreener) => {
    if (message === 'close') return port.close();
    if ('tasks' in message) return void screen(message.id, message.tasks).then(say);
    const question = waiting.get(message.answered);
    waiting.delete(message.answered);
    if ('error' in message) question?.reject(new Error(message.error));
    else question?.resolve(message.value);
  });
}

interface Question {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}
