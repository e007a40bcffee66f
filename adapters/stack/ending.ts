import { endProcess, type ProcessIdentity } from './processIdentity';
import { type ComponentName, type ComponentRecord, writeRecord } from './records';

/** How each component is asked to end, and how long it may take before it is killed. */
const endings: Record<ComponentName, { signal: NodeJS.Signals; graceMilliseconds: number }> = {
  worker: { signal: 'SIGTERM', graceMilliseconds: 15_000 },
  teacher: { signal: 'SIGTERM', graceMilliseconds: 5_000 },
  temporal: { signal: 'SIGTERM', graceMilliseconds: 15_000 },
  postgres: { signal: 'SIGINT', graceMilliseconds: 30_000 }, // the fast shutdown: connections are cut, everything is written
};

/** Ends a component's process, and keeps of its record what the next one takes over. To be called under its lock. */
export async function endComponent(
  stack: string,
  name: ComponentName,
  record: ComponentRecord & { process: ProcessIdentity },
): Promise<void> {
  await endProcess(record.process, endings[name]);
  const { ports, fingerprint } = record;
  writeRecord(stack, name, { ports, fingerprint, logOffset: 0, restarts: 0 });
}
