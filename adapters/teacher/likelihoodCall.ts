import type OpenAI from 'openai';
import { z } from 'zod';
import type { Fields } from '../../core/teacher/answer/fields';
import type { LikelihoodRequest } from '../../core/teacher/request';

const response = z.object({
  choices: z
    .array(
      z.object({
        logprobs: z.object({
          tokens: z.array(z.string()),
          token_logprobs: z.array(z.number().nullable()),
          text_offset: z.array(z.int().min(0)),
        }),
      }),
    )
    .min(1),
});

/** Has the prompt echoed with its log-probabilities. */
export function createLikelihood(
  client: OpenAI,
  { model, prompt }: LikelihoodRequest,
  options: OpenAI.RequestOptions,
) {
  const body = {
    model,
    prompt: prompt.before + prompt.text,
    echo: true,
    logprobs: 1,
    max_tokens: 1, // some servers refuse 0
    temperature: 0,
  };
  return client.completions.create(body, options);
}

/** The text's tokens with their log-probabilities, as JSON; or in words what the response lacks. */
export function readLikelihood(
  { prompt: { before, text } }: LikelihoodRequest,
  body: Fields,
): { readonly text: string } | string {
  const parsed = response.safeParse(body);
  const logprobs = parsed.data?.choices[0]?.logprobs;
  if (!logprobs)
    return `no log-probabilities of the prompt came (${parsed.error?.issues[0]?.path.join('.') || 'the body'})`;
  const { tokens, token_logprobs, text_offset } = logprobs;
  const whole = before.length + text.length;
  const scored = tokens.flatMap((token, index): [string, number][] => {
    const offset = text_offset[index] ?? 0;
    const logProbability = token_logprobs[index];
    // The first token of all has none; what the model wrote itself begins where the text ends.
    if (logProbability == null || offset + token.length <= before.length || offset >= whole) return [];
    return [[token, Math.min(0, logProbability)]];
  });
  if (scored.length === 0 && tokens.length > 2) return 'the prompt is not echoed with its log-probabilities';
  return { text: JSON.stringify(scored) };
}
