import type { TrainingEvent } from '../../../adapters/training/trainingJob';
import { truncate } from '../../terminal/displayWidth';
import type { Terminal } from '../../terminal/terminal';
import { count, duration } from '../../view/quantities';

/** How far trainings are: a line that moves on a terminal; in a pipe a line for each that is done. */
export class TrainingProgress {
  private done = 0;
  private readonly began = Date.now();

  /** @param trainings How many there are; those that were done earlier are not told of. */
  constructor(
    private readonly terminal: Terminal,
    private readonly trainings: number,
  ) {}

  readonly show = (event: TrainingEvent): void => {
    const { live } = this.terminal;
    switch (event.event) {
      case 'loaded':
        return this.terminal.note(`${event.device}, ${event.precision}, ${count(event.parameters)} parameters`); // prettier-ignore
      case 'step': {
        const words = `training ${event.training + 1} of at most ${this.trainings}, step ${event.step} of ${event.steps}, loss ${event.loss.toFixed(2)}, after ${duration(Date.now() - this.began)}`; // prettier-ignore
        return live?.draw([truncate(words, live.columns - 1)]);
      }
      case 'measured':
        this.done++;
        return live ? undefined : this.terminal.note(`worth: ${this.done} of at most ${this.trainings} trainings done, after ${duration(Date.now() - this.began)}`); // prettier-ignore
      case 'failed':
        return;
    }
  };

  end(): void {
    this.terminal.live?.end();
  }
}
