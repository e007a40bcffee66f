const window = 10 * 60_000;

/** How fast pairs are accepted, from what was seen in the last ten minutes. Commits come in bursts, so it takes two of them. */
export class Pace {
  private readonly seen: { at: number; accepted: number }[] = [];

  /** Notes how many were accepted at a moment, in milliseconds. */
  note(at: number, accepted: number): void {
    if (this.seen.at(-1)?.accepted === accepted) return;
    this.seen.push({ at, accepted });
    while (this.seen.length > 2 && at - (this.seen[0]?.at ?? at) > window) this.seen.shift();
  }

  /** Pairs a minute; undefined until it can be told. */
  perMinute(now: number): number | undefined {
    const [first, last] = [this.seen[0], this.seen.at(-1)];
    if (!first || !last || last.accepted <= first.accepted || this.seen.length < 2) return undefined;
    // Counted to the last commit while the next one is not overdue, so that the figure does not sag between bursts.
    const between = (last.at - first.at) / (this.seen.length - 1);
    const until = Math.max(last.at, now - between);
    return ((last.accepted - first.accepted) * 60_000) / (until - first.at);
  }

  /** Milliseconds until the target at this pace; undefined until it can be told. */
  timeLeft(now: number, target: number): number | undefined {
    const [rate, last] = [this.perMinute(now), this.seen.at(-1)];
    if (rate === undefined || !last) return undefined;
    return (Math.max(0, target - last.accepted) * 60_000) / rate;
  }
}
