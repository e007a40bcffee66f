import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { UserError } from '../../../core/foundations/userError';
import { editTo, namedTexts, type ShownPair } from '../../../core/review/pairTexts';
import type { Edit } from '../../../core/vocabulary/verdict';

/**
 * Opens the pair in the editor of `VISUAL` or `EDITOR`, and returns what was changed; undefined where nothing was.
 *
 * @throws UserError where the editor does not run, or the parts can't be told apart any more.
 */
export async function editPair(pair: ShownPair): Promise<Edit | undefined> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'seedbed-edit-')); // readable by this user alone
  const file = path.join(folder, 'pair.md');
  try {
    const { text, ruler } = pairAsText(pair);
    await writeFile(file, text);
    await openEditor(file);
    return changedIn(await readFile(file, 'utf8'), pair, ruler);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The pair as one text, each part under a line of its own; `ruler` stands in none of the parts. */
export function pairAsText(pair: ShownPair): { text: string; ruler: string } {
  const texts = [...namedTexts(pair)];
  const all = texts.map(([, text]) => text).join('\n');
  let ruler = '---';
  while (all.includes(ruler)) ruler += '-';
  return { ruler, text: texts.map(([name, text]) => `${ruler} ${name}\n${text.trimEnd()}\n`).join('\n') };
}

/** What differs from the pair in a text that was `pairAsText` once. Space around a part says nothing. */
export function changedIn(text: string, pair: ShownPair, ruler: string): Edit | undefined {
  const texts = namedTexts(pair);
  const parts = [...texts.keys()];
  const found = new Map<string, string[]>();
  let lines: string[] | undefined;
  for (const line of text.split(/\r\n|\n|\r/)) {
    const part = parts.find((name) => line.trimEnd() === `${ruler} ${name}`);
    if (part) found.set(part, (lines = []));
    else lines?.push(line);
  }
  const missing = parts.find((part) => !found.has(part));
  if (missing) {
    throw new UserError(
      `The line "${ruler} ${missing}" is gone, so that the parts can't be told apart: nothing was changed.`,
      {
        mend: 'Edit again, and leave the lines with dashes where they are.',
      },
    );
  }
  const changed = [...texts].flatMap(([part, before]) => {
    const now = (found.get(part) ?? []).join('\n').replace(/^\n+|\s+$/g, '');
    return now === before.replace(/^\n+|\s+$/g, '') ? [] : [[part, now] as const];
  });
  return editTo(pair, new Map(changed));
}

async function openEditor(file: string): Promise<void> {
  const editor = process.env['VISUAL'] || process.env['EDITOR'] || 'vi';
  // The variable may hold arguments, as in "code --wait": the shell takes it apart.
  const child = spawn('/bin/sh', ['-c', `${editor} "$1"`, 'sh', file], { stdio: 'inherit' });
  const code = await new Promise<number | null>((resolve) => {
    child.on('error', () => resolve(null));
    child.on('exit', resolve);
  });
  if (code !== 0) {
    throw new UserError(`The editor "${editor}" ended with ${code ?? 'an error'}: nothing was changed.`, {
      mend: 'Name one that works: export EDITOR=nano',
    });
  }
}
