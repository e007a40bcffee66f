/**
 * The positions of a list of which some have been taken: as `splice` on a list of them would leave it, in their order, at the price of a
 * logarithm for each that is taken instead of the whole list. (A Fenwick tree of counts.)
 */
export class RemainingPositions {
  /** Node i, from 1 up, counts what remains of the (i & -i) positions that end with its own. */
  private readonly counts: Uint32Array;
  private readonly highestStep: number;
  private left: number;

  constructor(private readonly length: number) {
    this.counts = new Uint32Array(length + 1);
    for (let node = 1; node <= length; node++) this.counts[node] = node & -node;
    this.highestStep = length === 0 ? 0 : 2 ** (31 - Math.clz32(length));
    this.left = length;
  }

  /** How many have not been taken. */
  get count(): number {
    return this.left;
  }

  /** Takes the one before which `index` others remain, from 0 up to `count`, and returns it. */
  take(index: number): number {
    let before = index;
    let position = 0;
    for (let step = this.highestStep; step > 0; step >>= 1) {
      const counted = this.counts[position + step];
      if (counted !== undefined && counted <= before) {
        position += step;
        before -= counted;
      }
    }
    for (let node = position + 1; node <= this.length; node += node & -node)
      this.counts[node] = (this.counts[node] ?? 0) - 1;
    this.left--;
    return position;
  }
}
