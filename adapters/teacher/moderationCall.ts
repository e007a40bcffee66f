import type OpenAI from 'openai';
import { moderationVerdicts, verdictsToText } from '../../core/screening/safety/moderationVerdicts';
import type { Fields } from '../../core/teacher/answer/fields';
import type { ModerationRequest } from '../../core/teacher/request';

export function createModeration(
  client: OpenAI,
  { model, prompt }: ModerationRequest,
  options: OpenAI.RequestOptions,
) {
  return client.moderations.create({ model, input: [...prompt.texts] }, options);
}

/** A verdict on every text, in the texts' order, as a text; or in words what the response lacks. */
export function readModeration(
  { prompt: { texts } }: ModerationRequest,
  body: Fields,
): { readonly text: string } | string {
  const verdicts = moderationVerdicts(body, texts.length);
  return typeof verdicts === 'string' ? verdicts : { text: verdictsToText(verdicts) };
}
