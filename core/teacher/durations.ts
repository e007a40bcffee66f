import type { EndpointRequest } from './request';

/** Four buckets an octave, 10 ms to 3 h: a duration is known to 19 %. */
const bucketsAnOctave = 4;
const shortestMs = 10;
const buckets = 80;
/** When so many answers are counted, each of them counts half: what was seen long ago is forgotten little by little. */
const mostCounted = 2_048;

/** Answers that take alike: the same part to play, and bounds within a factor of two. */
export type AnswerClass = `${EndpointRequest['role']} ${number}`;

export function answerClassOf({ role, parameters, thinkingAllowance }: EndpointRequest): AnswerClass {
  const octave = Math.ceil(Math.log2(parameters.max_tokens ?? 1));
  return `${role} ${thinkingAllowance === undefined ? octave : octave + 0.5}`;
}

/** How long answers of one class took: a histogram of fixed size, on a logarithmic scale, that forgets. */
export class Durations {
  private readonly counts = new Float64Array(buckets);
  private total = 0;
  /** Looked up far more often than it changes. */
  private readonly quantiles = new Map<number, number>();

  /** How many answers it speaks of; older ones count less. */
  get count(): number {
    return this.total;
  }

  note(milliseconds: number): void {
    const bucket = bucketOf(milliseconds);
    this.counts[bucket] = (this.counts[bucket] ?? 0) + 1;
    this.total += 1;
    this.quantiles.clear();
    if (this.total < mostCounted) return;
    this.total = 0;
    this.counts.forEach((count, index) => {
      this.counts[index] = count / 2;
      this.total += count / 2;
    });
  }

  /** What a share of the answers came within, never less than it was; undefined while there are none. */
  quantile(share: number): number | undefined {
    if (this.total === 0) return undefined;
    const known = this.quantiles.get(share);
    if (known !== undefined) return known;
    let left = share * this.total;
    const bucket = this.counts.findIndex((count) => (left -= count) <= 1e-9);
    const quantile = endOf(bucket < 0 ? buckets - 1 : bucket);
    this.quantiles.set(share, quantile);
    return quantile;
  }
}

function bucketOf(milliseconds: number): number {
  const bucket = Math.ceil(bucketsAnOctave * Math.log2(Math.max(milliseconds, shortestMs) / shortestMs));
  return Math.min(buckets - 1, bucket);
}

function endOf(bucket: number): number {
  return shortestMs * 2 ** (bucket / bucketsAnOctave);
}
