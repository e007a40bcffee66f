import type { StrategyContext } from '../../proposing/strategyContext';
import type { PairScreening } from '../../vocabulary/screenedCandidate';
import {
  groundsInquiry,
  type DoubtfulClaim,
  type SettledGrounds,
} from '../../screening/grounding/groundsInquiry';
import type { OpenStage, StagedCandidate } from './stage';

/** A response that a filter let pass so far; without doubts the judge is not asked about it. */
interface DoubtedResponse {
  readonly doubts: readonly DoubtfulClaim[];
}

/** What came of it: undefined where the judge was not asked, for there was no doubt or the run was stopped. */
type Judged<Response> = Response & { readonly settled?: SettledGrounds | undefined };

/** Has the judge tell the claims in doubt of each response that has some; candidates with none are left as they are. */
export function judgeDoubts<Response extends DoubtedResponse>(
  setup: StrategyContext['setup'],
  candidates: readonly StagedCandidate[],
  responsesOf: (candidate: StagedCandidate) => readonly Response[],
  settleOne: (ordinal: number, responses: readonly Judged<Response>[]) => PairScreening,
): OpenStage<SettledGrounds> {
  const doubtful = candidates.flatMap((candidate) => {
    const responses = responsesOf(candidate);
    return responses.some(({ doubts }) => doubts.length > 0) ? [{ candidate, responses }] : [];
  });
  return {
    asks: doubtful.flatMap(({ candidate: { ordinal, instruction }, responses }) =>
      responses
        .filter(({ doubts }) => doubts.length > 0)
        .map(({ doubts }) => ({
          order: ordinal,
          endpoint: setup.roles.judge.endpoint,
          inquiry: () => groundsInquiry(setup, instruction, doubts),
        })),
    ),
    settle(outcomes) {
      const next = outcomes.values();
      const changes = doubtful.map(({ candidate: { ordinal }, responses }) =>
        settleOne(
          ordinal,
          responses.map((response) =>
            response.doubts.length > 0 ? { ...response, settled: next.next().value } : response,
          ),
        ),
      );
      return { kind: 'changes', changes };
    },
  };
}
