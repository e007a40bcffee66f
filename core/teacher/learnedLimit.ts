/** A limit that the endpoint keeps to itself, as far as its refusals have told it. */
export interface LearnedLimit {
  /** The level that was too much, or the highest one that was not. */
  readonly ceiling: number;
  /** The level fallen back to at `since`. */
  readonly from: number;
  /** Milliseconds. */
  readonly since: number;
  /** How long to stay at or below the ceiling before trying beyond it, in milliseconds. */
  readonly holdMs: number;
}

const recoveryMs = 10_000;
const shortestHoldMs = 2_000;
const longestHoldMs = 120_000;

/**
 * Where to be at `now`: back up to `ceiling` within some 10 s, there until the hold is over, then beyond it, slowly first and
 * fast later, in the manner of CUBIC (RFC 9438); a limit in whole steps, `step` after one second whatever its size. Without a
 * hold, which is a first guess, it doubles within 4 s. A function of time alone: nothing ticks, and a restart loses nothing.
 */
export function levelOf(limit: LearnedLimit, now: number, step = 0): number {
  const elapsed = Math.max(0, now - limit.since);
  const held =
    limit.ceiling - (limit.ceiling - limit.from) * Math.exp(-Math.min(elapsed, limit.holdMs) / recoveryMs);
  const seconds = Math.max(0, elapsed - limit.holdMs) / 1000;
  const steepness = limit.holdMs === 0 ? 0.02 : 0.0005;
  return held * (1 + 0.005 * seconds + steepness * seconds ** 3) + step * seconds ** 2;
}

/** What it lets through from its beginning to `now`, at levels that are rates a second: the integral of `levelOf`. */
export function amountSince(limit: LearnedLimit, now: number): number {
  const elapsed = Math.max(0, now - limit.since);
  const recovering = Math.min(elapsed, limit.holdMs);
  const gap = limit.ceiling - limit.from;
  const left = gap * Math.exp(-recovering / recoveryMs);
  const whileHeld = (limit.ceiling * recovering - (gap - left) * recoveryMs) / 1000;
  const seconds = (elapsed - recovering) / 1000;
  const steepness = limit.holdMs === 0 ? 0.02 : 0.0005;
  const beyond =
    (limit.ceiling - left) * (seconds + (0.005 * seconds ** 2) / 2 + (steepness * seconds ** 4) / 4);
  return whileHeld + beyond;
}

/** A level guessed from too little to hold it for long. */
export function firstGuess(level: number, now: number): LearnedLimit {
  return { ceiling: level, from: level, since: now, holdMs: 0 };
}

/** After a refusal: `from`, on the way to `ceiling`. A ceiling found where it was before is held four times as long. */
export function fallBack(
  limit: LearnedLimit | undefined,
  ceiling: number,
  from: number,
  now: number,
): LearnedLimit {
  const confirmed = limit !== undefined && isAbout(ceiling, limit.ceiling);
  const holdMs = confirmed ? Math.min(limit.holdMs * 4, longestHoldMs) : 0;
  return { ceiling, from, since: now, holdMs: Math.max(holdMs, shortestHoldMs) };
}

/** Whether two levels are the same, as far as refusals tell. */
export function isAbout(level: number, other: number): boolean {
  return Math.abs(level / other - 1) < 0.08;
}

/** Whether it was found once only. */
export function isFirstHold(limit: LearnedLimit | undefined): boolean {
  return limit?.holdMs === shortestHoldMs;
}
