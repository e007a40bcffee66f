import { promptReference } from '../recipe/prompts/promptSet';
import { renderPrompt } from '../recipe/prompts/renderPrompt';
import { smallResponseSampling } from '../recipe/prompts/together';
import { samplingParameters } from '../recipe/samplingParameters';
import type { Inquiry } from '../teacher/inquiry';
import { requestOf, responsePrompt, type Responding } from './responder';
import { examplesLike } from './responseExamples';
import { unreadableAnswer, writtenBy, type ResponseQuestion, type WritingOutcome } from './written';

/**
 * One response to an instruction whose input is fixed, empty where it needs none: for small models, which run on unless solved
 * tasks show them how long a response is (docs/local-model.md).
 */
export function* answerByExample(responding: Responding, input: string): Inquiry<WritingOutcome> {
  const question = questionByExample(responding, input);
  const [answer] = yield [question.request];
  if (answer?.refusal !== undefined) return unreadableAnswer('a response', answer);
  const text = (answer?.text ?? '').trim();
  if (text === '') return { kind: 'unreadable', reason: 'the answer is empty', raw: answer?.text ?? '' };
  const response = { ...question, text, ...writtenBy(question.request, answer) };
  return { kind: 'written', classification: false, responses: [response] };
}

/** What is asked for one such response. */
export function questionByExample(responding: Responding, input: string): ResponseQuestion {
  const { setup, seeds, instruction } = responding;
  const file = responsePrompt(responding, 'respondByExample');
  const examples = examplesLike(setup.recipe.seed, seeds, input !== '').map((seed) => ({
    instruction: seed.instruction,
    input: seed.input,
    response: seed.response,
  }));
  const request = requestOf(
    responding,
    file,
    renderPrompt(file, { instruction, input, examples }),
    samplingParameters(setup.recipe.selfInstruct.respond, smallResponseSampling),
  );
  return { input, request, prompts: [promptReference(file)] };
}
