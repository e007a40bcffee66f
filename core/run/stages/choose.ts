import { chooseSamples, firstSample, reasonNotChosen } from '../../screening/chooseSamples';
import type { CandidateChange } from '../../vocabulary/screenedCandidate';
import type { Stage, StagedCandidate } from './stage';

/** Keeps the best of several responses to the same, when everything was said of them. Nobody is asked. */
export const choose: Stage<never> = {
  of: 'pair',
  asksAre: 'Choices',
  isAlwaysRead: false,
  hasToDecide: ({ candidates }) => candidates.some((candidate) => leftOutOf(candidate).length > 0),
  open: (_, { candidates }) => ({
    asks: [],
    settle: () => ({
      kind: 'changes',
      changes: candidates.flatMap((candidate): CandidateChange[] => {
        const responses = leftOutOf(candidate);
        return responses.length > 0 ? [{ ordinal: candidate.ordinal, responses, results: [] }] : [];
      }),
    }),
  }),
};

function leftOutOf({ responses, results }: StagedCandidate): NonNullable<CandidateChange['responses']> {
  const passed = responses.filter(({ kept }) => kept);
  const chosen = chooseSamples(
    passed.map(({ response, sampleOf }) => ({
      response,
      sampleOf,
      scores: results.filter((result) => result.response === response),
    })),
  );
  return passed.flatMap((one) => {
    const best = chosen.get(firstSample(one));
    return best && best.response !== one.response
      ? [{ response: one.response, kept: false, reason: reasonNotChosen(best) }]
      : [];
  });
}
