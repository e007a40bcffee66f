const maxGapMs = 5 * 60_000;
const newest = 20;
/** People read about 238 words a minute; nobody reads a pair at this rate. */
const fastestWordsAMinute = 600;

/** Median of the seconds between the newest verdicts, breaks left out; null with fewer than three. */
export function secondsEach(times: readonly number[]): number | null {
  const gaps = times
    .slice(-newest)
    .map((time, index, some) => (index === 0 ? Infinity : time - (some[index - 1] as number)))
    .filter((gap) => gap <= maxGapMs)
    .sort((left, right) => left - right);
  const median = gaps[Math.floor(gaps.length / 2)];
  return gaps.length < 3 || median === undefined ? null : median / 1_000;
}

export function wordCount(...texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + (text.match(/\S+/g)?.length ?? 0), 0);
}

/** Whether so many words can't have been read in so many seconds. */
export function isTooQuick(words: number, seconds: number): boolean {
  return words > (fastestWordsAMinute / 60) * seconds;
}
