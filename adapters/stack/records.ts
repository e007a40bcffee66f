import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { isRunning, type ProcessIdentity, processIdentitySchema, thisProcess } from './processIdentity';
import { makeFolderSync } from '../files/makeFolder';

/** The parts of every stack, in the order in which they start; they end in the reverse one. */
const partNames = ['postgres', 'temporal', 'teacher', 'worker'] as const;
/** A model of the workspace's configuration has a part of its own, named after its endpoint; so has each worker after the first. */
export type ComponentName = (typeof partNames)[number] | `model-${string}` | `worker-${number}`;

const isComponentName = (name: string): name is ComponentName =>
  (partNames as readonly string[]).includes(name) || isModel(name) || isFurtherWorker(name);

const isFurtherWorker = (name: string): name is `worker-${number}` => /^worker-\d+$/.test(name);

/** Of the stack's workers, counted from 1. */
export const workerName = (number: number): ComponentName => (number === 1 ? 'worker' : `worker-${number}`);

const isModel = (name: string): name is `model-${string}` => name.startsWith('model-');

/** The parts of a workspace's stack, with the models and workers that ever were there. In the order in which they start. */
export function componentNamesOf(stack: string): readonly ComponentName[] {
  const names = list(stack).map((file) => path.basename(file, '.json'));
  const [models, workers] = [names.filter(isModel).sort(), names.filter(isFurtherWorker).sort()];
  return partNames.flatMap((name) => (name === 'worker' ? [...models, name, ...workers] : [name]));
}

const componentRecordSchema = z.strictObject({
  /** The process that serves, or served last. */
  process: processIdentitySchema.optional(),
  /** The process that supervises it. When that one is gone, whoever needs the component adopts it. */
  owner: processIdentitySchema.optional(),
  /** Kept when it ends, so that addresses stay what they were. */
  ports: z.array(z.int()).default([]),
  /** What it was started with. A leftover of other settings is replaced. */
  fingerprint: z.string().default(''),
  /** Where in its log this process's lines begin. */
  logOffset: z.int().default(0),
  restarts: z.int().default(0),
});

/** What is known of a component of one workspace's stack: `.seedbed/stack/NAME.json`, written under that component's lock. */
export type ComponentRecord = z.output<typeof componentRecordSchema>;

const userSchema = z.strictObject({
  process: processIdentitySchema,
  /** The command it is, for people. */
  command: z.string(),
  components: z.array(z.custom<ComponentName>((name) => typeof name === 'string' && isComponentName(name))),
  /** Whether everything it asked for was up. */
  ready: z.boolean(),
});

/** A process that has the stack open: `.seedbed/stack/users/PID.json`. */
export type StackUser = z.output<typeof userSchema>;

const recordFile = (stack: string, name: ComponentName): string => path.join(stack, `${name}.json`);
export const lockFile = (stack: string, name: ComponentName): string => path.join(stack, `${name}.lock`);

/** An unreadable record is as good as none: what it spoke of is found again by its data or its port. */
export function readRecord(stack: string, name: ComponentName): ComponentRecord | undefined {
  return readJson(recordFile(stack, name), componentRecordSchema);
}

export function writeRecord(stack: string, name: ComponentName, record: ComponentRecord): void {
  writeJson(recordFile(stack, name), record);
}

/** When the process of a component that is up began, as near as its record tells; undefined where it is not up. */
export function beganAt(stack: string, name: ComponentName): Date | undefined {
  return isUp(readRecord(stack, name)) ? statSync(recordFile(stack, name)).mtime : undefined;
}

/** Those that have the stack open now; what dead ones left is removed. */
export function readUsers(stack: string): StackUser[] {
  const folder = path.join(stack, 'users');
  return list(folder).flatMap((file) => {
    const user = readJson(path.join(folder, file), userSchema);
    if (user !== undefined && isRunning(user.process)) return [user];
    rmSync(path.join(folder, file), { force: true });
    return [];
  });
}

export function writeUser(stack: string, user: Omit<StackUser, 'process'>): void {
  writeJson(path.join(stack, 'users', `${process.pid}.json`), { process: thisProcess(), ...user });
}

export function removeUser(stack: string): void {
  rmSync(path.join(stack, 'users', `${process.pid}.json`), { force: true });
}

export const isUp = (
  record: ComponentRecord | undefined,
): record is ComponentRecord & { process: ProcessIdentity } =>
  record?.process !== undefined && isRunning(record.process);

function list(folder: string): string[] {
  try {
    return readdirSync(folder).filter((file) => file.endsWith('.json'));
  } catch {
    return []; // no folder yet: no records
  }
}

function readJson<T>(file: string, schema: z.ZodType<T>): T | undefined {
  try {
    return schema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data;
  } catch {
    return undefined; // none, or one that a process that died left half written: as if there were none
  }
}

function writeJson(file: string, value: unknown): void {
  makeFolderSync(path.dirname(file));
  const part = `${file}.${process.pid}.part`;
  writeFileSync(part, JSON.stringify(value, null, 2), { mode: 0o600 });
  renameSync(part, file);
}
