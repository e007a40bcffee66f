import os from 'node:os';
import path from 'node:path';

/**
 * Where everything fetched lands, once for all workspaces: `SEEDBED_CACHE`, else the system's own place for caches
 * (`XDG_CACHE_HOME` or ~/.cache, on macOS ~/Library/Caches, on Windows %LOCALAPPDATA%).
 */
export function cacheFolder(
  environment: NodeJS.ProcessEnv = process.env,
  platform = process.platform,
): string {
  const named = environment['SEEDBED_CACHE'];
  if (named) return path.resolve(named);
  const home = environment['HOME'] || os.homedir();
  if (platform === 'darwin') return path.join(home, 'Library', 'Caches', 'seedbed');
  if (platform === 'win32')
    return path.join(environment['LOCALAPPDATA'] || path.join(home, 'AppData', 'Local'), 'seedbed');
  return path.join(environment['XDG_CACHE_HOME'] || path.join(home, '.cache'), 'seedbed');
}
