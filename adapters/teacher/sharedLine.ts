import { WaitingLine, type Waiting } from './waitingLine';

/** One who waits on behalf of a run. */
export interface RunWaiting extends Waiting {
  readonly run: string;
  /** Of its run: one of weight 2 has two turns where one of weight 1 has one. */
  readonly weight: number;
}

interface RunLine<T extends RunWaiting> {
  readonly line: WaitingLine<T>;
  /** Turns had, over the weight: whoever has the least is next. */
  served: number;
}

/**
 * The line of everybody who waits, where runs take turns by their weights: one request of each, whichever is the most urgent of its own.
 * Urgency counts within a run alone, so a run that has just begun, whose every request belongs to its first iteration, holds up no older one.
 */
export class SharedLine<T extends RunWaiting> {
  /** By run, in the order of their last turns; a run that nobody waits for has no line. */
  private readonly lines = new Map<string, RunLine<T>>();
  /** Where the turns are: a run that comes begins here, and makes up for nothing. */
  private served = 0;
  private waiting = 0;

  get length(): number {
    return this.waiting;
  }

  /** Who is served next. */
  get first(): T | undefined {
    let next: RunLine<T> | undefined;
    for (const line of this.lines.values()) if (!next || line.served < next.served) next = line;
    return next?.line.first;
  }

  *[Symbol.iterator](): Iterator<T> {
    for (const { line } of this.lines.values()) yield* line;
  }

  /** A run that had nobody in the line comes after all that have. */
  join(waiting: T): void {
    let line = this.lines.get(waiting.run);
    if (!line) this.lines.set(waiting.run, (line = { line: new WaitingLine(), served: this.served }));
    line.line.join(waiting);
    this.waiting++;
  }

  /** Takes the first out to be served: its run's next turn comes after everybody else's of its weight. */
  serve(): T | undefined {
    const { first } = this;
    const line = first && this.lines.get(first.run);
    if (!first || !line) return undefined;
    this.served = line.served;
    line.served += 1 / first.weight;
    this.leave(first);
    if (this.lines.delete(first.run)) this.lines.set(first.run, line);
    return first;
  }

  /** Whether it was still in the line. Who gives up waiting costs its run no turn. */
  leave(waiting: T): boolean {
    const line = this.lines.get(waiting.run)?.line;
    if (!line?.leave(waiting)) return false;
    this.waiting--;
    if (line.length === 0) this.lines.delete(waiting.run);
    return true;
  }
}
