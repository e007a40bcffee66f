import path from 'node:path';

/** The folder whose recipes are run and whose `.seedbed` holds the state: `SEEDBED_WORKSPACE`, else where the command was typed. */
export function workspaceFolder(environment: NodeJS.ProcessEnv = process.env): string {
  return path.resolve(environment['SEEDBED_WORKSPACE'] || process.cwd());
}
