import { fork, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Block } from '../../../core/foundations/passages/block';
import { UserError } from '../../../core/foundations/userError';
import { packageRoot } from '../../workspace/packageRoot';
import { sizeWords, type ParsedFormat } from './documentFormats';
import { UnusableFile } from './unusableFile';
import type { ParserReply, ParserRequest } from './messages';

export interface ParserLimits {
  /** Most memory that the process may take, in bytes. */
  readonly memory: number;
  /** Longest time without a word of it, in milliseconds. */
  readonly silence: number;
}

const usualLimits: ParserLimits = { memory: 1.5 * 1024 * 1024 * 1024, silence: 60_000 };

/** What a process said, or that it says nothing any more. */
type Reply = ParserReply | { readonly kind: 'unusable'; readonly reason: string; readonly isGone: true };

/** Why a process has ended. */
interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/**
 * Parses documents in a process of its own: what a file makes of its parser (endless, out of memory, broken) happens to that process alone, which
 * is ended, and another one is there for the next file. It loads a parser with the first document that needs it.
 */
export class ParserProcess {
  private child: ChildProcess | undefined;
  private ending: Promise<Ending> | undefined;

  constructor(private readonly limits: ParserLimits = usualLimits) {}

  /**
   * The blocks of a document, as they are asked for. One document at a time.
   *
   * @returns What of it could not be read, in words.
   * @throws UnusableFile where nothing of it can be used, with why.
   */
  async *blocks(path: string, format: ParsedFormat): AsyncGenerator<readonly Block[], string | null> {
    let isOver = false;
    try {
      this.say({ kind: 'parse', path, format });
      for (;;) {
        const reply = await this.reply();
        if (reply.kind === 'blocks') {
          yield reply.blocks;
          this.say({ kind: 'goOn' });
          continue;
        }
        isOver = !('isGone' in reply);
        if (reply.kind === 'done') return reply.leftOut;
        throw new UnusableFile(reply.reason);
      }
    } finally {
      // It is in the middle of something: nobody reads on, or it does not answer.
      if (!isOver) this.kill();
    }
  }

  close(): Promise<unknown> {
    const ended = this.ending;
    this.kill();
    return ended ?? Promise.resolve();
  }

  private say(request: ParserRequest): void {
    this.start().send(request, (error) => {
      if (error !== null) this.kill(); // its end is what is told
    });
  }

  private async reply(): Promise<Reply> {
    const { limits } = this;
    const child = this.start();
    const ending = this.ending!;
    const stop = new AbortController();
    const silence = new Promise<Reply>((resolve) => {
      const timer = setTimeout(
        () => resolve({ kind: 'unusable', isGone: true, reason: `takes longer than ${Math.round(limits.silence / 1000)} seconds to parse` }), // prettier-ignore
        limits.silence,
      );
      stop.signal.addEventListener('abort', () => clearTimeout(timer));
    });
    const message = new Promise<Reply>((resolve) => {
      child.once('message', resolve);
      stop.signal.addEventListener('abort', () => child.off('message', resolve));
    });
    const ended = ending.then(({ code, signal }): Reply => {
      // V8 aborts where its heap is full; the guard, or the system, kills.
      const isMemory = signal === 'SIGKILL' || signal === 'SIGABRT';
      const reason = isMemory
        ? `takes more than ${sizeWords(limits.memory)} of memory to parse`
        : `ends its parser (${signal ?? `exit ${code}`})`;
      return { kind: 'unusable', isGone: true, reason };
    });
    try {
      return await Promise.race([message, ended, silence]);
    } finally {
      stop.abort();
    }
  }

  private kill(): void {
    this.child?.kill('SIGKILL');
    this.child = undefined;
    this.ending = undefined;
  }

  private start(): ChildProcess {
    if (this.child) return this.child;
    const heap = Math.floor(this.limits.memory / 1024 / 1024 / 2);
    const child = fork(serverFile(), [String(this.limits.memory)], {
      serialization: 'advanced',
      execArgv: [`--max-old-space-size=${heap}`],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'], // what parsers warn about is no line of ours
    });
    this.child = child;
    this.ending = new Promise((resolve) => {
      child.once('error', () => resolve({ code: null, signal: null }));
      child.once('exit', (code, signal) => resolve({ code, signal }));
    });
    return child;
  }
}

/** The built program, from wherever this file runs: built itself, or straight from its source under a test. */
function serverFile(): string {
  const file = join(packageRoot(), 'dist', 'adapters', 'knowledge', 'parsing', 'parserServer.js');
  if (existsSync(file)) return file;
  throw new UserError(`${file} is missing: Seedbed is not built.`, { mend: 'npm run build' });
}
