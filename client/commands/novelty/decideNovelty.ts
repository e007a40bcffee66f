import { type FileHandle, open } from 'node:fs/promises';
import { type Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { unreadableReason } from '../../../adapters/files/unreadableReason';
import { UserError } from '../../../core/foundations/userError';
import { NoveltyIndex } from '../../../core/screening/novelty/noveltyIndex';
import { noveltyTokens } from '../../../core/screening/novelty/noveltyTokens';

/** The command's options as they were typed. */
export interface NoveltyOptions {
  readonly in?: string;
  readonly pool?: string;
  readonly threshold: string;
  readonly json?: boolean;
}

export interface NoveltyStreams {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
}

/**
 * Decides about the input line after line. A line scoring above the threshold with any line of the pool is rejected; any other is kept
 * and joins the pool. Line i of the output is about line i of the input: a line without letters or digits is an instruction without
 * tokens, which scores 0 and is kept. Blank lines of the pool file are left out.
 *
 * With `json`, each line is `{"kept": boolean, "score": number, "nearest": string | null}`: the highest ROUGE-L F and the text that
 * has it, of equals the earliest; null where the pool was empty. A reader that goes away ends the command quietly.
 *
 * @throws UserError when a file or the threshold can't be used.
 */
export async function runNovelty(options: NoveltyOptions, streams: NoveltyStreams = process): Promise<void> {
  const threshold = parseThreshold(options.threshold);
  if (options.in === undefined) {
    throw new UserError('The instructions are missing.', {
      mend: 'name a file by --in FILE, or pipe them in with --in -',
    });
  }
  if (options.in === '-' && options.pool === '-') {
    throw new UserError('Both --pool and --in read standard input: name a file for one of them.');
  }
  const index = new NoveltyIndex(noveltyTokens);
  if (options.pool !== undefined) {
    for await (const line of await openLines('--pool', options.pool, streams.stdin)) {
      if (line.trim() !== '') index.add(line);
    }
  }

  const input = await openLines('--in', options.in, streams.stdin);
  const poolSize = index.size;
  let decided = 0;
  const report = async function* (): AsyncGenerator<string> {
    for await (const line of input) {
      const { kept, score, nearest } = index.admit(line, threshold);
      const nearestText = nearest === undefined ? null : index.text(nearest);
      decided += 1;
      yield options.json
        ? `${JSON.stringify({ kept, score, nearest: nearestText })}\n`
        : describe(line, kept, score, nearestText);
    }
  };
  try {
    await pipeline(report, streams.stdout, { end: false });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EPIPE') return;
    throw error;
  }
  const kept = index.size - poolSize;
  streams.stderr.write(
    `${kept} of ${decided} kept; ${decided - kept} score above ${threshold} with an earlier one. ` +
      `The pool grew from ${poolSize} to ${index.size}.\n`,
  );
}

function parseThreshold(given: string): number {
  const threshold = given.trim() === '' ? NaN : Number(given);
  if (!(threshold >= 0 && threshold <= 1)) {
    throw new UserError(`--threshold is "${given}": give a number from 0 to 1, such as 0.7.`);
  }
  return threshold;
}

/** One line for people. Control characters become spaces, since instructions are untrusted text and terminals obey them. */
function describe(line: string, kept: boolean, score: number, nearest: string | null): string {
  const verdict = `${kept ? 'kept    ' : 'rejected'}  ${score.toFixed(3)}  ${line}`;
  const described = nearest === null || score === 0 ? verdict : `${verdict}  (nearest: ${nearest})`;
  return `${described.replace(/\p{Cc}/gu, ' ')}\n`;
}

/** Lines of a file that is known to be there and readable before the first one is asked for. */
async function openLines(option: string, path: string, stdin: Readable): Promise<AsyncGenerator<string>> {
  if (path === '-') return linesOf(stdin, 'Standard input');
  const label = `${option} ${path}`;
  let handle: FileHandle;
  try {
    handle = await open(path);
  } catch (error) {
    throw new UserError(`${label} can't be read: ${unreadableReason(error)}.`, { cause: error });
  }
  if ((await handle.stat()).isDirectory()) {
    await handle.close();
    throw new UserError(`${label} can't be read: it is a folder.`);
  }
  return linesOf(handle.createReadStream(), label);
}

/**
 * Lines of a UTF-8 stream, as they arrive. Only a line feed ends a line (readline would also split at U+2028, which texts contain),
 * and a carriage return before it is dropped.
 */
async function* linesOf(stream: Readable, label: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let count = 0;
  let rest = '';
  const decode = (bytes?: Buffer): string => {
    try {
      return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
    } catch (error) {
      throw new UserError(`${label} is not UTF-8 text after line ${count}: save it as UTF-8.`, {
        cause: error,
      });
    }
  };
  for await (const chunk of stream) {
    const lines = (rest + decode(chunk as Buffer)).split('\n');
    rest = lines.pop()!;
    for (const line of lines) {
      count += 1;
      yield line.endsWith('\r') ? line.slice(0, -1) : line;
    }
  }
  rest += decode();
  if (rest !== '') yield rest;
}
