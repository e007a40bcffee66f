import { promptReference } from '../recipe/prompts/promptSet';
import { renderPrompt } from '../recipe/prompts/renderPrompt';
import { rawOf } from '../teacher/refusalReason';
import type { Inquiry } from '../teacher/inquiry';
import { requestOf, responsePrompt, responseSampling, type Responding } from './responder';
import { unreadableAnswer, writtenBy, type WritingOutcome } from './written';

/**
 * A good refusal of a harmful request. A model that refuses of itself refuses as it likes, and mostly without an offer, so it is told what
 * a good one is.
 */
export function* refuseWell(responding: Responding): Inquiry<WritingOutcome> {
  const file = responsePrompt(responding, 'refuse');
  const { instruction } = responding;
  const request = requestOf(responding, file, renderPrompt(file, { instruction }), {
    ...responseSampling(responding),
    max_tokens: 256,
  });
  const [answer] = yield [request];
  // What an endpoint's field for refusals says was asked for here, but it is no text of the role that was asked.
  if (answer?.refusal !== undefined) return unreadableAnswer('a refusal', answer);
  const text = (answer?.text ?? '').trim();
  if (text === '') return { kind: 'unreadable', reason: 'the answer is empty', raw: rawOf(answer) };
  const response = { input: '', text, ...writtenBy(request, answer), prompts: [promptReference(file)] };
  return { kind: 'written', classification: false, responses: [response] };
}
