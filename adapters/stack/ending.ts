import { endProcess, type ProcessIdentity } from './processIdentity';
import { type ComponentName, type ComponentRecord, writeRecord } from './records';

/** How each component is asked to end, and how long it may take before it is killed. */
function endingOf(name: ComponentName): { signal: NodeJS.Signals; graceMilliseconds: number } {
  switch (name.startsWith('worker') ? 'worker' : name) {
    case 'worker':
    case 'temporal':
      return { signal: 'SIGTERM', graceMilliseconds: 15_000 };
    case 'postgres':
      return { signal: 'SIGINT', graceMilliseconds: 30_000 }; // the fast shutdown: connections are cut, everything is written
    case 'teacher':
    default: // what serves a model
      return { signal: 'SIGTERM', graceMilliseconds: 5_000 };
  }
}

/** Ends a component's process, and keeps of its record what the next one takes over. To be called under its lock. */
export async function endComponent(
  stack: string,
  name: ComponentName,
  record: ComponentRecord & { process: ProcessIdentity },
): Promise<void> {
  await endProcess(record.process, endingOf(name));
  const { ports, fingerprint } = record;
  writeRecord(stack, name, { ports, fingerprint, logOffset: 0, restarts: 0 });
}
