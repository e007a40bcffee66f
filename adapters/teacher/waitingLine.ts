/** Lexicographic, lower first: `[stage, round, iteration, ordinal]`. */
export type Priority = readonly number[];

/** One who waits; `position` is the line's own. */
export interface Waiting {
  readonly priority: Priority;
  position: number;
}

interface Place<T> {
  readonly waiting: T;
  readonly arrival: number;
}

/** A line that is served by priority, and among equals in order of arrival. A binary heap: log n to join, leave and give up. */
export class WaitingLine<T extends Waiting> {
  private readonly places: Place<T>[] = [];
  private arrivals = 0;

  get length(): number {
    return this.places.length;
  }

  get first(): T | undefined {
    return this.places[0]?.waiting;
  }

  /** In no order. */
  *[Symbol.iterator](): Iterator<T> {
    for (const { waiting } of this.places) yield waiting;
  }

  join(waiting: T): void {
    this.places.push({ waiting, arrival: this.arrivals++ });
    this.rise(this.places.length - 1);
  }

  /** Whether it was still in the line. */
  leave(waiting: T): boolean {
    const index = waiting.position;
    if (this.places[index]?.waiting !== waiting) return false;
    const last = this.places.pop();
    if (last && last.waiting !== waiting) {
      this.places[index] = last;
      this.sink(index);
      this.rise(last.waiting.position);
    }
    waiting.position = -1;
    return true;
  }

  private rise(from: number): void {
    let index = from;
    while (index > 0 && this.before(index, (index - 1) >> 1)) index = this.swap(index, (index - 1) >> 1);
    this.settle(index);
  }

  private sink(from: number): void {
    let index = from;
    for (;;) {
      const left = 2 * index + 1;
      if (left >= this.places.length) break;
      const child = left + 1 < this.places.length && this.before(left + 1, left) ? left + 1 : left;
      if (!this.before(child, index)) break;
      index = this.swap(index, child);
    }
    this.settle(index);
  }

  private swap(from: number, to: number): number {
    const place = this.at(from);
    this.places[from] = this.at(to);
    this.places[to] = place;
    this.settle(from);
    return to;
  }

  private settle(index: number): void {
    this.at(index).waiting.position = index;
  }

  private before(index: number, other: number): boolean {
    const [a, b] = [this.at(index), this.at(other)];
    return (compare(a.waiting.priority, b.waiting.priority) || a.arrival - b.arrival) < 0;
  }

  private at(index: number): Place<T> {
    const place = this.places[index];
    if (place === undefined) throw new RangeError(`The line has no place ${index}.`);
    return place;
  }
}

/** A shorter priority goes before a longer one that it begins. */
function compare(a: Priority, b: Priority): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const difference = (a[index] ?? -Infinity) - (b[index] ?? -Infinity);
    if (difference < 0 || difference > 0) return difference;
  }
  return 0;
}
