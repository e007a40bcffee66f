import { codeOf } from '../../core/foundations/failure/failure';

/** Why a file, or a folder, can't be read, for people; without its path, which whoever tells it knows. */
export function unreadableReason(error: unknown): string {
  const code = codeOf(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'there is no such file';
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied';
  if (code === 'EISDIR') return 'it is a folder';
  return error instanceof Error ? error.message : String(error);
}
