import { sameTaskInquiry, type Doubt, type SettledDoubts } from '../../screening/sameTask/sameTaskInquiry';
import { settleDoubts } from '../../screening/settleDoubts';
import type { Stage, StagedCandidate } from './stage';

/** Has the judge say whether an instruction repeats the neighbours of which the rule is not sure, before anything else is bought for it. */
export const compare: Stage<SettledDoubts> = {
  of: 'instruction',
  asksAre: 'Comparisons',
  isAlwaysRead: false,
  open({ setup }, { candidates }) {
    const doubtful = candidates.flatMap((candidate) => {
      const doubts = doubtsOf(candidate);
      return doubts ? [{ ordinal: candidate.ordinal, doubts }] : [];
    });
    return {
      asks: doubtful.map(({ ordinal, doubts }) => ({
        order: ordinal,
        endpoint: setup.roles.judge.endpoint,
        inquiry: () => sameTaskInquiry(setup, doubts),
      })),
      settle: (outcomes) => ({
        kind: 'changes',
        changes: doubtful.map(({ ordinal }, index) => settleDoubts(ordinal, outcomes[index])),
      }),
    };
  },
};

function doubtsOf({ results }: StagedCandidate): readonly Doubt[] | undefined {
  const doubts = results.find(
    ({ filter, evidence }) => filter === 'novelty' && evidence?.['doubts'],
  )?.evidence;
  return doubts?.['doubts'] as readonly Doubt[] | undefined; // as checkNovelty wrote it
}
