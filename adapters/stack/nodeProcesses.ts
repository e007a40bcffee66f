import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../../core/foundations/userError';
import { localModel } from '../workspace/configuration';
import { smolLm2 } from './assets';
import { fetchAsset, type FetchOptions } from './fetch';
import { workerName, type ComponentName } from './records';
import type { Component, Launch } from './supervised';
import { workerAllocation, workerArguments } from './workerProcess';

export const teacherPort = 8642;

/** The built program in `dist`, from wherever this file runs: built itself, or straight from its source under a test. */
export function builtEntry(entry: string): string {
  const root = path.resolve(__dirname, '..', '..');
  return path.join(path.basename(root) === 'dist' ? root : path.join(root, 'dist'), entry);
}

export function requireBuilt(entry: string): void {
  if (existsSync(entry)) return;
  throw new UserError(`${entry} is missing: Seedbed is not built.`, { mend: 'npm run build' });
}

/** The local teacher: SmolLM2 behind an OpenAI-compatible interface, in a process of its own. */
export class TeacherComponent implements Component {
  readonly name = 'teacher';
  readonly standardPorts = [teacherPort];
  readonly readyWithinMilliseconds = 120_000;
  private readonly entry: string;
  private model = '';

  constructor(
    private readonly fetching: FetchOptions,
    entry = builtEntry('adapters/languageModel/serve.js'),
  ) {
    this.entry = entry;
  }

  fingerprint(): string {
    return JSON.stringify([this.entry, builtAt(this.entry), smolLm2.version]);
  }

  async prepare(): Promise<void> {
    requireBuilt(this.entry);
    this.model = (await fetchAsset(smolLm2, this.fetching)).path;
  }

  launch([port = teacherPort]: readonly number[]): Launch {
    return {
      command: process.execPath,
      arguments: [
        ...[this.entry, '--model', this.model, '--name', localModel],
        ...['--port', String(port), '--host', '127.0.0.1'],
      ],
    };
  }

  async isReady([port = teacherPort]: readonly number[]): Promise<boolean> {
    return listsModels(`http://127.0.0.1:${port}/v1`);
  }
}

/** Whether a model server answers at an OpenAI-compatible address. Never throws. */
export async function listsModels(baseUrl: string, timeoutMilliseconds = 2_000): Promise<boolean> {
  try {
    const answer = await fetch(`${baseUrl}/models`, { signal: AbortSignal.timeout(timeoutMilliseconds) });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false; // whatever is there is no model server, which is all that is asked
  }
}

/** The worker of `seedbed up` and `seedbed run`. It has no address; it says on its first line when it polls. */
export class WorkerComponent implements Component {
  readonly name: ComponentName;
  readonly standardPorts: readonly number[] = [];
  readonly readyWithinMilliseconds = 120_000;
  private readonly entry: string;

  constructor(
    private readonly settings: () => Readonly<Record<string, string | undefined>>,
    /** Has at hand what the worker will need. */
    private readonly provide: () => Promise<void>,
    entry = builtEntry('workers/worker.js'),
    /** Which of the stack's workers, counted from 1. */
    number = 1,
  ) {
    this.entry = entry;
    this.name = workerName(number);
  }

  /** A leftover worker of older code, other addresses or another key must not answer for this one. Digested: it may hold a key. */
  fingerprint(): string {
    const relevant = Object.entries(this.environment())
      .filter(([name]) => /^(OPENAI|SEEDBED|TEMPORAL|DATABASE)_/.test(name))
      .sort();
    return createHash('sha256')
      .update(JSON.stringify([this.entry, builtAt(this.entry), relevant]))
      .digest('hex');
  }

  async prepare(): Promise<void> {
    requireBuilt(this.entry);
    await this.provide();
  }

  launch(): Launch {
    const environment = this.environment();
    return {
      command: process.execPath,
      arguments: workerArguments(this.entry, environment),
      environment: { ...workerAllocation, ...environment },
    };
  }

  isReady(_ports: readonly number[], log: { readonly text: () => string }): Promise<boolean> {
    return Promise.resolve(/^worker ready\b/m.test(log.text()));
  }

  private environment(): NodeJS.ProcessEnv {
    return { ...process.env, ...this.settings() };
  }
}

export const builtAt = (entry: string): number => (existsSync(entry) ? statSync(entry).mtimeMs : 0);
