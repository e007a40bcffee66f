import { levelOf, type LearnedLimit } from './learnedLimit';
import type { StatedLimits } from './statedLimits';
import type { StrayRefusals } from './strayRefusals';

/**
 * What was learned about an endpoint, as a whole and by all of its workers: small, JSON, worth keeping over a restart. Times are in
 * milliseconds since 1970.
 */
export interface AdaptiveState {
  readonly concurrency?: LearnedLimit;
  /** A concurrency that the rate is tried in place of. */
  readonly doubted?: LearnedLimit;
  /** In requests a second. */
  readonly rate?: LearnedLimit;
  /** What it refuses at any rate. */
  readonly strays?: StrayRefusals;
  /** How often strays were told where there was a limit after all. */
  readonly strayDoubts?: number;
  /** What its headers say. */
  readonly stated?: StatedLimits;
  /** Share of the interval between requests by which one may leave early to make up for one that left late. */
  readonly bunching: number;
  readonly pausedUntil: number;
  /** When it was last found to be too much: what left before is part of the cause, and teaches nothing new. */
  readonly narrowedAt?: number;
}

/**
 * What two workers learned at once, each from the same state: the lower of two limits, since a burst that both had a part in tells of one,
 * and the longer of two pauses.
 */
export function mergeStates(one: AdaptiveState, other: AdaptiveState, now: number): AdaptiveState {
  // Who has found out that it refuses at any rate knows what the other one took for a limit.
  const [oneDoubts, otherDoubts] = [one.strayDoubts ?? 0, other.strayDoubts ?? 0];
  if (one.strays && !other.strays && oneDoubts >= otherDoubts) return withPauseOf(one, other);
  if (other.strays && !one.strays && otherDoubts >= oneDoubts) return withPauseOf(other, one);
  const concurrency = lower(one.concurrency, other.concurrency, now);
  const doubted = one.doubted ?? other.doubted;
  const rate = lower(one.rate, other.rate, now);
  const strays = (oneDoubts >= otherDoubts ? one : other).strays;
  const strayDoubts = Math.max(oneDoubts, otherDoubts);
  const stated = one.stated ?? other.stated;
  const narrowedAt = Math.max(one.narrowedAt ?? -Infinity, other.narrowedAt ?? -Infinity);
  return {
    ...(concurrency && { concurrency }),
    ...(doubted && { doubted }),
    ...(rate && { rate }),
    ...(strays && { strays }),
    ...(strayDoubts > 0 && { strayDoubts }),
    ...(stated && { stated }),
    bunching: Math.min(one.bunching, other.bunching),
    pausedUntil: Math.max(one.pausedUntil, other.pausedUntil),
    ...(narrowedAt > -Infinity && { narrowedAt }),
  };
}

function withPauseOf(state: AdaptiveState, { pausedUntil }: AdaptiveState): AdaptiveState {
  return { ...state, pausedUntil: Math.max(state.pausedUntil, pausedUntil) };
}

function lower(
  one: LearnedLimit | undefined,
  other: LearnedLimit | undefined,
  now: number,
): LearnedLimit | undefined {
  if (!one || !other) return one ?? other;
  return levelOf(one, now) <= levelOf(other, now) ? one : other;
}

/** The same on a clock that is `byMs` ahead. */
export function onOtherClock(state: AdaptiveState, byMs: number): AdaptiveState {
  const moved = (limit: LearnedLimit): LearnedLimit => ({ ...limit, since: limit.since + byMs });
  return {
    ...state,
    ...(state.concurrency && { concurrency: moved(state.concurrency) }),
    ...(state.doubted && { doubted: moved(state.doubted) }),
    ...(state.rate && { rate: moved(state.rate) }),
    pausedUntil: state.pausedUntil + byMs,
    ...(state.narrowedAt !== undefined && { narrowedAt: state.narrowedAt + byMs }),
  };
}
