import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { endStack } from '../../adapters/stack';
import { PostgresComponent } from '../../adapters/stack/postgres';
import {
  endProcess,
  identify,
  isRunning,
  processIdentitySchema,
  thisProcess,
} from '../../adapters/stack/processIdentity';
import { createStateFolder } from '../../adapters/stack/workspace';

const variable = 'SEEDBED_SUITE';
const prefix = 'seedbed-suite-';
const ownerFile = 'owner.json';

/**
 * Folder of the suite that runs, in which all its temporary folders and servers lie. Undefined outside of Jest. Every process
 * that a test starts inherits the variable that names it, and is known by it when the suite ends.
 */
export const suiteFolder = (): string | undefined => process.env[variable];

export function beginSuite(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), prefix));
  chmodSync(folder, 0o755); // PostgreSQL runs as another user under root
  writeFileSync(path.join(folder, ownerFile), JSON.stringify(thisProcess()));
  process.env[variable] = folder;
  // No test uses a server that happens to be configured here.
  for (const name of Object.keys(process.env))
    if (name.startsWith('TEMPORAL_') || name === 'DATABASE_URL') delete process.env[name];
  return folder;
}

/** Ends every server and process that a suite left, and removes its folder: also those of a test that broke off in the middle. */
export async function endSuite(folder: string): Promise<void> {
  for (const workspace of workspacesIn(folder)) {
    await endStack(workspace, { force: true });
    const data = await new PostgresComponent(createStateFolder(workspace), () => undefined).locate();
    if (!data.startsWith(folder)) rmSync(path.dirname(data), { recursive: true, force: true });
  }
  await Promise.all(
    processesOf(folder).map(async (pid) => {
      const process = identify(pid);
      if (process !== undefined) await endProcess(process, { signal: 'SIGKILL', graceMilliseconds: 5_000 });
    }),
  );
  rmSync(folder, { recursive: true, force: true });
}

/** Ends what suites left that were themselves killed. */
export async function endKilledSuites(): Promise<void> {
  for (const name of readdirSync(os.tmpdir()).filter((each) => each.startsWith(prefix))) {
    const folder = path.join(os.tmpdir(), name);
    if (!ownerIsRunning(folder)) await endSuite(folder);
  }
}

/** A folder without a readable owner is being made at this moment, or nobody's: it is left alone. */
function ownerIsRunning(folder: string): boolean {
  try {
    return isRunning(
      processIdentitySchema.parse(JSON.parse(readFileSync(path.join(folder, ownerFile), 'utf8'))),
    );
  } catch {
    return true;
  }
}

function workspacesIn(folder: string): string[] {
  if (!existsSync(folder)) return []; // another suite that began meanwhile was faster
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => path.join(folder, entry.name))
    .filter((workspace) => readdirSync(workspace).includes('.seedbed'));
}

/** Those that inherited the suite's variable, as proc(5) tells of their environment; Linux only. Never this one. */
function processesOf(folder: string): number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`${variable}=${folder}`);
      } catch {
        return false; // gone in between, or another user's
      }
    })
    .map(Number);
}
