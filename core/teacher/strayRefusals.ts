/** Refusals that come at any rate, as a busy endpoint's do: so many of the requests sent. */
export interface StrayRefusals {
  readonly sent: number;
  readonly refused: number;
  /** Requests a second at which they alone are refused; if more are, it was a limit after all. */
  readonly from: number;
}

/** Refusals on the way down from a rate, each time to one that is lower. */
export interface Descent {
  readonly sent: number;
  readonly refused: number;
  /** What the requests took, at the rates that they were sent at. */
  readonly seconds: number;
  /** Refused clearly below the rate that was let through. */
  readonly refusedBelow: number;
  readonly from: number;
}

/** Each counts half after so many requests. */
const memory = 300;
const smallestShare = 0.015;
const largestShare = 0.1;
const clearlyBelow = 0.92;
const refusedBelowToTell = 3;
/** Most that a rate is raised by at once when what lowered it was none. */
const largestStep = 1.25;
const requestsWhenUnsure = 60;

export function beginDescent(from: number): Descent {
  return { sent: 0, refused: 0, seconds: 0, refusedBelow: 0, from };
}

export function sentOn(descent: Descent, rate: number): Descent {
  if (rate === Infinity) return descent;
  return { ...descent, sent: descent.sent + 1, seconds: descent.seconds + 1 / rate };
}

/** A limit lets the same rate through whatever is tried beyond it, and refuses nothing below. */
export function refusedOn(descent: Descent, rate: number): Descent {
  const refused = descent.refused + 1;
  if (refused > 3 && refused > largestShare * descent.sent) return beginDescent(rate);
  const letThrough = descent.seconds > 0 ? (descent.sent - refused) / descent.seconds : 0;
  const isBelow = rate < clearlyBelow * letThrough;
  return { ...descent, refused, refusedBelow: descent.refusedBelow + (isBelow ? 1 : 0) };
}

/** What a descent tells by the refusal at `rate`. Each time that it was wrong it takes twice as much. */
export function straysOf(
  { sent, refused, refusedBelow, from }: Descent,
  rate: number,
  timesWrong: number,
): StrayRefusals | undefined {
  if (refusedBelow < refusedBelowToTell * 2 ** timesWrong || refused < smallestShare * sent) return undefined;
  return { sent, refused, from: Math.min(from, largestStep * rate) };
}

/** After another request; undefined once they have ceased. */
export function nextStrays(strays: StrayRefusals, isRefused: boolean): StrayRefusals | undefined {
  const scale = strays.sent >= memory ? 0.5 : 1;
  const sent = strays.sent * scale + 1;
  const refused = strays.refused * scale + (isRefused ? 1 : 0);
  return refused < smallestShare * sent ? undefined : { ...strays, sent, refused };
}

/** Leaves their share to what comes. */
export function unsure(strays: StrayRefusals): StrayRefusals {
  const sent = Math.min(strays.sent, requestsWhenUnsure);
  return { ...strays, sent, refused: shareOf(strays) * sent };
}

export function shareOf({ sent, refused }: StrayRefusals): number {
  return Math.min(largestShare, refused / sent);
}

/** Whether so many refused of `sent` are strays, give or take chance. */
export function areStray(strays: StrayRefusals, sent: number, refused: number): boolean {
  const expected = shareOf(strays) * sent;
  return refused <= expected + 2.5 * Math.sqrt(expected) + 2;
}
