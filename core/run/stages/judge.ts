import { judgeCandidate } from '../../screening/judgeCandidate';
import { judgeInquiry } from '../../screening/judging/judgeInquiry';
import type { Judgement } from '../../screening/judging/judgement';
import { judgingGroups } from '../../screening/judging/judgingGroups';
import { isWantedRefusal } from '../../vocabulary/wantedRefusal';
import type { Stage } from './stage';

/** Has the pairs graded that passed every filter. One that could not be judged is quarantined: an error is never a pass. */
export const judge: Stage<readonly (Judgement | undefined)[]> = {
  of: 'pair',
  asksAre: 'Judgements',
  isAlwaysRead: false,
  open({ setup }, { candidates }) {
    const { recipe, roles } = setup;
    const kept = candidates
      // The safety judge says whether a wanted refusal is good: by this rubric, a harmful request never is.
      .filter((candidate) => !isWantedRefusal(candidate))
      .map(({ ordinal, instruction, responses }) => ({
        ordinal,
        instruction,
        responses: responses.filter((response) => response.kept),
      }))
      .filter(({ responses }) => recipe.judge && responses.length > 0);
    const groups = judgingGroups(recipe, kept);
    return {
      asks: groups.map(({ candidate, pairs }) => ({
        order: kept[candidate]?.ordinal ?? candidate,
        endpoint: roles.judge.endpoint,
        inquiry: () => judgeInquiry(setup, pairs),
      })),
      settle(outcomes) {
        const judgements = groups
          .flatMap(({ pairs }, group) => pairs.map((_, index) => outcomes[group]?.[index]))
          .values();
        const changes = kept.map(({ ordinal, responses }) => {
          const judged = responses.map(({ response }) => ({ response, judgement: judgements.next().value }));
          return judgeCandidate(ordinal, judged, recipe.judge?.min ?? 0);
        });
        return { kind: 'changes', changes };
      },
    };
  },
};
