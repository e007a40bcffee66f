import { emptyFunnel } from '../../core/vocabulary/funnel';
import type { RunStatus } from '../../core/run/status';

/** A run in full swing, at 2026-01-05T10:02:00Z. */
export const now = Date.parse('2026-01-05T10:02:00Z');

export const running: RunStatus = {
  name: 'r7',
  runKey: 'r7@0b5c',
  recipe: 'quickstart',
  state: 'running',
  detail: '',
  cause: null,
  troubles: [],
  lastFailures: [],
  target: 1_000,
  funnel: { ...emptyFunnel, proposed: 2_064, accepted: 412, rejected: 1_631, quarantined: 2, open: 19 },
  rejectedBy: { repetition: 31, novelty: 1_600 },
  quarantinedBy: { teacher: 2 },
  iterations: {
    committed: 3,
    open: [
      { iteration: 3, stage: 'respond' },
      { iteration: 4, stage: 'propose' },
    ],
  },
  teacher: {
    answered: 2_212,
    sent: 2_220,
    askedTwice: 3,
    paidTwice: 1,
    promptTokens: 312_040,
    completionTokens: 88_120,
    now: [
      {
        endpoint: 'openai',
        model: 'gpt-4o-mini',
        inFlight: 8,
        waiting: 12,
        concurrencyLimit: 64,
        pausedUntil: now + 12_000,
      },
    ],
  },
  budget: [],
  cost: { usd: 0.84, unpriced: 0, projectedUsd: 2.05 },
  earlierEnds: [],
  startedAt: '2026-01-05T10:00:00.000Z',
  updatedAt: '2026-01-05T10:01:59.000Z',
  endedAt: null,
};
