/** One of several sequences that take turns. */
export interface Stream {
  /** Its part of the turns, above 0. */
  readonly weight: number;
  /** How many elements it has; Infinity for one without end. */
  readonly length: number;
}

export interface Turn {
  readonly stream: number;
  /** Which of the stream's elements, counted from 0. */
  readonly index: number;
}

/** Turns after which the order repeats itself. */
const maxPeriod = 1_000;

/** A stretch of positions in which the same streams take turns. */
interface Phase {
  readonly start: number;
  /** Elements that each stream had before. */
  readonly before: readonly number[];
  readonly order: readonly number[];
  /** For each turn of the order, how many of the same stream came before it. */
  readonly rank: readonly number[];
  readonly perPeriod: readonly number[];
}

/**
 * Merges streams by weight, evenly: whose turn it is at a position is told from the position alone, without going through those
 * before it. A stream that ends leaves its turns to the others, in proportion. Positions are below 2^53.
 *
 * @returns the turn at a position; undefined after the end of all streams.
 */
export function interleave(streams: readonly Stream[]): (position: number) => Turn | undefined {
  const phases: Phase[] = [];
  let start = 0;
  let before = streams.map(() => 0);
  for (;;) {
    const active = streams.flatMap((stream, index) =>
      stream.weight > 0 && (before[index] ?? 0) < stream.length ? [index] : [],
    );
    if (active.length === 0) break;
    const phase = phaseOf(streams, active, start, before);
    phases.push(phase);
    const length = Math.min(
      ...active.map((stream) => endOf(phase, stream, (streams[stream]?.length ?? 0) - (before[stream] ?? 0))),
    );
    start += length;
    if (start >= Number.MAX_SAFE_INTEGER) break;
    before = streams.map((_, stream) => countBefore(phase, stream, length));
  }
  const end = start;
  return (position) => {
    if (position >= end) return undefined;
    let phase = phases[0];
    for (const next of phases) if (next.start <= position) phase = next;
    if (!phase) return undefined;
    const offset = position - phase.start;
    const turn = offset % phase.order.length;
    const stream = phase.order[turn] ?? 0;
    const periods = (offset - turn) / phase.order.length;
    const index =
      (phase.before[stream] ?? 0) + periods * (phase.perPeriod[stream] ?? 0) + (phase.rank[turn] ?? 0);
    return { stream, index };
  };
}

function phaseOf(
  streams: readonly Stream[],
  active: readonly number[],
  start: number,
  before: readonly number[],
): Phase {
  const perPeriod = streams.map(() => 0);
  for (const [at, count] of turnsOf(active.map((stream) => streams[stream]?.weight ?? 0)).entries())
    perPeriod[active[at] ?? 0] = count;
  const period = perPeriod.reduce((sum, count) => sum + count, 0);
  // Smooth weighted round robin: everyone gains by weight, the one who has most takes the turn and pays for it.
  const credit = streams.map(() => 0);
  const taken = streams.map(() => 0);
  const order: number[] = [];
  const rank: number[] = [];
  for (let turn = 0; turn < period; turn++) {
    let chosen = active[0] ?? 0;
    for (const stream of active) {
      credit[stream] = (credit[stream] ?? 0) + (perPeriod[stream] ?? 0);
      if ((credit[stream] ?? 0) > (credit[chosen] ?? 0)) chosen = stream;
    }
    credit[chosen] = (credit[chosen] ?? 0) - period;
    order.push(chosen);
    rank.push(taken[chosen] ?? 0);
    taken[chosen] = (taken[chosen] ?? 0) + 1;
  }
  return { start, before, order, rank, perPeriod };
}

/** Whole turns in the proportions of the weights: exactly so where these are small whole numbers, else to a thousandth. */
function turnsOf(weights: readonly number[]): number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (weights.every(Number.isInteger) && sum <= maxPeriod) {
    const divisor = weights.reduce(commonDivisor);
    return weights.map((weight) => weight / divisor);
  }
  return weights.map((weight) => Math.max(1, Math.round((weight / sum) * maxPeriod)));
}

function commonDivisor(left: number, right: number): number {
  return right === 0 ? left : commonDivisor(right, left % right);
}

/** Turns of a phase until a stream with so many elements left is asked for one more. */
function endOf({ order, rank, perPeriod }: Phase, stream: number, left: number): number {
  if (left === Infinity) return Infinity;
  const each = perPeriod[stream] ?? 1;
  const rest = left % each;
  const turn = order.findIndex((one, at) => one === stream && rank[at] === rest);
  return ((left - rest) / each) * order.length + turn;
}

function countBefore({ before, order, perPeriod }: Phase, stream: number, length: number): number {
  const turns = length % order.length;
  const periods = (length - turns) / order.length;
  const started = order.slice(0, turns).filter((one) => one === stream).length;
  return (before[stream] ?? 0) + periods * (perPeriod[stream] ?? 0) + started;
}
