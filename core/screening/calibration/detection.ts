import { wilsonInterval, type Interval } from '../../foundations/statistics/yieldInterval';

/** How flags meet what is really bad. */
export interface DetectionCounts {
  readonly flaggedBad: number;
  readonly flaggedGood: number;
  readonly passedBad: number;
  readonly passedGood: number;
}

/** A share with Wilson's 95 % interval and what it is a share of. */
export interface Share {
  readonly value: number;
  readonly interval: Interval;
  readonly of: number;
}

/** How well a filter finds what is bad. */
export interface Detection extends DetectionCounts {
  /** Of what it flags, how much is bad; undefined where it flags nothing. */
  readonly precision: Share | undefined;
  /** Of what is bad, how much it flags; undefined where nothing is bad. */
  readonly recall: Share | undefined;
  /** Of what is good, how much it flags; undefined where nothing is good. */
  readonly falseAlarms: Share | undefined;
}

export function detectionOf(
  decisions: Iterable<{ readonly flagged: boolean; readonly bad: boolean }>,
): Detection {
  const counts = { flaggedBad: 0, flaggedGood: 0, passedBad: 0, passedGood: 0 };
  for (const { flagged, bad } of decisions) {
    if (flagged) counts[bad ? 'flaggedBad' : 'flaggedGood']++;
    else counts[bad ? 'passedBad' : 'passedGood']++;
  }
  const { flaggedBad, flaggedGood, passedBad, passedGood } = counts;
  return {
    ...counts,
    precision: shareOf(flaggedBad, flaggedBad + flaggedGood),
    recall: shareOf(flaggedBad, flaggedBad + passedBad),
    falseAlarms: shareOf(flaggedGood, flaggedGood + passedGood),
  };
}

/** Harmonic mean of precision and recall; 0 where nothing bad is flagged. */
export function f1Of({ flaggedBad, flaggedGood, passedBad }: DetectionCounts): number {
  return flaggedBad === 0 ? 0 : (2 * flaggedBad) / (2 * flaggedBad + flaggedGood + passedBad);
}

function shareOf(part: number, whole: number): Share | undefined {
  return whole === 0 ? undefined : { value: part / whole, interval: wilsonInterval(part, whole), of: whole };
}
