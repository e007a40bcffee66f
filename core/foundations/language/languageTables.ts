import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where eld writes them. Its own modules would hold the tables as objects, for good. */
const files = ['ngrams/small.js', 'dictionary.js'] as const;

/** The sources of the tables that `languageTeller` reads, out of the package that is installed. */
export async function readLanguageTables(): Promise<readonly [table: string, dictionary: string]> {
  const [table, dictionary] = await Promise.all(files.map(readOf));
  return [table!, dictionary!];
}

async function readOf(file: string): Promise<string> {
  let missing: unknown;
  for (const folder of require.resolve.paths('eld') ?? []) {
    try {
      return await readFile(join(folder, 'eld', 'src', ...file.split('/')), 'utf8');
    } catch (error) {
      missing ??= error; // it may be in a folder further up
    }
  }
  throw new Error(`The package eld is not installed: ${file} of it can't be read.`, { cause: missing });
}
