import { consistency } from '../../screening/filters/consistency';
import type { SettledGrounds } from '../../screening/grounding/groundsInquiry';
import { otherSamples } from '../../screening/screenPairs';
import { settleAgreement } from '../../screening/settleAgreement';
import { judgeDoubts } from './judgeDoubts';
import { saidOfKept } from './saidOfKept';
import type { Stage, StagedCandidate } from './stage';

/** Has the judge tell claims of which it is not sure whether the other samples of the same response say them. */
export const agree: Stage<SettledGrounds> = {
  of: 'pair',
  asksAre: 'Claims beside other samples',
  isAlwaysRead: false,
  open({ setup }, { candidates }) {
    const min = consistency.settingsIn(setup.recipe).consistency?.min ?? 0;
    return judgeDoubts(setup, candidates, responsesOf, (ordinal, responses) =>
      settleAgreement(
        ordinal,
        responses.map(({ doubts, ...response }) => ({
          ...response,
          doubts: doubts.map(({ claim }) => claim),
        })),
        min,
      ),
    );
  },
};

/** The kept responses, with the claims that are in doubt, and the other samples of each as what they are compared with. */
function responsesOf(candidate: StagedCandidate) {
  return saidOfKept(consistency, candidate).map(({ response, result }) => {
    const claims = (result.evidence?.['doubts'] ?? []) as readonly string[]; // as the filter wrote them
    const passages = otherSamples(response, candidate.responses).map((text, index) => ({
      id: `sample ${index + 1}`,
      text,
    }));
    return { response: response.response, result, doubts: claims.map((claim) => ({ claim, passages })) };
  });
}
