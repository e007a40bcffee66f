import { IntList } from '../../screening/novelty/intList';

/** Sets that are joined two by two (union-find); each is known by its smallest member. */
export class Joined {
  readonly #above = new IntList();
  /** Of firsts, how many are joined. */
  readonly #sizes = new IntList();

  /** One more, by itself. */
  add(): void {
    this.#above.push(this.#above.length);
    this.#sizes.push(1);
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

  /** Members of the set that one is of. */
  sizeOf(member: number): number {
    return this.#sizes.values[this.firstOf(member)]!;
  }

  join(one: number, other: number): void {
    const [left, right] = [this.firstOf(one), this.firstOf(other)];
    if (left === right) return;
    const first = Math.min(left, right);
    const second = Math.max(left, right);
    this.#above.values[second] = first;
    this.#sizes.values[first]! += this.#sizes.values[second]!;
  }
}
