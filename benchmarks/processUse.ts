import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks a second in /proc, on every Linux that Node runs on. */
const ticksPerSecond = 100;

interface ProcessTimes {
  readonly parent: number;
  /** Processor seconds, those of children that ended and were waited for included. */
  readonly seconds: number;
}

/** Processor seconds that these processes, and all that descend from them, have taken so far. Linux only. */
export function processorSeconds(pids: readonly number[]): number {
  const all = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => {
        const times = timesOf(Number(name));
        return times ? [[Number(name), times] as const] : [];
      }),
  );
  const isOurs = (pid: number): boolean => {
    for (let at = pid; all.has(at); at = all.get(at)?.parent ?? 0) if (pids.includes(at)) return true;
    return false;
  };
  return [...all].reduce((sum, [pid, { seconds }]) => sum + (isOurs(pid) ? seconds : 0), 0);
}

/** Most memory that the process has had resident, in MB; NaN once it is gone. Linux only. */
export function mostMemory(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
  } catch {
    return NaN; // it ended
  }
}

function timesOf(pid: number): ProcessTimes | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    return { parent: Number(fields[1]), seconds: ticks / ticksPerSecond };
  } catch {
    return undefined; // it ended between the two looks
  }
}
