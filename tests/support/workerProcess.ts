import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { TestSeedbed } from './testSeedbed';

/** One worker of several, as it was built, in a process of its own that nobody starts again. */
export class WorkerProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly pid: number,
  ) {}

  /**
   * Resolves when it says that it is ready.
   *
   * @param installation The folder that it is installed in; this one, where left out.
   */
  static async start(
    seedbed: TestSeedbed,
    environment: NodeJS.ProcessEnv = {},
    installation = '.',
  ): Promise<WorkerProcess> {
    const { temporalAddress, databaseUrl } = seedbed.stack.addresses;
    const child = spawn(process.execPath, [path.resolve(installation, 'dist/workers/worker.js')], {
      cwd: installation,
      env: {
        ...process.env,
        TEMPORAL_ADDRESS: temporalAddress,
        DATABASE_URL: databaseUrl,
        SEEDBED_WORKSPACE: seedbed.workspace,
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await new Promise<void>((resolve, reject) => {
      child.stdout?.on('data', (chunk: Buffer) => {
        if (chunk.toString().includes('worker ready')) resolve();
      });
      child.once('exit', (code) => reject(new Error(`The worker ended with ${code}: ${said}`)));
    });
    if (child.pid === undefined) throw new Error('The worker has no process.');
    return new WorkerProcess(child, child.pid);
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Ends it; resolves once it is gone. Resolves with its exit code, null where the signal ended it. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    if (!this.isRunning) return this.child.exitCode;
    const exited = once(this.child, 'exit');
    this.child.kill(signal);
    const [code] = (await exited) as [number | null];
    return code;
  }
}
