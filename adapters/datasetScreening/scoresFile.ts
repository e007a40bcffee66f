import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { open, readFile, truncate, type FileHandle } from 'node:fs/promises';
import { z } from 'zod';
import { screenedRowSchema, type ScreenedRow } from '../../core/screening/datasetScreening/screenedRow';
import { UserError } from '../../core/foundations/userError';
import { writeWholeText, writingTo } from '../files/wholeFile';

/** What a screening was made of; kept beside its scores. Only an equal one may go on. */
export interface ScreeningOrigin {
  readonly version: 1;
  readonly dataset: { readonly bytes: number; readonly sha256: string };
  /** How the dataset is read: its format and columns, as JSON. */
  readonly reading: string;
  /** sha256 of the recipe, and of what it names that filters compare with, in canonical form. */
  readonly recipe: string;
  /** "name@version" of each filter, in the order in which they were asked. */
  readonly filters: readonly string[];
  readonly all: boolean;
}

const originSchema = z.strictObject({
  version: z.literal(1),
  dataset: z.strictObject({ bytes: z.int(), sha256: z.string() }),
  reading: z.string(),
  recipe: z.string(),
  filters: z.array(z.string()).readonly(),
  all: z.boolean(),
  complete: z.boolean(),
});

/** Where the origin of a file of scores is kept. */
export const originPath = (scores: string): string => `${scores}.origin.json`;

/** What files are together, by content; their line feeds tell how long a file of lines is. */
export async function fingerprint(
  paths: readonly string[],
): Promise<ScreeningOrigin['dataset'] & { readonly lines: number }> {
  const hash = createHash('sha256');
  let [bytes, lines] = [0, 0];
  for (const path of paths) {
    const before = bytes;
    for await (const chunk of createReadStream(path)) {
      const piece = chunk as Buffer;
      hash.update(piece);
      bytes += piece.length;
      for (let at = piece.indexOf(10); at >= 0; at = piece.indexOf(10, at + 1)) lines++;
    }
    // Where one file ends and the next begins matters, too.
    if (paths.length > 1) hash.update(`\0${bytes - before}\0`);
  }
  return { bytes, sha256: hash.digest('hex'), lines };
}

/** Rows that were screened, one a line in their order. A process that was killed leaves whole lines and at most one piece. */
export class ScoresFile {
  private constructor(
    private readonly path: string,
    private readonly origin: ScreeningOrigin,
    private readonly handle: FileHandle,
    /** Whether an earlier run had come to the end. */
    readonly wasComplete: boolean,
  ) {}

  /**
   * Begins a file, or goes on with one that an interrupted run of the same screening left: a piece of a line at its end is cut
   * off, and every whole one is handed to `onKnown`.
   *
   * @throws UserError where the file is of another screening, or of nothing that we know.
   */
  static async open(
    path: string,
    origin: ScreeningOrigin,
    onKnown: (row: ScreenedRow) => Promise<void> | void,
  ): Promise<ScoresFile> {
    let wasComplete = false;
    if (existsSync(path)) {
      const before = await readOrigin(path);
      const { complete, ...made } = before;
      requireSame(path, made, origin);
      wasComplete = complete;
      const { end } = await readWhole(path, onKnown);
      await truncate(path, end);
    } else await writeOrigin(path, origin, false);
    return new ScoresFile(path, origin, await writingTo(path, open(path, 'a')), wasComplete);
  }

  async append(rows: readonly ScreenedRow[]): Promise<void> {
    const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
    if (text !== '') await writingTo(this.path, this.handle.appendFile(text));
  }

  async close(complete: boolean): Promise<void> {
    try {
      await writingTo(this.path, this.handle.sync());
    } finally {
      await this.handle.close();
    }
    if (complete) await writeOrigin(this.path, this.origin, true);
  }
}

/**
 * The rows of a file of scores, one after the other, in memory that does not grow with it.
 *
 * @throws UserError at a line that is no screened row.
 */
export async function* readScores(path: string): AsyncGenerator<ScreenedRow> {
  if (!existsSync(path)) throw new UserError(`There is no file ${path}.`);
  for await (const { text, number } of wholeLines(path)) yield parseRow(path, text, number);
}

async function readWhole(
  path: string,
  onKnown: (row: ScreenedRow) => Promise<void> | void,
): Promise<{ end: number }> {
  let end = 0;
  for await (const { text, number, endsAt } of wholeLines(path)) {
    await onKnown(parseRow(path, text, number));
    end = endsAt;
  }
  return { end };
}

async function* wholeLines(
  path: string,
): AsyncGenerator<{ readonly text: string; readonly number: number; readonly endsAt: number }> {
  let rest: Buffer = Buffer.alloc(0);
  let [number, endsAt] = [0, 0];
  for await (const chunk of createReadStream(path)) {
    const bytes = rest.length === 0 ? (chunk as Buffer) : Buffer.concat([rest, chunk as Buffer]);
    let start = 0;
    for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, start)) {
      endsAt += at + 1 - start;
      yield { text: bytes.toString('utf8', start, at), number: ++number, endsAt };
      start = at + 1;
    }
    rest = bytes.subarray(start);
  }
}

function parseRow(path: string, text: string, number: number): ScreenedRow {
  try {
    return screenedRowSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new UserError(`${path}, line ${number}, is no line of a screening's scores.`, {
      mend: 'Name a file that "seedbed screen" wrote; or remove it and screen again.',
      cause,
    });
  }
}

async function readOrigin(path: string): Promise<ScreeningOrigin & { complete: boolean }> {
  const file = originPath(path);
  const text = await readFile(file, 'utf8').catch(() => undefined); // told below
  const parsed = text === undefined ? undefined : originSchema.safeParse(safeJson(text));
  if (parsed?.success) return parsed.data;
  throw new UserError(
    `${path} is there already, and ${file}, which would say that it is a screening's, ${text === undefined ? 'is not' : "can't be read"}.`,
    { mend: 'Name another file by --out, or remove this one.' },
  );
}

function requireSame(path: string, before: ScreeningOrigin, now: ScreeningOrigin): void {
  const differs = (
    [
      ['the dataset', before.dataset.sha256 !== now.dataset.sha256],
      ['how it is read (--format, --column)', before.reading !== now.reading],
      ['the recipe (or a file that it names)', before.recipe !== now.recipe],
      ['a filter', before.filters.join() !== now.filters.join()],
      ['--all', before.all !== now.all],
    ] as const
  ).flatMap(([what, changed]) => (changed ? [what] : []));
  if (differs.length === 0) return;
  throw new UserError(`${path} holds a screening that can't go on: ${differs.join(' and ')} changed since.`, {
    mend: `Name another file by --out; or begin anew: rm ${path} ${originPath(path)}`,
  });
}

/** Whole or not at all. */
async function writeOrigin(path: string, origin: ScreeningOrigin, complete: boolean): Promise<void> {
  const text = `${JSON.stringify({ ...origin, complete }, null, 2)}\n`;
  await writeWholeText(originPath(path), text);
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the schema refuses it, and the caller says so
  }
}
