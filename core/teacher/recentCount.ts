const bucketMs = 100;
const buckets = 128;

/** Counts events of the last 12 s in buckets of 100 ms: constant memory at any rate. */
export class RecentCount {
  private readonly counts = new Float64Array(buckets);
  private readonly stamps = new Float64Array(buckets).fill(-1);

  add(at: number, count: number): void {
    const stamp = Math.floor(at / bucketMs);
    const slot = stamp % buckets;
    if (this.stamps[slot] !== stamp) {
      if (count < 0) return; // What it takes back is forgotten already.
      this.stamps[slot] = stamp;
      this.counts[slot] = 0;
    }
    this.counts[slot] = (this.counts[slot] ?? 0) + count;
  }

  /** Events at `from` or later, to the precision of a bucket. */
  since(from: number): number {
    const first = Math.floor(from / bucketMs);
    return this.counts.reduce(
      (sum, count, slot) => ((this.stamps[slot] ?? -1) >= first ? sum + count : sum),
      0,
    );
  }
}
