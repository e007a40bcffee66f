import { chmodSync, mkdirSync } from 'node:fs';
import path from 'node:path';

/** Where a workspace keeps its state. Nothing of it lies in a temporary folder. */
export interface StateFolder {
  readonly root: string;
  readonly logs: string;
  /** What runs, one file a component, and who uses it. */
  readonly stack: string;
}

export function stateFolder(workspace: string): StateFolder {
  const root = path.join(path.resolve(workspace), '.seedbed');
  return { root, logs: path.join(root, 'logs'), stack: path.join(root, 'stack') };
}

/** Makes the state folder. Others may pass through (PostgreSQL runs as another user under root), and read only what is theirs. */
export function createStateFolder(workspace: string): StateFolder {
  const folder = stateFolder(workspace);
  for (const each of [folder.root, folder.logs, folder.stack])
    mkdirSync(each, { recursive: true, mode: 0o755 });
  chmodSync(folder.stack, 0o700);
  return folder;
}
