import type { Terminal } from '../terminal/terminal';
import type { Presenter } from './presenter';

/** Milliseconds that a store may be away before people are told: a database that died is back within a few seconds. */
const toldAfter = 10_000;

/** Tells whoever follows a run that its store has gone, and that it is there again. */
export class StoreReach {
  private awaySince: number | undefined;
  private isTold = false;

  constructor(
    private readonly name: string,
    private readonly terminal: Pick<Terminal, 'warn'>,
    private readonly presenter: Pick<Presenter, 'end'>,
    private readonly now: () => number = () => performance.now(),
  ) {}

  get isAway(): boolean {
    return this.isTold;
  }

  readonly looked = (isAnswered: boolean): void => {
    if (isAnswered) {
      this.awaySince = undefined;
      if (this.isTold) this.tell(false, 'The store answers again.');
      return;
    }
    this.awaySince ??= this.now();
    if (!this.isTold && this.now() - this.awaySince >= toldAfter)
      this.tell(
        true,
        `The store does not answer: run ${this.name} is shown again once it does. Where nothing is up: seedbed up`,
      );
  };

  /** What is said when people leave meanwhile. */
  get parting(): string {
    return `Detached; run ${this.name} goes on once its store is there again. Where nothing is up: seedbed up`;
  }

  private tell(isAway: boolean, words: string): void {
    this.isTold = isAway;
    this.presenter.end();
    this.terminal.warn(words);
  }
}
