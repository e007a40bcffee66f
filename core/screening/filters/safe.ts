import { isWantedRefusal } from '../../vocabulary/wantedRefusal';
import { harmIn } from '../safety/harmIn';
import { injectionInInstruction, injectionIn } from '../safety/injection';
import { refusalFault } from '../safety/refusalFault';
import { doubtful, verdictOfModeration } from '../safety/safetyVerdict';
import { filterOf, passed, rejected, type FilterContext, type Subject } from './filter';
import type { FilterResult } from '../../vocabulary/filterResult';

type Check = (subject: Subject, policy: PolicyOf) => FilterResult;
type PolicyOf = NonNullable<FilterContext['materials']['safety']>;

/** The policy that a run goes by. Without it nothing can be called safe. */
function policyOf({ materials }: FilterContext): PolicyOf {
  if (materials.safety) return materials.safety;
  throw new Error('the safety policy was not loaded');
}

function byPolicy(name: string, stage: 'instruction' | 'pair', check: Check) {
  return filterOf({
    name,
    version: 1,
    stage,
    ...(stage === 'instruction' && { later: 'messages' }),
    needs: 'text',
    isOn: (_settings, { safety }) => safety !== undefined,
    evaluate: (subjects, context) =>
      Promise.resolve().then(() => subjects.map((subject) => check(subject, policyOf(context)))),
  });
}

/** Instructions that ask for harm in so many words, by lists: before a response is paid for. Not those that are wanted for refusals. */
export const safeInstruction = byPolicy('safeInstruction', 'instruction', (subject, policy) => {
  if (isWantedRefusal(subject)) return passed;
  const found = harmIn(subject.instruction, subject.language, policy);
  return found
    ? { ...rejected(`asks for harm (${found.category}): "${found.words}"`), evidence: { ...found } }
    : passed;
});

/** Instructions that would have a model leave its own. */
export const injection = byPolicy('injection', 'instruction', ({ instruction, language }) => {
  const found = injectionInInstruction(instruction, language);
  return found
    ? {
        ...rejected(`would have a model leave its instructions (${found.kind}): "${found.words}"`),
        evidence: { ...found },
      }
    : passed;
});

/**
 * Pairs by lists: harm in the input or the response, an injection in the input; and where a refusal was wanted, whether it is a good one. A
 * text that is handed over may speak of such things, so there it is a doubt.
 */
export const safe = byPolicy('safe', 'pair', (subject, policy) => {
  const { input, response, language } = subject;
  if (isWantedRefusal(subject)) {
    const fault = refusalFault(response, language, policy);
    return fault === undefined ? passed : rejected(`no good refusal: ${fault}`);
  }
  const answered = harmIn(response, language, policy);
  if (answered)
    return {
      ...rejected(`the response is harmful (${answered.category}): "${answered.words}"`),
      evidence: { ...answered },
    };
  const injected = injectionIn(input, language);
  if (injected)
    return doubtful(
      `the input would have a model leave its instructions (${injected.kind}): "${injected.words}"`,
      { ...injected },
    );
  const given = harmIn(input, language, policy);
  return given
    ? doubtful(`the input is harmful (${given.category}): "${given.words}"`, { ...given })
    : passed;
});

/** Pairs that the moderation endpoint flags, by the task or by the response. Of a wanted refusal, the response alone counts. */
export const moderation = filterOf({
  name: 'moderation',
  version: 1,
  stage: 'pair',
  needs: 'teacher',
  isOn: (_settings, { safety }) => safety?.moderation ?? false,
  async evaluate(subjects, context) {
    const policy = policyOf(context);
    if (!context.moderate) throw new Error('there is no moderation endpoint to ask');
    const texts = subjects.flatMap(({ instruction, input, response }) => [
      input === '' ? instruction : `${instruction}\n\n${input}`,
      response,
    ]);
    const verdicts = await context.moderate(texts);
    if (verdicts.length !== texts.length)
      throw new Error(`the moderation endpoint gave ${verdicts.length} results for ${texts.length} texts`);
    return subjects.map((subject, index) => {
      const [ofTask, ofResponse] = [verdicts[2 * index]!, verdicts[2 * index + 1]!];
      const response = verdictOfModeration(ofResponse, policy, 'the response');
      if (isWantedRefusal(subject)) return response;
      const task = verdictOfModeration(ofTask, policy, 'the task');
      // What is rejected outright counts before what is doubtful.
      const worst = [response, task].filter((one) => !one.passed);
      return worst.find((one) => one.evidence?.['doubt'] !== true) ?? worst[0] ?? passed;
    });
  },
});
