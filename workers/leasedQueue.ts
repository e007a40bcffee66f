import type { Worker } from '@temporalio/worker';

/** What of a worker is needed to poll. */
export type Poller = Pick<Worker, 'run' | 'shutdown' | 'getState'>;

/**
 * A queue that this process polls only while it may do what is asked for there. When it may no longer, polling stops, what was
 * taken comes to its end, and another process has the queue; when it may again, polling begins anew.
 */
export class LeasedQueue {
  private mayPoll = false;
  private stopped = false;
  private poller: Poller | undefined;
  private changed = (): void => undefined;

  /** @param create A worker polls once in its life, so there is one for each time. */
  constructor(private readonly create: () => Promise<Poller>) {}

  allow(mayPoll: boolean): void {
    if (mayPoll === this.mayPoll) return;
    this.mayPoll = mayPoll;
    this.update();
  }

  shutdown(): void {
    this.stopped = true;
    this.update();
  }

  /** Resolves after `shutdown`, when what was taken has come to its end; rejects when polling breaks. */
  async run(): Promise<void> {
    while (!this.stopped) {
      if (!this.mayPoll) {
        await new Promise<void>((resolve) => (this.changed = resolve));
        continue;
      }
      this.poller = await this.create();
      const ended = this.poller.run();
      this.update(); // it may have been taken away while the poller was made
      try {
        await ended;
      } finally {
        this.poller = undefined;
      }
    }
  }

  private update(): void {
    if ((this.stopped || !this.mayPoll) && this.poller?.getState() === 'RUNNING') this.poller.shutdown();
    this.changed();
  }
}
