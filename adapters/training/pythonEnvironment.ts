import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rm, statfs, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { UserError } from '../../core/foundations/userError';
import { cacheFolder } from '../stack/cache';
import { withLock } from '../stack/lock';
import { makeFolder } from '../files/makeFolder';

const run = promisify(execFile);

/** What a training needs, to the version, so that figures can be had again. A build of torch for processors alone has the same version. */
export const requirements = [
  'torch==2.10.0',
  'transformers==4.57.6',
  'accelerate==1.12.0',
  'gguf==0.17.1',
  'numpy>=2,<3',
] as const;

/** The versions of Python for which they are built. */
const [oldest, newest] = [10, 14];

/** What they take, libraries for graphics cards included, while they are being installed. */
export const installedBytes = 10e9;

export interface PythonOptions {
  /** A Python of the user's own, which has the packages: nothing is installed then. Left out, `SEEDBED_PYTHON`. */
  readonly python?: string | undefined;
  /** Never download. Also set by a non-empty `SEEDBED_OFFLINE`. */
  readonly offline?: boolean;
  readonly environment?: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
  /** Asked before anything is installed; false refuses. Left out: agreed. */
  readonly confirm?: (folder: string) => Promise<boolean>;
  /** What is being installed. */
  readonly onProgress?: (said: string) => void;
}

/**
 * The Python that trains: the user's own, else that of a virtual environment in the cache, which is made once. Other projects and the system's Python are left alone.
 * @throws UserError where there is no Python that will do, no room, no network, or no consent; each says what to do.
 */
export async function pythonForTraining(options: PythonOptions = {}): Promise<string> {
  const environment = options.environment ?? process.env;
  const own = options.python ?? environment['SEEDBED_PYTHON'];
  if (own) return own;
  const name = createHash('sha256').update(requirements.join('\n')).digest('hex').slice(0, 12);
  const folder = path.join(cacheFolder(environment), 'training', name);
  const python = path.join(folder, ...(process.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python'])); // prettier-ignore
  const whole = path.join(folder, '.whole');
  if (existsSync(whole)) return python;
  if (options.offline === true || environment['SEEDBED_OFFLINE'])
    throw new UserError('Training needs torch and transformers, which are not installed yet, and downloads are switched off (--offline or SEEDBED_OFFLINE).', { mend: ownPython }); // prettier-ignore
  return withLock(`${folder}.lock`, async () => {
    if (existsSync(whole)) return python; // somebody else was faster
    const system = await systemPython(environment);
    await requireRoom(path.dirname(folder));
    if (options.confirm && !(await options.confirm(folder)))
      throw new UserError('Nothing was installed, since you said no.', { mend: ownPython });
    await rm(folder, { recursive: true, force: true }); // what an interrupted installation left
    await run(system, ['-m', 'venv', folder], { signal: options.signal }).catch((error: unknown) => {
      throw new UserError(`${system} can't make a virtual environment: ${lastLine(error)}.`, {
        mend: `Install its module venv (Debian: apt install python3-venv). ${ownPython}`,
        exitCode: 1,
      });
    });
    await install(python, options);
    await writeFile(whole, requirements.join('\n'));
    return python;
  });
}

const ownPython =
  'Or set SEEDBED_PYTHON to a Python that has torch, transformers, accelerate and gguf already.';

/** The first Python on PATH for which the packages are built. */
async function systemPython(environment: NodeJS.ProcessEnv): Promise<string> {
  const found: string[] = [];
  for (const command of ['python3', 'python', 'python3.12', 'python3.11', 'python3.13']) {
    try {
      const script = 'import sys; print(*sys.version_info[:2], sys.executable)';
      const { stdout } = await run(command, ['-c', script], { env: environment, timeout: 20_000 });
      const [, major, minor, executable] = /^(\d+) (\d+) (.+)$/m.exec(stdout) ?? [];
      if (major === '3' && Number(minor) >= oldest && Number(minor) <= newest) return executable ?? command;
      found.push(`${command} is ${major}.${minor}`);
    } catch {
      // Not here.
    }
  }
  throw new UserError(
    `Training needs Python 3.${oldest} to 3.${newest}, and ${found.length === 0 ? 'there is no Python on PATH' : found.join(', ')}.`,
    { mend: `Install one, then run the same command again. ${ownPython}` },
  );
}

async function requireRoom(folder: string): Promise<void> {
  await makeFolder(folder);
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize >= installedBytes) return;
  const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;
  throw new UserError(
    `Training needs ${gigabytes(installedBytes)} for torch and its libraries, and ${folder} has ${gigabytes(bavail * bsize)} free.`,
    {
      mend: `Make room, or set SEEDBED_CACHE to a folder on a larger disk. ${ownPython}`,
    },
  );
}

/** By the index, mirror or proxy that the user's pip is set up with. */
async function install(python: string, { signal, onProgress }: PythonOptions): Promise<void> {
  const child = spawn(
    python,
    ['-m', 'pip', 'install', '--no-input', '--disable-pip-version-check', '--no-cache-dir', '--progress-bar', 'off', ...requirements],
    { stdio: ['ignore', 'pipe', 'pipe'], ...(signal && { signal }) },
  ); // prettier-ignore
  const said: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => said.push(line));
  createInterface({ input: child.stdout }).on('line', (line) => {
    const [, what] = /^(?:Collecting|Installing collected packages:) ?(\S*)/.exec(line) ?? [];
    if (what !== undefined)
      onProgress?.(line.startsWith('Collecting') ? `getting ${what}` : 'unpacking what was got');
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code === 0) return;
  const error = said.filter((line) => line.startsWith('ERROR')).at(-1) ?? said.at(-1) ?? '';
  const reason = error.replace(/^ERROR: /, '').trim();
  throw new UserError(
    `pip could not install ${requirements[0]} and what else training needs: ${reason || `it ended with ${code}`}.`,
    {
      exitCode: 1,
      mend: `Check the network and pip's settings, then run the same command again. ${ownPython}`,
    },
  );
}

function lastLine(error: unknown): string {
  const { stderr, stdout, message } = error as { stderr?: string; stdout?: string; message?: string };
  const text = [stderr, stdout, message].find((one) => one !== undefined && one.trim() !== '') ?? '';
  return text.trim().split('\n').at(-1)!.replace(/\.$/, '');
}
