import type { CallRecord, CandidateRecord } from './candidateRecord';
import type { SpentCount } from './runReport';

/** What a preview came to. Plain JSON. */
export interface Preview {
  readonly recipe: string;
  /** What the store knows it by, and `seedbed trace --run` too. */
  readonly runKey: string;
  readonly candidates: readonly (CandidateRecord & { readonly asked: readonly CallRecord[] })[];
  /** Candidates that a run would have accepted, if it had nothing but the seeds yet. */
  readonly accepted: number;
  readonly spent: SpentCount;
  readonly tokensPerAccepted: number | null;
  /** In US dollars; null where a price is not known, or nothing was accepted. */
  readonly costPerAccepted: number | null;
}

export function previewOf(
  told: Pick<Preview, 'recipe' | 'runKey' | 'spent'>,
  candidates: readonly CandidateRecord[],
  calls: ReadonlyMap<string, CallRecord>,
): Preview {
  const accepted = candidates.filter(({ state }) => state === 'accepted').length;
  const { promptTokens, completionTokens, cost } = told.spent;
  return {
    ...told,
    candidates: candidates.map((candidate) => ({
      ...candidate,
      asked: candidate.calls.flatMap((key) => calls.get(key) ?? []),
    })),
    accepted,
    tokensPerAccepted: accepted === 0 ? null : (promptTokens + completionTokens) / accepted,
    costPerAccepted: accepted === 0 || cost === null ? null : cost / accepted,
  };
}
