import type { CandidateChange } from '../vocabulary/screenedCandidate';
import type { SettledDoubts } from './sameTask/sameTaskInquiry';

/**
 * Decides by what the judge said: undefined where it was not asked, for the run was stopped. An answer that could not be used is never a
 * pass: the candidate is quarantined, unless another answer rejects it.
 */
export function settleDoubts(ordinal: number, settled: SettledDoubts | undefined): CandidateChange {
  if (!settled)
    return { ordinal, state: 'abandoned', decidedBy: null, reason: 'the run was stopped', results: [] };
  const { same, other, unreadable, prompts, calls } = settled;
  const reason = same
    ? `asks for what “${same.like}” asks for, says the judge: ${same.difference}`
    : (unreadable ?? null);
  const result = {
    filter: 'novelty',
    version: 3,
    response: -1 as const,
    passed: reason === null,
    ...(reason !== null && { reason }),
    evidence: { by: 'judge', ...(same && { nearest: same.like }), other, prompt: prompts[0], calls },
  };
  if (reason === null) return { ordinal, state: 'open', decidedBy: null, reason, results: [result] };
  const state = same ? 'rejected' : 'quarantined';
  return { ordinal, state, decidedBy: 'novelty', reason, results: [result] };
}
