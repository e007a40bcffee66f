import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { TaskScreening } from '../../core/screening/datasetScreening/screenTasks';
import { UserError } from '../../core/foundations/userError';
import type { SeedTask } from '../../core/vocabulary/seedTask';
import { packageRoot } from '../workspace/packageRoot';
import type { FromScreener, ToScreener } from './screenerThread';
import {
  createTaskScreener,
  type ScreenerModels,
  type ScreenerSettings,
  type TaskScreener,
} from './taskScreener';

/** Screeners in as many threads as asked for; with one, in this thread. What comes out does not depend on how many there are. */
export async function createScreeners(
  settings: ScreenerSettings,
  models: ScreenerModels,
  jobs: number,
): Promise<TaskScreener> {
  return jobs === 1 ? createTaskScreener(settings, models) : new Screeners(settings, models, jobs);
}

class Screeners implements TaskScreener {
  private readonly threads: readonly ScreenerThread[];

  constructor(settings: ScreenerSettings, models: ScreenerModels, jobs: number) {
    const entry = join(packageRoot(), 'dist', 'adapters', 'datasetScreening', 'screenerThread.js');
    if (!existsSync(entry))
      throw new UserError(`${entry} is missing: Seedbed is not built.`, { mend: 'npm run build' });
    this.threads = Array.from({ length: jobs }, () => new ScreenerThread(entry, settings, models));
  }

  /** By the thread that has the least to do. */
  screen(tasks: readonly SeedTask[]): Promise<readonly TaskScreening[]> {
    const [first, ...others] = this.threads;
    const idlest = others.reduce(
      (idlest, thread) => (thread.waiting < idlest.waiting ? thread : idlest),
      first!,
    );
    return idlest.screen(tasks);
  }

  async close(): Promise<void> {
    await Promise.all(this.threads.map((thread) => thread.close()));
  }
}

class ScreenerThread {
  private readonly worker: Worker;
  private readonly pending = new Map<
    number,
    {
      readonly resolve: (screenings: readonly TaskScreening[]) => void;
      readonly reject: (error: Error) => void;
    }
  >();
  private readonly ended: Promise<void>;
  private asked = 0;

  constructor(
    entry: string,
    settings: ScreenerSettings,
    private readonly models: ScreenerModels,
  ) {
    this.worker = new Worker(entry, { workerData: settings });
    this.worker.on('message', (message: FromScreener) => this.hear(message));
    this.worker.on('error', (error: Error) => this.fail(error));
    this.ended = new Promise((resolve) =>
      this.worker.once('exit', (code) => {
        this.fail(new Error(`A screening thread ended with ${code}.`));
        resolve();
      }),
    );
  }

  get waiting(): number {
    return this.pending.size;
  }

  screen(tasks: readonly SeedTask[]): Promise<readonly TaskScreening[]> {
    const id = this.asked++;
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve, reject });
      this.say({ id, tasks });
    });
  }

  async close(): Promise<void> {
    this.say('close');
    await this.ended;
  }

  private hear(message: FromScreener): void {
    if ('asked' in message) return void this.answer(message);
    const waiting = this.pending.get(message.id);
    this.pending.delete(message.id);
    if ('screenings' in message) waiting?.resolve(message.screenings);
    else waiting?.reject(new Error(message.error));
  }

  private async answer({ asked, model, request }: Extract<FromScreener, { asked: number }>): Promise<void> {
    const ask = this.models[model] as (request: readonly unknown[]) => Promise<unknown>;
    try {
      this.say({ answered: asked, value: await ask(request) });
    } catch (error) {
      this.say({ answered: asked, error: error instanceof Error ? error.message : String(error) });
    }
  }

  private say(message: ToScreener): void {
    this.worker.postMessage(message);
  }

  private fail(error: Error): void {
    for (const { reject } of this.pending.values()) reject(error);
    this.pending.clear();
  }
}
