import { createHash } from 'node:crypto';
import { identityOf } from '../../core/vocabulary/runKey';
import type { Database } from '../store/database';
import {
  DatasetVersions,
  type ExportOptions,
  type RunMoment,
  type VersionFile,
} from '../store/datasetVersions';
import { packageVersion } from '../workspace/packageRoot';

/** An export, as it is kept: what was asked, and what was written. */
export interface ExportMade {
  readonly options: Partial<ExportOptions> & Pick<ExportOptions, 'formats' | 'isFolder'>;
  readonly moment: RunMoment;
  readonly pairs: number;
  readonly files: readonly VersionFile[];
  readonly card?: string | undefined;
}

export interface KeptVersion {
  /** "garden@3". */
  readonly name: string;
  readonly isNew: boolean;
}

/** Keeps an export of a run as a version of the dataset of the run's name. */
export async function keepVersion(
  database: Database,
  runKey: string,
  made: ExportMade,
): Promise<KeptVersion> {
  const dataset = identityOf(runKey).workflowId;
  const { options, moment, pairs, files, card = null } = made;
  const { version, isNew } = await new DatasetVersions(database).keep({
    ...{ dataset, runKey, moment, pairs, card },
    options: { splits: null, splitSeed: null, rescreening: null, ...options },
    files: files.map(({ path, bytes, sha256, rows }) => ({ path, bytes, sha256, rows })),
    sha256: sumOfData(files),
    seedbed: packageVersion(),
  });
  return { name: versionName(dataset, version), isNew };
}

export function versionName(dataset: string, version: number): string {
  return `${dataset}@${version}`;
}

/** The sum of the sums of what holds data: two exports of which it is equal hold the same rows in the same bytes. */
export function sumOfData(files: readonly VersionFile[]): string {
  const hash = createHash('sha256');
  for (const { path, sha256, rows } of files) if (rows !== null) hash.update(`${sha256}  ${path}\n`);
  return hash.digest('hex');
}
