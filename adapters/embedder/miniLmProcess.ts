import { fork, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../core/errors/userError';
import { packageRoot } from '../workspace/packageRoot';
import type { MiniLmFiles } from './fetchMiniLm';
import type { MiniLmReply } from './miniLmMessages';

interface Waiting {
  readonly resolve: (vectors: Float32Array[]) => void;
  readonly reject: (error: Error) => void;
}

/**
 * The local embedding model, running in a process of its own: a forward pass holds up the thread that it runs on, and a
 * native library that aborts takes its whole process along, which must not be one that holds paid answers. It keeps this
 * process alive only while it is asked something.
 */
export class MiniLmProcess {
  private readonly waiting = new Map<number, Waiting>();
  private asked = 0;
  /** How it ended, once it has; nothing is asked after that. */
  private over: Error | undefined;

  private constructor(
    private readonly child: ChildProcess,
    private readonly ended: Promise<unknown>,
  ) {}

  /**
   * @param onEnd Called once when it has ended, however that came.
   * @throws UserError where the model cannot be loaded.
   */
  static async start(files: MiniLmFiles, onEnd: () => void): Promise<MiniLmProcess> {
    const child = fork(builtServer(), [files.model, files.tokenizer], {
      serialization: 'advanced', // vectors as they are
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const ended = new Promise<string>((resolve) => {
      child.on('error', (error) => resolve(error.message));
      child.once('exit', (code, signal) =>
        resolve(`it ended ${signal === null ? `with ${code}` : `by ${signal}`}`),
      );
    });
    const first = await Promise.race([
      ended.then((reason): MiniLmReply => ({ kind: 'unusable', reason })),
      new Promise<MiniLmReply>((resolve) => child.once('message', resolve)),
    ]);
    if (first.kind === 'unusable') throw unusable(files, first.reason);

    const running = new MiniLmProcess(child, ended);
    child.on('message', (reply: MiniLmReply) => running.settle(reply));
    void ended.then((reason) => {
      onEnd();
      running.fail(`The local embedding model stopped: ${reason}. It is started again when next needed.`);
    });
    running.holdOpen(false);
    return running;
  }

  embed(texts: readonly string[]): Promise<Float32Array[]> {
    if (this.over !== undefined) return Promise.reject(this.over);
    const id = this.asked++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.holdOpen(true);
      this.child.send({ id, texts: [...texts] }, (error) => {
        if (error !== null) this.settle({ kind: 'failed', id, reason: error.message });
      });
    });
  }

  async end(): Promise<void> {
    this.fail('The local embedding model has been closed.');
    this.child.ref();
    if (this.child.connected) this.child.disconnect();
    await this.ended;
  }

  private settle(reply: MiniLmReply): void {
    if (reply.kind !== 'vectors' && reply.kind !== 'failed') return;
    const waiting = this.waiting.get(reply.id);
    this.waiting.delete(reply.id);
    if (this.waiting.size === 0) this.holdOpen(false);
    if (reply.kind === 'vectors') waiting?.resolve(reply.vectors.map((vector) => Float32Array.from(vector)));
    else waiting?.reject(new Error(`The local embedding model failed: ${reply.reason}.`));
  }

  private fail(message: string): void {
    this.over ??= new Error(message);
    for (const { reject } of this.waiting.values()) reject(this.over);
    this.waiting.clear();
  }

  private holdOpen(open: boolean): void {
    const change = open ? 'ref' : 'unref';
    this.child[change]();
    this.child.channel?.[change]();
  }
}

/** The built program, from wherever this file runs: built itself, or straight from its source under a test. */
function builtServer(): string {
  const entry = join(packageRoot(), 'dist', 'adapters', 'embedder', 'miniLmServer.js');
  if (existsSync(entry)) return entry;
  throw new UserError(`${entry} is missing: Seedbed is not built.`, { mend: 'npm run build' });
}

function unusable(files: MiniLmFiles, reason: string): UserError {
  return new UserError(`The local embedding model (${files.model}) cannot be loaded: ${reason}.`, {
    exitCode: 1,
    mend: `Remove ${files.model} and ${files.tokenizer}, so that they are fetched again; or use an endpoint for embeddings.`,
  });
}
