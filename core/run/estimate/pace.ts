import { roundsOf } from './byBatch';
import type { AskedAt, LineKey } from './rehearsal';

/** How fast an endpoint may be asked. */
export interface EndpointPace {
  readonly concurrency: number;
  readonly requestsPerMinute: number | undefined;
  readonly tokensPerMinute: number | undefined;
  /** Whether it takes batches. */
  readonly hasBatches: boolean;
  /** Tokens that a model's thinking may take. */
  readonly thinkingTokens: number;
}

export interface PacedCalls extends Pick<LineKey, 'stage' | 'endpoint'> {
  readonly calls: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** Of one call. */
  readonly seconds: number;
  /** Of the calls, those that go by batch. */
  readonly byBatch: number;
}

interface Course {
  readonly iterations: number;
  readonly openIterations: number;
  readonly candidates: number;
  readonly pace: (endpoint: string) => EndpointPace;
  /** Until a batch comes back, in seconds. */
  readonly batchSeconds: number;
}

/** Share of its slots that a run keeps busy. */
const busy = 0.8;
/** The slowest of some dozens of answers takes so many times their mean; a step of an iteration waits for it. */
const slowest = 2.2;
/** What a step of an iteration takes besides: planning, screening, committing. */
const secondsOfStep = 0.5;

/**
 * How long a run takes: as long as its slowest limit. An endpoint has slots, requests and tokens a minute; and iterations have steps, each of which
 * waits for its slowest answer, which is what small runs spend their time on.
 */
export function paceOf(
  lines: readonly PacedCalls[],
  { iterations, openIterations, candidates, pace, batchSeconds }: Course,
): { readonly seconds: number; readonly by: string } {
  const limits: { seconds: number; by: string }[] = [];
  for (const endpoint of new Set(lines.map((line) => line.endpoint))) {
    const own = lines.filter((line) => line.endpoint === endpoint);
    // Batches have limits of their own.
    const sum = (of: (line: PacedCalls) => number): number =>
      own.reduce((total, line) => total + (1 - line.byBatch) * of(line), 0);
    const { concurrency, requestsPerMinute, tokensPerMinute } = pace(endpoint);
    limits.push({
      seconds: sum(({ calls, seconds }) => calls * seconds) / (concurrency * busy),
      by: `${endpoint}: ${concurrency} at once (concurrency)`,
    });
    if (requestsPerMinute !== undefined)
      limits.push({
        seconds: (60 * sum(({ calls }) => calls)) / requestsPerMinute,
        by: `${endpoint}: ${requestsPerMinute} requests a minute (requestsPerMinute)`,
      });
    if (tokensPerMinute !== undefined)
      limits.push({
        seconds:
          (60 * sum(({ promptTokens, completionTokens }) => promptTokens + completionTokens)) /
          tokensPerMinute,
        by: `${endpoint}: ${tokensPerMinute} tokens a minute (tokensPerMinute)`,
      });
  }
  const stages = new Map<AskedAt, { calls: number; seconds: number; byBatch: number }>();
  for (const { stage, calls, seconds, byBatch } of lines) {
    const sum = stages.get(stage) ?? { calls: 0, seconds: 0, byBatch: 0 };
    stages.set(stage, {
      calls: sum.calls + calls,
      seconds: sum.seconds + calls * seconds,
      byBatch: Math.max(sum.byBatch, byBatch),
    });
  }
  let chain = 0;
  let batches = 0;
  for (const [stage, { calls, seconds, byBatch }] of stages) {
    if (calls < 1 || stage === 'lists') continue;
    const rounds = roundsOf(stage, calls, candidates);
    batches += rounds * byBatch;
    chain += (seconds / calls) * rounds * slowest + secondsOfStep;
  }
  const inTurn = iterations / openIterations;
  limits.push(
    batches > 0
      ? { seconds: inTurn * (chain + batches * batchSeconds), by: 'its batches, one after the other' }
      : { seconds: inTurn * chain, by: 'its iterations, one after the other' },
  );
  return limits.reduce((most, limit) => (limit.seconds > most.seconds ? limit : most), {
    seconds: 0,
    by: '',
  });
}
