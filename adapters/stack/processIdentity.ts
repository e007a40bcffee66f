import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';

/**
 * One process and no other: a pid is used again, a pid with the moment its process started is not. Everything that is
 * signalled or attached to is checked against it, so that a stranger who inherited a pid is never touched.
 */
export const processIdentitySchema = z.strictObject({ pid: z.int().positive(), started: z.string().min(1) });
export type ProcessIdentity = z.output<typeof processIdentitySchema>;

/** Who has this pid now. Undefined where nobody has it, or only a zombie that nobody reaped. */
export function identify(pid: number): ProcessIdentity | undefined {
  const started = process.platform === 'linux' ? startedOnLinux(pid) : startedByPs(pid);
  return started === undefined ? undefined : { pid, started };
}

export const thisProcess = (): ProcessIdentity =>
  identify(process.pid) ?? { pid: process.pid, started: 'unknown' };

export function isRunning(identity: ProcessIdentity): boolean {
  return identify(identity.pid)?.started === identity.started;
}

export const isSame = (one: ProcessIdentity, other: ProcessIdentity): boolean =>
  one.pid === other.pid && one.started === other.started;

/** The arguments that a process was started with. Empty where they cannot be read. */
export function commandLineOf(pid: number): string {
  try {
    return process.platform === 'linux'
      ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
      : ps(pid, 'args=');
  } catch {
    return ''; // it has ended, or is none of ours to look at
  }
}

/** Ends a process: the signal, then after `graceMilliseconds` SIGKILL for its whole group. Returns once it is gone. */
export async function endProcess(
  identity: ProcessIdentity,
  { signal, graceMilliseconds }: { signal: NodeJS.Signals; graceMilliseconds: number },
): Promise<void> {
  send(identity, signal);
  if (await hasGone(identity, graceMilliseconds)) return;
  send(identity, 'SIGKILL', true);
  await hasGone(identity, 5_000);
}

/** Whether a process ended within so many milliseconds. */
export async function hasGone(identity: ProcessIdentity, withinMilliseconds: number): Promise<boolean> {
  const deadline = performance.now() + withinMilliseconds;
  while (isRunning(identity)) {
    if (performance.now() > deadline) return false;
    await delay(25);
  }
  return true;
}

function send(identity: ProcessIdentity, signal: NodeJS.Signals, group = false): void {
  if (!isRunning(identity)) return;
  try {
    process.kill(group ? -identity.pid : identity.pid, signal);
  } catch {
    if (group) send(identity, signal); // not the leader of a group; or it has just gone
  }
}

/** Fields 3 (state) and 22 (start, in clock ticks since boot) of proc(5)'s stat, counted after the name, which may hold anything. */
function startedOnLinux(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X' || fields[19] === undefined) return undefined;
    return `${fields[19]}@${bootId()}`;
  } catch {
    return undefined; // no such process
  }
}

let boot: string | undefined;
function bootId(): string {
  return (boot ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
}

function startedByPs(pid: number): string | undefined {
  try {
    const [state = '', ...started] = ps(pid, 'state=,lstart=').split(/\s+/);
    return state.startsWith('Z') ? undefined : started.join(' ');
  } catch {
    return undefined; // no such process
  }
}

function ps(pid: number, columns: string): string {
  return execFileSync('ps', ['-o', columns, '-p', String(pid)], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
}
