import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { LocalFile } from '../../core/dataset/upload/uploadPlan';
import { UserError } from '../../core/foundations/userError';

/** Lists the sums of all files of an exported folder. */
export const sumsFile = 'SHA256SUMS';
const card = 'README.md';

/** An export that lies in a folder. */
export interface ExportedFiles {
  readonly files: readonly LocalFile[];
  /** The sums of those files, as they are now, as a file of the export. */
  readonly sums: string;
  /** Whether the card's front matter names a licence. */
  readonly isLicensed: boolean;
}

/**
 * The files of an exported dataset folder with their sums, but for what is to be left out. The card may have been written on; all else has to be
 * as it was exported.
 *
 * @throws UserError where the folder is no dataset folder with a card, or a file is missing or other than it was.
 */
export async function exportedFiles(folder: string, leftOut: readonly string[]): Promise<ExportedFiles> {
  const listed = await readFile(path.join(folder, sumsFile), 'utf8').catch((cause: unknown) => {
    throw new UserError(`${folder} is no exported folder: it has no ${sumsFile}.`, {
      mend: `seedbed export RUN --format hf --out ${path.join(folder, '/')}`,
      cause,
    });
  });
  const lines = exportedPaths(listed);
  if (!lines.some((line) => line.path === card))
    throw new UserError(
      `${folder} has no card (${card}), by which the hub finds its data: it was not exported as hf alone.`,
      { mend: 'seedbed export RUN --format hf --out FOLDER/' },
    );
  const files: LocalFile[] = [];
  for (const line of lines) {
    if (leftOut.includes(line.path)) continue;
    const file = await sumsOf(folder, line.path);
    if (file.sha256 !== line.sha256 && line.path !== card)
      throw new UserError(`${path.join(folder, line.path)} is not what was exported: its sum is another.`, {
        mend: 'Export anew.',
      });
    files.push(file);
  }
  const own = files.map(({ path: name, sha256 }) => `${sha256}  ${name}\n`).join('');
  const front = /^---\n([^]*?)\n---\n/.exec(await readFile(path.join(folder, card), 'utf8'))?.[1] ?? '';
  return { files: [...files, sumsOfText(sumsFile, own)], sums: own, isLicensed: /^license:/m.test(front) };
}

/** What a SHA256SUMS lists. */
export function exportedPaths(listed: string): { readonly path: string; readonly sha256: string }[] {
  return listed
    .split('\n')
    .filter((line) => /^[0-9a-f]{64} {2}./.test(line))
    .map((line) => ({ sha256: line.slice(0, 64), path: line.slice(66) }));
}

async function sumsOf(folder: string, name: string): Promise<LocalFile> {
  const file = path.join(folder, name);
  const { size } = await stat(file).catch((cause: unknown) => {
    throw new UserError(`${file} is missing, which ${sumsFile} lists.`, { mend: 'Export anew.', cause });
  });
  const sha256 = createHash('sha256');
  const blob = createHash('sha1').update(`blob ${size}\0`);
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    sha256.update(chunk);
    blob.update(chunk);
  }
  return { path: name, bytes: size, sha256: sha256.digest('hex'), gitBlob: blob.digest('hex') };
}

function sumsOfText(name: string, text: string): LocalFile {
  const bytes = Buffer.byteLength(text);
  return {
    path: name,
    bytes,
    sha256: createHash('sha256').update(text).digest('hex'),
    gitBlob: createHash('sha1').update(`blob ${bytes}\0`).update(text).digest('hex'),
  };
}
