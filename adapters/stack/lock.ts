import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isRunning, type ProcessIdentity, processIdentitySchema, thisProcess } from './processIdentity';
import { makeFolderSync } from '../files/makeFolder';

/**
 * Runs `work` while no other process (and no other caller in this one) holds the lock at `file`. A lock whose holder died
 * is taken over; nobody has to remove anything by hand after a crash.
 */
export async function withLock<T>(
  file: string,
  work: () => Promise<T>,
  onWait?: (holder: ProcessIdentity) => void,
): Promise<T> {
  makeFolderSync(path.dirname(file));
  const ticket = `${file}.${randomUUID()}`;
  const content = JSON.stringify(thisProcess());
  writeFileSync(ticket, content);
  try {
    let told = false;
    while (!take(ticket, file)) {
      const holder = holderOf(file);
      if (holder !== undefined && isRunning(holder)) {
        if (!told) onWait?.(holder);
        told = true;
        await delay(50);
      } else clear(file, holder);
    }
  } finally {
    rmSync(ticket, { force: true });
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

/** A link is made whole or not at all, so a lock is never seen without its holder. */
function take(ticket: string, file: string): boolean {
  try {
    linkSync(ticket, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function holderOf(file: string): ProcessIdentity | undefined {
  try {
    return processIdentitySchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined; // gone meanwhile, or half written by a process that died: nobody's
  }
}

/** Removes a dead holder's lock; where another process was faster and it is theirs by now, they get it back. */
function clear(file: string, dead: ProcessIdentity | undefined): void {
  const aside = `${file}.${randomUUID()}`;
  try {
    renameSync(file, aside);
    const holder = holderOf(aside);
    if (holder !== undefined && JSON.stringify(holder) !== JSON.stringify(dead)) linkSync(aside, file);
  } catch {
    // Somebody else cleared it first.
  } finally {
    rmSync(aside, { force: true });
  }
}
