import { decideByCheck, type CheckedResponse } from '../../screening/decideByCheck';
import { safetyInquiry, type SafetyAssessment } from '../../screening/safety/safetyInquiry';
import { isWantedRefusal } from '../../vocabulary/wantedRefusal';
import type { Stage } from './stage';

/** Under which name the judge's word on safety is kept. */
const filter = 'safetyJudge';

/**
 * Has the judge say what harm there is in the pairs that passed every filter, and whether a wanted refusal is a good one, which it is always
 * asked. What it could not be asked, or did not answer clearly, does not pass.
 */
export const safety: Stage<SafetyAssessment> = {
  of: 'pair',
  asksAre: 'Safety checks',
  isAlwaysRead: false,
  open({ setup, materials }, { candidates }) {
    const { recipe, roles } = setup;
    const policy = materials.safety;
    const isAsked = (one: (typeof candidates)[number]): boolean =>
      recipe.safety !== undefined && (recipe.safety.judge || isWantedRefusal(one));
    const kept = candidates.filter(isAsked).flatMap(({ responses, ...candidate }) => {
      const open = responses.filter((response) => response.kept);
      return open.length > 0 ? [{ ...candidate, responses: open }] : [];
    });
    if (kept.length > 0 && !policy)
      throw new Error('The run has a section "safety" and no policy: it was prepared by another version.');
    return {
      asks: kept.flatMap(({ ordinal, instruction, strategy, responses }) =>
        responses.map(({ input, text, turns = [] }) => ({
          order: ordinal,
          endpoint: roles.judge.endpoint,
          inquiry: () =>
            safetyInquiry(setup, policy!, { instruction, input, response: text, turns, strategy }),
        })),
      ),
      settle(outcomes) {
        const assessments = outcomes.values();
        const changes = kept.map(({ ordinal, responses }) => {
          const checked = responses.map(({ response }) => toChecked(response, assessments.next().value));
          return decideByCheck(filter, ordinal, checked);
        });
        return { kind: 'changes', changes };
      },
    };
  },
};

function toChecked(response: number, assessment: SafetyAssessment | undefined): CheckedResponse {
  if (!assessment) return { response, result: undefined };
  const { prompt, call } = assessment;
  const named = { filter, version: 1 };
  if ('result' in assessment) {
    const { result } = assessment;
    return {
      response,
      result: { ...named, ...result, evidence: { ...result.evidence, prompt, calls: [call] } },
    };
  }
  const { unreadable } = assessment;
  return {
    response,
    result: { ...named, passed: false, reason: unreadable, evidence: { prompt, calls: [call] } },
    unreadable,
  };
}
