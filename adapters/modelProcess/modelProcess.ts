import { fork, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../core/foundations/userError';
import { KnownFailure, PassingError, type Failure } from '../../core/foundations/failure/failure';
import { packageRoot } from '../workspace/packageRoot';
import type { ModelReply } from './messages';

/** Which model, and how it is started. */
export interface ModelProgram {
  /** As it stands in messages: "local embedding model". */
  readonly name: string;
  /** Its server, below `adapters`: "embedder/miniLmServer.js". */
  readonly server: string;
  readonly files: readonly string[];
  /** What people are told where it can't be loaded. */
  unloadable(reason: string): UserError;
}

interface Waiting<Answer> {
  readonly resolve: (answers: readonly Answer[]) => void;
  readonly reject: (error: Error) => void;
}

/** A model that is well and can't do what it was asked: it could no better another time. */
class UnansweredByModel extends KnownFailure {
  get means(): Failure {
    return { kind: 'defect', message: this.message, code: 'model', unanswerable: true };
  }
}

/**
 * A model that runs in a process of its own: a forward pass holds up the thread that it runs on, and a native library that aborts
 * takes its whole process along, which must not be one that holds paid answers. It keeps this process alive only while it is asked
 * something.
 */
export class ModelProcess<Item, Answer> {
  private readonly waiting = new Map<number, Waiting<Answer>>();
  private asked = 0;
  /** How it ended, once it has; nothing is asked after that. */
  private over: Error | undefined;

  private constructor(
    private readonly name: string,
    private readonly child: ChildProcess,
    private readonly ended: Promise<unknown>,
  ) {}

  /**
   * @param onEnd Called once when it has ended, however that came.
   * @throws UserError where the model cannot be loaded.
   */
  static async start<Item, Answer>(
    program: ModelProgram,
    onEnd: () => void,
  ): Promise<ModelProcess<Item, Answer>> {
    const child = fork(builtServer(program.server), [...program.files], {
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
      ended.then((reason): ModelReply<Answer> => ({ kind: 'unloadable', reason })),
      new Promise<ModelReply<Answer>>((resolve) => child.once('message', resolve)),
    ]);
    if (first.kind === 'unloadable') throw program.unloadable(first.reason);

    const running = new ModelProcess<Item, Answer>(program.name, child, ended);
    child.on('message', (reply: ModelReply<Answer>) => running.settle(reply));
    void ended.then((reason) => {
      onEnd();
      running.fail(`The ${program.name} stopped: ${reason}. It is started again when next needed.`);
    });
    running.holdOpen(false);
    return running;
  }

  /** One answer for each item, in their order. */
  ask(items: readonly Item[]): Promise<readonly Answer[]> {
    if (this.over !== undefined) return Promise.reject(this.over);
    const id = this.asked++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.holdOpen(true);
      this.child.send({ id, items: [...items] }, (error) => {
        if (error === null) return;
        this.waiting.delete(id);
        reject(new PassingError(`The ${this.name} could not be asked: ${error.message}.`, { cause: error }));
      });
    });
  }

  async end(): Promise<void> {
    this.fail(`The ${this.name} has been closed.`);
    this.child.ref();
    if (this.child.connected) this.child.disconnect();
    await this.ended;
  }

  private settle(reply: ModelReply<Answer>): void {
    if (reply.kind !== 'answers' && reply.kind !== 'failed') return;
    const waiting = this.waiting.get(reply.id);
    this.waiting.delete(reply.id);
    if (this.waiting.size === 0) this.holdOpen(false);
    if (reply.kind === 'answers') waiting?.resolve(reply.answers);
    else waiting?.reject(new UnansweredByModel(`The ${this.name} failed: ${reply.reason}.`));
  }

  private fail(message: string): void {
    this.over ??= new PassingError(message);
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
function builtServer(server: string): string {
  const entry = join(packageRoot(), 'dist', 'adapters', ...server.split('/'));
  if (existsSync(entry)) return entry;
  throw new UserError(`${entry} is missing: Seedbed is not built.`, { mend: 'npm run build' });
}
