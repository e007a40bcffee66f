import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { provenanceFile } from '../../core/dataset/provenance';
import { parsedJson } from '../../core/foundations/text/parsedJson';
import { isPlainObject, type PlainObject } from '../../core/foundations/text/plainObject';
import { exportedPaths, sumsFile } from '../exports/exportedFiles';

/** How many folders above a file its export may begin: `garden/hf/data/train-00000-of-00001.parquet`. */
const foldersAbove = 3;

/** What an export tells of the rows of one of its files, in their order; undefined for a file of no export. */
export async function provenanceOf(file: string): Promise<ProvenanceLines | undefined> {
  let folder = path.dirname(path.resolve(file));
  for (let up = 0; up < foldersAbove; up++, folder = path.dirname(folder)) {
    const listed = await readFile(path.join(folder, sumsFile), 'utf8').catch(() => ''); // most files are of no export
    const paths = exportedPaths(listed).map((line) => line.path);
    const name = path.relative(folder, path.resolve(file)).split(path.sep).join('/');
    if (!paths.includes(name) || !paths.includes(provenanceFile)) continue;
    const split = path.basename(file).replace(/(-\d+-of-\d+)?\.[^.]+$/u, '');
    return new ProvenanceLines(path.join(folder, provenanceFile), split);
  }
  return undefined;
}

/** Goes through the lines of a split along with its rows. */
export class ProvenanceLines {
  readonly #lines: AsyncGenerator<PlainObject>;
  #line: PlainObject | undefined;
  #hasBegun = false;

  constructor(file: string, split: string) {
    this.#lines = linesOf(file, split);
  }

  /**
   * What is known of a row: told by its id, where it has one, else by its number. Rows must be asked about in their order.
   * @param row Counted from 0, where each input of a pair is one.
   */
  async of(row: number, id: string | null): Promise<PlainObject | undefined> {
    if (!this.#hasBegun) await this.#next();
    const isPast = (line: PlainObject): boolean =>
      id === null ? row >= Number(line['row']) + Number(line['rows'] ?? 1) : line['id'] !== id;
    while (this.#line && isPast(this.#line)) await this.#next();
    return this.#line;
  }

  async close(): Promise<void> {
    await this.#lines.return(undefined);
  }

  async #next(): Promise<void> {
    this.#hasBegun = true;
    const next = await this.#lines.next();
    this.#line = next.done === true ? undefined : next.value;
  }
}

async function* linesOf(file: string, split: string): AsyncGenerator<PlainObject> {
  const stream = createReadStream(file, 'utf8');
  try {
    for await (const text of createInterface({ input: stream, crlfDelay: Infinity })) {
      const line = parsedJson(text);
      if (isPlainObject(line) && line['split'] === split) yield line;
    }
  } finally {
    stream.destroy();
  }
}
