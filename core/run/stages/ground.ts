import { grounded } from '../../screening/filters/grounded';
import {
  groundsInquiry,
  type DoubtfulClaim,
  type SettledGrounds,
} from '../../screening/grounding/groundsInquiry';
import { settleGrounds } from '../../screening/settleGrounds';
import { saidOfKept } from './saidOfKept';
import type { Stage, StagedCandidate } from './stage';

/** Has the judge tell claims of which the comparison with passages is not sure, before anything else is judged. */
export const ground: Stage<SettledGrounds> = {
  of: 'pair',
  asksAre: 'Claims in doubt',
  isAlwaysRead: false,
  open({ setup }, { candidates }) {
    const doubtful = candidates.flatMap((candidate) => {
      const responses = responsesOf(candidate);
      return responses.some(({ doubts }) => doubts.length > 0) ? [{ candidate, responses }] : [];
    });
    const asked = doubtful.flatMap(({ candidate, responses }) =>
      responses.filter(({ doubts }) => doubts.length > 0).map(({ doubts }) => ({ candidate, doubts })),
    );
    return {
      asks: asked.map(({ candidate: { ordinal, instruction }, doubts }) => ({
        order: ordinal,
        endpoint: setup.roles.judge.endpoint,
        inquiry: () => groundsInquiry(setup, instruction, doubts),
      })),
      settle(outcomes) {
        const next = outcomes.values();
        const min = grounded.settingsIn(setup.recipe).grounded?.min ?? 0;
        const changes = doubtful.map(({ candidate: { ordinal }, responses }) =>
          settleGrounds(
            ordinal,
            responses.map(({ doubts, ...response }) =>
              doubts.length > 0
                ? { ...response, isDoubtful: true, settled: next.next().value }
                : { ...response, isDoubtful: false },
            ),
            min,
          ),
        );
        return { kind: 'changes', changes };
      },
    };
  },
};

/** The kept responses, with what was said of each, and what of it is in doubt. */
function responsesOf(candidate: StagedCandidate) {
  return saidOfKept(grounded, candidate).map(({ response: { response }, result }) => {
    const doubts = (result.evidence?.['doubts'] ?? []) as readonly DoubtfulClaim[]; // as the filter wrote them
    return { response, result, doubts };
  });
}
