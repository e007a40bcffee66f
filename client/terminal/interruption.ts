import { exitCodes } from './exitCodes';

/** Milliseconds within which signals are one: `timeout`, npx and supervisors send it to a process and to its group. */
const sameWithin = 500;

/**
 * Ctrl-C, and its likes from elsewhere (SIGTERM, a closed terminal). The first one aborts `signal`, and whoever listens says at
 * once what becomes of the run; the second one ends this process as it stands.
 */
export class Interruption {
  private readonly controller = new AbortController();
  private readonly listener = (): void => this.interrupt();
  private interruptedAt = 0;

  constructor(private readonly onForced: () => void) {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, this.listener);
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Leaves signals to Node again. */
  end(): void {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(name, this.listener);
  }

  private interrupt(): void {
    if (!this.signal.aborted) {
      this.interruptedAt = performance.now();
      return this.controller.abort();
    }
    if (performance.now() - this.interruptedAt < sameWithin) return;
    this.onForced();
    process.exit(exitCodes.interrupted);
  }
}
