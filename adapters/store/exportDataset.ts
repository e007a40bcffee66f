import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { datasetBytes } from '../../core/dataset/formats/datasetBytes';
import type { ExportFormat } from '../../core/dataset/formats/exportFormat';
import { jsonl } from '../../core/dataset/formats/jsonl';
import { identityOf } from '../../core/vocabulary/runKey';
import { runTag } from '../../core/vocabulary/runTag';
import type { Database } from './database';
import { PairStore } from './pairStore';
import { RunStore } from './runStore';

/**
 * Writes the accepted pairs of a run, in (iteration, ordinal) order, to a stream: into one that is left open, or to its end.
 * Memory stays small however many there are. Returns how many pairs were written.
 */
export async function exportDataset(
  database: Database,
  runKey: string,
  format: ExportFormat,
  output: Writable,
  {
    end = false,
    rescreening,
    signal,
  }: {
    readonly end?: boolean;
    /** The run's own decisions, where left out. */ readonly rescreening?: number;
    readonly signal?: AbortSignal;
  } = {},
): Promise<number> {
  const { setup } = await new RunStore(database).load(runKey);
  let pairs = 0;
  const bytes = datasetBytes(
    format,
    new PairStore(database).accepted(runKey, undefined, undefined, rescreening),
    { seed: setup.recipe.seed },
    () => pairs++,
  );
  await pipeline(Readable.from(bytes), output, { end, ...(signal && { signal }) });
  return pairs;
}

/** The same, to a file that is there whole or not at all: written beside its place, then renamed. */
export async function exportDatasetFile(
  database: Database,
  runKey: string,
  format: ExportFormat,
  file: string,
  options: { readonly rescreening?: number; readonly signal?: AbortSignal } = {},
): Promise<number> {
  const part = `${file}.${randomUUID().slice(0, 8)}.part`;
  try {
    const pairs = await exportDataset(
      database,
      runKey,
      format,
      createWriteStream(part, { flags: 'wx', flush: true }),
      { end: true, ...options },
    );
    await rename(part, file);
    return pairs;
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

/**
 * Writes a run's dataset where every run leaves it: in the workspace's `datasets` folder, under a name that holds the run's tag, so
 * that no other run of its name overwrites it. Returns the path, relative to the workspace.
 */
export async function exportIntoWorkspace(
  database: Database,
  runKey: string,
  workspace: string,
  signal?: AbortSignal,
): Promise<string> {
  const name = identityOf(runKey)
    .workflowId.replace(/[^\w.-]+/g, '_')
    .replace(/^\.+/, '_');
  const file = path.join('datasets', `${name}-${runTag(runKey)}.${jsonl.extension}`);
  await mkdir(path.join(workspace, 'datasets'), { recursive: true });
  await exportDatasetFile(database, runKey, jsonl, path.join(workspace, file), {
    ...(signal && { signal }),
  });
  return file;
}
