/** A file of an export, by the two sums that a hub may know it by. */
export interface LocalFile {
  /** Within the folder, with slashes. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  /** As git names a file's bytes: of small files the hub knows nothing else. */
  readonly gitBlob: string;
}

/** A file that lies on a hub. */
export interface RemoteFile {
  readonly path: string;
  readonly gitBlob: string | undefined;
  /** Of a large one. */
  readonly sha256: string | undefined;
}

export interface PlannedFile {
  readonly path: string;
  readonly bytes: number;
  readonly change: 'new' | 'changed' | 'same' | 'removed';
}

/**
 * What an upload changes: files that are new or other, and those that an earlier upload put there and this export has no more. Whatever else
 * people put beside them stays.
 *
 * @param uploaded Paths that the export which lies there listed as its own.
 */
export function uploadPlan(
  local: readonly LocalFile[],
  remote: readonly RemoteFile[],
  uploaded: readonly string[],
): PlannedFile[] {
  const there = new Map(remote.map((file) => [file.path, file]));
  const here = new Set(local.map(({ path }) => path));
  const gone = uploaded.filter((path) => there.has(path) && !here.has(path));
  return [
    ...local.map(({ path, bytes, sha256, gitBlob }): PlannedFile => {
      const found = there.get(path);
      if (!found) return { path, bytes, change: 'new' };
      const isSame = found.sha256 === undefined ? found.gitBlob === gitBlob : found.sha256 === sha256;
      return { path, bytes, change: isSame ? 'same' : 'changed' };
    }),
    ...gone.map((path): PlannedFile => ({ path, bytes: 0, change: 'removed' })),
  ];
}
