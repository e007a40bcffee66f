import { promptReference } from '../recipe/prompts/promptSet';
import { parseTogether, smallResponseSampling, togetherPrompt } from '../recipe/prompts/together';
import { samplingParameters } from '../recipe/samplingParameters';
import type { Inquiry } from '../teacher/inquiry';
import { requestOf, responsePrompt, type Responding } from './responder';
import { togetherExamples } from './responseExamples';
import { unreadableAnswer, writtenBy, type WritingOutcome } from './written';

/** One call that writes input and response: for models too small to tell a classification task. */
export function* writeTogether(responding: Responding): Inquiry<WritingOutcome> {
  const { recipe } = responding.setup;
  const task = {
    examples: togetherExamples(recipe.seed, responding.seeds),
    instruction: responding.instruction,
  };
  const file = responsePrompt(responding, 'together');
  const { prompt, stop } = togetherPrompt(file, task);
  const request = requestOf(responding, file, prompt, {
    ...samplingParameters(recipe.selfInstruct.respond, smallResponseSampling),
    stop,
  });
  const [answer] = yield [request];
  if (answer?.refusal !== undefined) return unreadableAnswer('a response', answer);
  const parsed = parseTogether(answer?.text ?? '', answer?.finishReason ?? 'unknown', task);
  if ('unreadable' in parsed)
    return { kind: 'unreadable', reason: parsed.unreadable, raw: answer?.text ?? '' };
  const { input, response } = parsed.ok;
  const responses = [
    { input, text: response, ...writtenBy(request, answer), prompts: [promptReference(file)] },
  ];
  return { kind: 'written', classification: false, responses };
}
