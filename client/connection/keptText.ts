import { readFile } from 'node:fs/promises';

/** What a small file of the workspace keeps, trimmed; empty where there is no such file yet. Rejects where it can't be read. */
export async function keptText(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
