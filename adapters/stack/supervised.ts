import { spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { UserError } from '../../core/foundations/userError';
import { ComponentLog } from './componentLog';
import { endComponent } from './ending';
import type { StackEvent } from './events';
import { withLock } from './lock';
import { answers, freePort, listensOn } from './ports';
import {
  endProcess,
  identify,
  isRunning,
  isSame,
  type ProcessIdentity,
  thisProcess,
} from './processIdentity';
import {
  type ComponentName,
  type ComponentRecord,
  isUp,
  lockFile,
  readRecord,
  readUsers,
  writeRecord,
} from './records';
import type { StateFolder } from './workspace';

/** How to start a process. */
export interface Launch {
  readonly command: string;
  readonly arguments: readonly string[];
  readonly environment?: NodeJS.ProcessEnv;
  readonly folder?: string;
  readonly uid?: number;
  readonly gid?: number;
}

/** One part of the stack: what it needs, how it starts, when it serves. */
export interface Component {
  readonly name: ComponentName;
  /** The port each address has when it is free. */
  readonly standardPorts: readonly number[];
  readonly readyWithinMilliseconds: number;
  /** Says what it is started with; equal settings, equal text. */
  fingerprint(): string;
  /** Fetches and prepares what it needs. Before each start; has to be safe to repeat. */
  prepare(): Promise<void>;
  launch(ports: readonly number[]): Launch;
  isReady(ports: readonly number[], log: { readonly text: () => string }): Promise<boolean>;
  /** Where its process has ended: why it will with these settings, by what it said; undefined where it did not say. */
  refusal?(log: string): string | undefined;
  /** A process of ours that no record tells of, found by its data. */
  findLeftover?(): { process: ProcessIdentity; ports: number[] } | undefined;
}

export interface ComponentStatus {
  readonly name: ComponentName;
  readonly kind: 'embedded' | 'configured';
  readonly state: 'running' | 'restarting' | 'ended' | 'configured';
  readonly pid: number | undefined;
  readonly restarts: number;
  /** Whether this process supervises it, and ends it when it closes. */
  readonly ours: boolean;
}

const watchMilliseconds = 250;
const startAttempts = 5;
const backoffMilliseconds = [0, 500, 1_000, 2_000, 5_000, 10_000];
const settledMilliseconds = 60_000;

/**
 * Keeps one component alive for one workspace, together with whichever other processes have the same stack open.
 *
 * 1. Who starts it? The first that needs it, under the component's lock; it becomes the owner.
 * 2. What happens when it dies? The owner starts it again at the same address, at once at first, then less and less often.
 * 3. What happens when the owner dies? The component lives on. Another user adopts it, or the next one to come does.
 * 4. What happens when the owner closes? The component ends, unless another user still needs it: then that one inherits it.
 */
export class Supervised {
  private readonly log: ComponentLog;
  private readonly stopping = new AbortController();
  private watching: Promise<void> = Promise.resolve();
  private failures = 0;
  private startedAt = 0;

  constructor(
    private readonly component: Component,
    private readonly folder: StateFolder,
    private readonly onEvent: (event: StackEvent) => void,
  ) {
    this.log = new ComponentLog(folder.logs, component.name);
  }

  get name(): ComponentName {
    return this.component.name;
  }

  get ports(): readonly number[] {
    return this.record?.ports ?? [];
  }

  /** Attaches to the component, adopts it, or starts it; returns once it serves. */
  async open(): Promise<void> {
    await this.locked(() => this.settle('open'));
  }

  /** From now on restarts the component when it dies, and adopts it when its owner does. */
  watch(): void {
    this.watching = this.watchLoop();
  }

  status(): ComponentStatus {
    const record = this.record;
    const up = isUp(record);
    const state = up ? 'running' : this.stopping.signal.aborted ? 'ended' : 'restarting';
    return {
      name: this.name,
      kind: 'embedded',
      state,
      pid: up ? record.process.pid : undefined,
      restarts: record?.restarts ?? 0,
      ours: this.owns(record),
    };
  }

  /** Ends the component if it is ours and nobody else needs it. */
  async close(): Promise<void> {
    this.stopping.abort();
    await this.watching;
    await this.locked(async () => {
      const record = this.record;
      if (!isUp(record) || !this.owns(record)) return;
      const heir = readUsers(this.folder.stack).find(
        (user) => user.components.includes(this.name) && !isSame(user.process, thisProcess()),
      );
      if (heir === undefined) return this.end(record);
      this.write({ ...record, owner: heir.process });
      this.onEvent({
        kind: 'kept',
        component: this.name,
        pid: record.process.pid,
        user: heir.process.pid,
        command: heir.command,
      });
    });
  }

  private get record(): ComponentRecord | undefined {
    return readRecord(this.folder.stack, this.name);
  }

  private write(record: ComponentRecord): void {
    writeRecord(this.folder.stack, this.name, record);
  }

  private owns(record: ComponentRecord | undefined): boolean {
    return record?.owner !== undefined && isSame(record.owner, thisProcess());
  }

  private locked<T>(work: () => Promise<T>): Promise<T> {
    return withLock(lockFile(this.folder.stack, this.name), work, (holder) =>
      this.onEvent({ kind: 'waiting', component: this.name, pid: holder.pid }),
    );
  }

  private async watchLoop(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      await delay(watchMilliseconds, undefined, { signal: this.stopping.signal }).catch(() => undefined); // told to stop
      if (this.stopping.signal.aborted || !this.needsAttention()) continue;
      try {
        await this.locked(() => this.settle('watch'));
      } catch (error) {
        this.onEvent({
          kind: 'failed',
          component: this.name,
          reason: (error as Error).message,
          log: this.log.path,
        });
      }
    }
  }

  /** Somebody else's component is theirs to mend while they live. */
  private needsAttention(): boolean {
    const record = this.record;
    const orphaned = record?.owner === undefined || !isRunning(record.owner);
    return orphaned || (this.owns(record) && !isUp(record));
  }

  private async settle(during: 'open' | 'watch'): Promise<void> {
    const record = this.recordOrLeftover();
    if (isUp(record)) {
      const theirs = record.owner !== undefined && isRunning(record.owner) && !this.owns(record);
      const usable = record.fingerprint === this.component.fingerprint() || record.fingerprint === '';
      if (theirs || (usable && (await this.becomesReady(record)))) {
        if (theirs) await this.becomesReady(record);
        else this.write({ ...record, fingerprint: this.component.fingerprint(), owner: thisProcess() });
        if (during === 'open' || !theirs)
          this.onEvent({
            kind: theirs ? 'attached' : 'adopted',
            component: this.name,
            pid: record.process.pid,
            ports: record.ports,
          });
        return;
      }
      this.onEvent({ kind: 'replacing', component: this.name, pid: record.process.pid });
      await this.end(record);
      return this.start(this.record);
    }
    if (during === 'open') return this.start(record);

    if (Date.now() - this.startedAt > settledMilliseconds) this.failures = 0;
    const wait = backoffMilliseconds[Math.min(this.failures, backoffMilliseconds.length - 1)] ?? 0;
    this.failures += 1;
    this.onEvent({
      kind: 'died',
      component: this.name,
      pid: record?.process?.pid,
      retryMilliseconds: wait,
      log: this.log.path,
    });
    await delay(wait, undefined, { signal: this.stopping.signal }).catch(() => undefined); // told to stop
    if (!this.stopping.signal.aborted) await this.start(record, { samePorts: true });
  }

  private recordOrLeftover(): ComponentRecord | undefined {
    const record = this.record;
    const leftover = isUp(record) ? undefined : this.component.findLeftover?.();
    return leftover === undefined ? record : { ...(record ?? emptyRecord), ...leftover, fingerprint: '' };
  }

  /** Starts it at its standard ports or the next free ones; restarts it where it was, since others hold its address. */
  private async start(last: ComponentRecord | undefined, { samePorts = false } = {}): Promise<void> {
    const began = performance.now();
    await this.component.prepare();
    this.onEvent({ kind: 'starting', component: this.name });
    for (let attempt = 1; ; attempt += 1) {
      const ports = samePorts && last !== undefined ? last.ports : await this.choosePorts(last?.ports ?? []);
      const record = this.spawn(ports, last);
      if (await this.becomesReady(record)) {
        this.startedAt = Date.now();
        const milliseconds = Math.round(performance.now() - began);
        this.onEvent({
          kind: 'ready',
          component: this.name,
          pid: record.process.pid,
          ports,
          milliseconds,
          again: samePorts,
        });
        return;
      }
      const hadEnded = !isRunning(record.process);
      await endProcess(record.process, { signal: 'SIGKILL', graceMilliseconds: 1_000 });
      const taken = (await Promise.all(ports.map((port) => answers(port)))).some(Boolean);
      if (attempt < startAttempts && taken && !samePorts) continue; // somebody took the port in between: the next one
      const refusal = hadEnded ? this.component.refusal?.(this.log.since(record.logOffset)) : undefined;
      if (refusal !== undefined) throw new UserError(refusal);
      const what = hadEnded
        ? 'ended before it was ready'
        : `did not start within ${this.component.readyWithinMilliseconds / 1000} s`;
      throw new UserError(
        `${this.name} ${what}. Its log ends with:\n${this.log.lastLines(record.logOffset)}`,
        { exitCode: 1, mend: `Read ${this.log.path}, then: seedbed doctor` },
      );
    }
  }

  private async choosePorts(last: readonly number[]): Promise<number[]> {
    const chosen: number[] = [];
    for (const [index, standard] of this.component.standardPorts.entries()) {
      const before = last[index];
      const reserved = new Set(chosen);
      const preferred =
        before !== undefined && (await freePort(before, reserved)) === before ? before : standard;
      chosen.push(await freePort(preferred, reserved));
    }
    return chosen;
  }

  /** The record is written in the same breath as the process is made, so that no crash of ours can lose a process. */
  private spawn(
    ports: readonly number[],
    last: ComponentRecord | undefined,
  ): ComponentRecord & { process: ProcessIdentity } {
    const { command, arguments: parameters, environment, folder, uid, gid } = this.component.launch(ports);
    const output = this.log.open();
    const logOffset = this.log.size;
    try {
      const child = spawn(command, parameters, {
        detached: true, // it outlives us, and the terminal's Ctrl-C is ours alone
        stdio: ['ignore', output, output],
        env: environment ?? process.env,
        cwd: folder ?? this.folder.root,
        ...(uid === undefined ? {} : { uid }),
        ...(gid === undefined ? {} : { gid }),
      });
      child.on('error', () => undefined); // shows as a process that is not there
      child.unref();
      const identity = child.pid === undefined ? undefined : identify(child.pid);
      if (identity === undefined)
        throw new Error(`${command} could not be started. Its log is ${this.log.path}`);
      const restarts = last === undefined || !this.owns(last) ? 0 : last.restarts + 1;
      const record = {
        process: identity,
        owner: thisProcess(),
        ports: [...ports],
        fingerprint: this.component.fingerprint(),
        logOffset,
        restarts,
      };
      this.write(record);
      return record;
    } finally {
      closeSync(output);
    }
  }

  private async becomesReady(record: ComponentRecord & { process: ProcessIdentity }): Promise<boolean> {
    const deadline = performance.now() + this.component.readyWithinMilliseconds;
    const log = { text: () => this.log.since(record.logOffset) };
    while (performance.now() < deadline) {
      if (!isRunning(record.process)) return false;
      const listens = record.ports.every((port) => listensOn(record.process.pid, port));
      if (listens && (await this.component.isReady(record.ports, log))) return isRunning(record.process);
      await delay(50);
    }
    return false;
  }

  private async end(record: ComponentRecord & { process: ProcessIdentity }): Promise<void> {
    await endComponent(this.folder.stack, this.name, record);
    this.onEvent({ kind: 'ended', component: this.name, pid: record.process.pid });
  }
}

const emptyRecord: ComponentRecord = { ports: [], fingerprint: '', logOffset: 0, restarts: 0 };
