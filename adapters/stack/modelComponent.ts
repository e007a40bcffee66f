import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { UserError } from '../../core/foundations/userError';
import { nameOfServed, type ServedModel } from '../../core/teacher/servedModel';
import { builtAt, builtEntry, listsModels, requireBuilt } from './nodeProcesses';
import type { Component, Launch } from './supervised';

/** The first model's port; each has the next one. */
const firstModelPort = 8643;

/** A model of the workspace's configuration, served as the local teacher is, in a process of its own. */
export class ModelComponent implements Component {
  readonly name: `model-${string}`;
  readonly standardPorts: readonly number[];
  /** Gigabytes are read from a slow disk. */
  readonly readyWithinMilliseconds = 600_000;
  private readonly file: string;

  constructor(
    private readonly endpointName: string,
    private readonly model: ServedModel,
    /** Its place among the models of the configuration. */
    index: number,
    workspace: string,
    private readonly entry = builtEntry('adapters/languageModel/serve.js'),
  ) {
    this.name = `model-${endpointName}`;
    this.standardPorts = [firstModelPort + index];
    this.file = path.resolve(workspace, model.gguf);
  }

  fingerprint(): string {
    const { size, mtimeMs } = statSync(this.file, { throwIfNoEntry: false }) ?? { size: 0, mtimeMs: 0 };
    const { contextTokens, threads } = this.model;
    const settings = [nameOfServed(this.model), contextTokens ?? null, threads ?? null];
    return JSON.stringify([this.entry, builtAt(this.entry), this.file, size, mtimeMs, ...settings]);
  }

  /** @throws UserError where there is no such model, or this machine can't run it so. */
  prepare(): Promise<void> {
    requireBuilt(this.entry);
    const problem = problemOfFile(this.file);
    if (problem !== undefined)
      throw this.unservable(problem, 'Mend its "gguf" in seedbed.config.yaml: a path from the workspace.');
    const { threads = 1 } = this.model;
    if (threads > availableParallelism())
      throw this.unservable(
        `${threads} threads are asked for, and this machine has ${availableParallelism()}`,
        'Lower its "threads" in seedbed.config.yaml, or leave them out.',
      );
    return Promise.resolve();
  }

  launch([port = firstModelPort]: readonly number[]): Launch {
    const { contextTokens, threads } = this.model;
    return {
      command: process.execPath,
      arguments: [
        ...[this.entry, '--model', this.file, '--name', nameOfServed(this.model)],
        ...['--port', String(port), '--host', '127.0.0.1'],
        ...['--threads', String(threads ?? Math.max(1, availableParallelism() - 1))],
        ...['--context', contextTokens === undefined ? 'own' : String(contextTokens)],
      ],
    };
  }

  isReady([port = firstModelPort]: readonly number[]): Promise<boolean> {
    return listsModels(`http://127.0.0.1:${port}/v1`);
  }

  refusal(log: string): string | undefined {
    const said = /^cannot serve: (.*)$/m.exec(log)?.[1];
    return said === undefined
      ? undefined
      : `The model of endpoint "${this.endpointName}" is not served: ${said}`;
  }

  private unservable(problem: string, mend: string): UserError {
    return new UserError(`The model of endpoint "${this.endpointName}" is not served: ${problem}.`, { mend });
  }
}

/** What is wrong with a model's file, as far as its first bytes tell. */
function problemOfFile(file: string): string | undefined {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) return `there is no file ${file}`;
  if (!found.isFile()) return `${file} is no file`;
  try {
    const descriptor = openSync(file, 'r');
    try {
      const start = Buffer.alloc(4);
      readSync(descriptor, start, 0, 4, 0);
      return start.toString('latin1') === 'GGUF' ? undefined : `${file} is no model in GGUF`;
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    return `${file} can't be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`;
  }
}
