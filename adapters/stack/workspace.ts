import { accessSync, chmodSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../../core/foundations/userError';
import { diskReason } from '../files/wholeFile';
import { makeFolderSync } from '../files/makeFolder';

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

/**
 * Makes the state folder. Others may pass through (PostgreSQL runs as another user under root), and read only what is theirs.
 *
 * @throws UserError where the workspace can't be written.
 */
export function createStateFolder(workspace: string): StateFolder {
  const folder = stateFolder(workspace);
  try {
    // Asked first, since mkdir calls a disk that can only be read a folder that is not there.
    accessSync(existsSync(folder.root) ? folder.root : path.dirname(folder.root), constants.W_OK);
    for (const each of [folder.root, folder.logs, folder.stack]) makeFolderSync(each, { mode: 0o755 });
    chmodSync(folder.stack, 0o700);
  } catch (cause) {
    const reason = diskReason(cause);
    if (reason === undefined) throw cause;
    throw new UserError(`State of runs has no place: ${folder.root} can't be written: ${reason}.`, {
      mend: 'Name a folder elsewhere as the workspace: --workspace FOLDER',
      cause,
    });
  }
  return folder;
}
