import { classification, instances, labelledInstances } from '../recipe/prompts/paper';
import { parseAnswer } from '../recipe/prompts/parseAnswer';
import { promptReference } from '../recipe/prompts/promptSet';
import { renderPrompt } from '../recipe/prompts/renderPrompt';
import type { Inquiry } from '../teacher/inquiry';
import { requestOf, responsePrompt, responseSampling, sampleSampling, type Responding } from './responder';
import { classificationExamples, instanceExamples } from './responseExamples';
import { unreadableAnswer, writtenBy, type ResponseQuestion, type WritingOutcome } from './written';

/** The paper's steps: is it a classification task; instances, the label first where it is; else a response to each input. */
export function* writeInSteps(responding: Responding): Inquiry<WritingOutcome> {
  const { setup, seeds, instruction } = responding;
  const { seed, selfInstruct } = setup.recipe;
  const max = selfInstruct.instances;
  const sampling = responseSampling(responding);

  const classify = responsePrompt(responding, 'classify');
  const question = renderPrompt(classify, { instruction, examples: classificationExamples(seed, seeds) });
  const [reply] = yield [requestOf(responding, classify, question, { ...sampling, max_tokens: 256 })];
  const classified = parseAnswer(classify, reply?.text ?? '', classification);
  if (!classified) return unreadableAnswer('whether the task is a classification', reply);

  const file = responsePrompt(responding, classified.classification ? 'labelledInstances' : 'instances');
  const examples = instanceExamples(seed, seeds, classified.classification);
  const request = requestOf(responding, file, renderPrompt(file, { instruction, max, examples }), sampling);
  const [answer] = yield [request];
  const prompts = [classify, file].map(promptReference);

  if (classified.classification) {
    const labelled = parseAnswer(file, answer?.text ?? '', labelledInstances);
    if (!labelled) return unreadableAnswer('instances', answer);
    const { call } = writtenBy(request, answer);
    const responses = labelled.instances.slice(0, max).map(({ label, input }) => ({
      input: input.trim(),
      text: label.trim(),
      finishReason: 'stop' as const,
      request,
      call,
      prompts,
    }));
    return { kind: 'written', classification: true, responses };
  }

  const found = parseAnswer(file, answer?.text ?? '', instances);
  if (!found) return unreadableAnswer('instances', answer);
  const inputs = [...new Set(found.instances.map(({ input }) => input.trim()))].slice(0, max);
  return yield* answerInputs(responding, inputs, prompts);
}

/** A response to each input, all at once. One that is refused is left out. */
export function* answerInputs(
  responding: Responding,
  inputs: readonly string[],
  prompts: readonly string[],
): Inquiry<WritingOutcome> {
  const asked = inputs.map((input) => questionAbout(responding, input, prompts));
  const answers = yield asked.map(({ request }) => request);
  if (answers.every(({ refusal }) => refusal !== undefined))
    return unreadableAnswer('a response', answers[0]);
  const responses = asked.flatMap((one, index) => {
    const answer = answers[index];
    if (answer?.refusal !== undefined) return [];
    return [
      {
        ...one,
        ...writtenBy(one.request, answer),
        text: (answer?.text ?? '').trim(),
      },
    ];
  });
  return { kind: 'written', classification: false, responses };
}

/** What is asked for one response to an input. */
export function questionAbout(
  responding: Responding,
  input: string,
  prompts: readonly string[] = [],
): ResponseQuestion {
  const { instruction } = responding;
  const file = responsePrompt(responding, input === '' ? 'respond' : 'respondWithInput');
  const prompt = renderPrompt(file, { instruction, input });
  return {
    input,
    request: requestOf(responding, file, prompt, sampleSampling(responding)),
    prompts: [...prompts, promptReference(file)],
  };
}
