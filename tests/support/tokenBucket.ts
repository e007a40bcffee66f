/** A token bucket that starts full. Instants are milliseconds of any one clock. */
export class TokenBucket {
  private level: number;
  private at: number;

  constructor(
    private readonly perSecond: number,
    private readonly capacity: number,
    now: number,
  ) {
    this.level = capacity;
    this.at = now;
  }

  /** Takes the amount and returns 0, or takes nothing and returns the seconds until it could. More than the capacity counts as all of it. */
  take(amount: number, now: number): number {
    this.level = Math.min(this.capacity, this.level + ((now - this.at) / 1000) * this.perSecond);
    this.at = now;
    const needed = Math.min(amount, this.capacity);
    // A refill is a sum of fractions: a billionth short is not short.
    if (this.level < needed - 1e-9) return (needed - this.level) / this.perSecond;
    this.level -= needed;
    return 0;
  }
}
