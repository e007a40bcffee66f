import { grounded } from '../../screening/filters/grounded';
import type { DoubtfulClaim, SettledGrounds } from '../../screening/grounding/groundsInquiry';
import { settleGrounds } from '../../screening/settleGrounds';
import { judgeDoubts } from './judgeDoubts';
import { saidOfKept } from './saidOfKept';
import type { Stage, StagedCandidate } from './stage';

/** Has the judge tell claims of which the comparison with passages is not sure, before anything else is judged. */
export const ground: Stage<SettledGrounds> = {
  of: 'pair',
  asksAre: 'Claims in doubt',
  isAlwaysRead: false,
  open({ setup }, { candidates }) {
    const min = grounded.settingsIn(setup.recipe).grounded?.min ?? 0;
    return judgeDoubts(setup, candidates, responsesOf, (ordinal, responses) =>
      settleGrounds(
        ordinal,
        responses.map(({ doubts, ...response }) => ({ ...response, isDoubtful: doubts.length > 0 })),
        min,
      ),
    );
  },
};

/** The kept responses, with what was said of each, and what of it is in doubt. */
function responsesOf(candidate: StagedCandidate) {
  return saidOfKept(grounded, candidate).map(({ response: { response }, result }) => {
    const doubts = (result.evidence?.['doubts'] ?? []) as readonly DoubtfulClaim[]; // as the filter wrote them
    return { response, result, doubts };
  });
}
