import type { ChildWorkflowHandle, Workflow } from '@temporalio/workflow';
import type { RunMessage } from './messages';

type Told = Pick<ChildWorkflowHandle<Workflow>, 'signal'>;

/**
 * The way to one child: messages arrive in the order in which they were said, each sent once the one before has arrived. Sent together,
 * `resume` could overtake the `pause` before it, and the child would stay paused.
 */
export class Telling {
  private arrived: Promise<void> = Promise.resolve();

  constructor(private readonly child: Told | Promise<Told>) {}

  /** Resolves when the message has arrived, or can't any more. */
  tell(message: RunMessage): Promise<void> {
    this.arrived = this.arrived.then(async () => (await this.child).signal(message)).catch(() => undefined); // the child has ended: whatever it was to be told is over with it
    return this.arrived;
  }
}
