import { WaitingLine, type Waiting } from './waitingLine';

/** One who waits on behalf of a run. */
export interface RunWaiting extends Waiting {
  readonly run: string;
}

/**
 * The line of everybody who waits, where runs take turns: one request of each, whichever is the most urgent of its own. Urgency counts
 * within a run alone, so a run that has just begun, whose every request belongs to its first iteration, holds up no older one.
 */
export class SharedLine<T extends RunWaiting> {
  /** By run, whose turn it is first; a run that nobody waits for has no line. */
  private readonly lines = new Map<string, WaitingLine<T>>();
  private waiting = 0;

  get length(): number {
    return this.waiting;
  }

  /** Who is served next. */
  get first(): T | undefined {
    for (const line of this.lines.values()) return line.first;
    return undefined;
  }

  /** A run that had nobody in the line comes after all that have. */
  join(waiting: T): void {
    let line = this.lines.get(waiting.run);
    if (!line) this.lines.set(waiting.run, (line = new WaitingLine()));
    line.join(waiting);
    this.waiting++;
  }

  /** Takes the first out to be served: its run's next turn comes after everybody else's. */
  serve(): T | undefined {
    const { first } = this;
    if (!first || !this.leave(first)) return undefined;
    const line = this.lines.get(first.run);
    if (line) {
      this.lines.delete(first.run);
      this.lines.set(first.run, line);
    }
    return first;
  }

  /** Whether it was still in the line. Who gives up waiting costs its run no turn. */
  leave(waiting: T): boolean {
    const line = this.lines.get(waiting.run);
    if (!line?.leave(waiting)) return false;
    this.waiting--;
    if (line.length === 0) this.lines.delete(waiting.run);
    return true;
  }
}
