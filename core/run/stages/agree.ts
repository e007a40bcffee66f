import { consistency } from '../../screening/filters/consistency';
import { groundsInquiry, type SettledGrounds } from '../../screening/grounding/groundsInquiry';
import { otherSamples } from '../../screening/screenPairs';
import { settleAgreement } from '../../screening/settleAgreement';
import { saidOfKept } from './saidOfKept';
import type { Stage, StagedCandidate } from './stage';

/** Has the judge tell claims of which it is not sure whether the other samples of the same response say them. */
export const agree: Stage<SettledGrounds> = {
  of: 'pair',
  asksAre: 'Claims beside other samples',
  isAlwaysRead: false,
  open({ setup }, { candidates }) {
    const doubtful = candidates.flatMap((candidate) => {
      const responses = responsesOf(candidate);
      return responses.some(({ doubts }) => doubts.length > 0) ? [{ candidate, responses }] : [];
    });
    const asked = doubtful.flatMap(({ candidate, responses }) =>
      responses
        .filter(({ doubts }) => doubts.length > 0)
        .map(({ doubts, others }) => ({
          candidate,
          doubts: doubts.map((claim) => ({ claim, passages: others })),
        })),
    );
    return {
      asks: asked.map(({ candidate: { ordinal, instruction }, doubts }) => ({
        order: ordinal,
        endpoint: setup.roles.judge.endpoint,
        inquiry: () => groundsInquiry(setup, instruction, doubts),
      })),
      settle(outcomes) {
        const next = outcomes.values();
        const min = consistency.settingsIn(setup.recipe).consistency?.min ?? 0;
        const changes = doubtful.map(({ candidate: { ordinal }, responses }) =>
          settleAgreement(
            ordinal,
            responses.map(({ others: _, ...response }) =>
              response.doubts.length > 0 ? { ...response, settled: next.next().value } : response,
            ),
            min,
          ),
        );
        return { kind: 'changes', changes };
      },
    };
  },
};

/** The kept responses, with the claims that are in doubt, and the other samples of each as what they are compared with. */
function responsesOf(candidate: StagedCandidate) {
  return saidOfKept(consistency, candidate).map(({ response, result }) => ({
    response: response.response,
    result,
    doubts: (result.evidence?.['doubts'] ?? []) as readonly string[], // as the filter wrote them
    others: otherSamples(response, candidate.responses).map((text, index) => ({
      id: `sample ${index + 1}`,
      text,
    })),
  }));
}
