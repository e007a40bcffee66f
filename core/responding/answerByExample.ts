import { promptReference } from '../recipe/prompts/promptSet';
import { renderPrompt } from '../recipe/prompts/renderPrompt';
import { smallResponseSampling } from '../recipe/prompts/together';
import { samplingParameters } from '../recipe/samplingParameters';
import type { Inquiry } from '../teacher/inquiry';
import { requestOf, responsePrompt, type Responding } from './responder';
import { togetherExamples } from './responseExamples';
import { unreadableAnswer, writtenBy, type WritingOutcome } from './written';

/**
 * One response to an instruction whose input is fixed, empty where it needs none: for small models, which run on unless solved
 * tasks show them how long a response is (docs/local-model.md).
 */
export function* answerByExample(responding: Responding, input: string): Inquiry<WritingOutcome> {
  const { setup, seeds, instruction } = responding;
  const file = responsePrompt(responding, 'respondByExample');
  const examples = togetherExamples(setup.recipe.seed, seeds)
    .filter((seed) => (seed.input === '') === (input === ''))
    .map((seed) => ({ instruction: seed.instruction, input: seed.input, response: seed.response }));
  const request = requestOf(
    responding,
    file,
    renderPrompt(file, { instruction, input, examples }),
    samplingParameters(setup.recipe.selfInstruct.respond, smallResponseSampling),
  );
  const [answer] = yield [request];
  if (answer?.refusal !== undefined) return unreadableAnswer('a response', answer);
  const text = (answer?.text ?? '').trim();
  if (text === '') return { kind: 'unreadable', reason: 'the answer is empty', raw: answer?.text ?? '' };
  const response = { input, text, ...writtenBy(request, answer), prompts: [promptReference(file)] };
  return { kind: 'written', classification: false, responses: [response] };
}
