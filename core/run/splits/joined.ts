import { IntList } from '../../screening/novelty/intList';

/** Sets that are joined two by two (union-find); each is known by its smallest member. */
export class Joined {
  readonly #above = new IntList();

  /** One more, by itself. */
  add(): void {
    this.#above.push(this.#above.length);
  }

  firstOf(member: number): number {
    const above = this.#above.values;
    let first = member;
    while (above[first] !== first) first = above[first]!;
    for (let at = member; at !== first;) {
      const next = above[at]!;
      above[at] = first;
      at = next;
    }
    return first;
  }

  areJoined(one: number, other: number): boolean {
    return this.firstOf(one) === this.firstOf(other);
  }

  join(one: number, other: number): void {
    const [left, right] = [this.firstOf(one), this.firstOf(other)];
    this.#above.values[Math.max(left, right)] = Math.min(left, right);
  }
}
