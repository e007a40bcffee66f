import type OpenAI from 'openai';
import { z } from 'zod';
import { vectorsToText } from '../../core/foundations/embedding/vectorText';
import type { Fields } from '../../core/teacher/answer/fields';
import type { EmbeddingRequest } from '../../core/teacher/request';

const response = z.object({
  data: z.array(z.object({ index: z.int().optional(), embedding: z.array(z.number()).min(1) })),
});

/** As numbers: the client would ask for base64, which some servers ignore, and decode their numbers into nonsense. */
export function createEmbeddings(
  client: OpenAI,
  { model, prompt }: EmbeddingRequest,
  options: OpenAI.RequestOptions,
) {
  return client.embeddings.create({ model, input: [...prompt.texts], encoding_format: 'float' }, options);
}

/** A vector of every text, in the texts' order, as a text; or in words what the response lacks. */
export function readEmbeddings(
  { prompt: { texts } }: EmbeddingRequest,
  body: Fields,
): { readonly text: string } | string {
  const parsed = response.safeParse(body);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return `${issue?.path.join('.') || 'the body'}: ${issue?.message ?? 'not understood'}`;
  }
  const vectors: (Float32Array | undefined)[] = texts.map(() => undefined);
  parsed.data.data.forEach(({ index, embedding }, position) => {
    vectors[index ?? position] = Float32Array.from(embedding);
  });
  const whole = vectors.filter((vector) => vector !== undefined);
  if (whole.length !== texts.length || vectors.length !== texts.length)
    return `data: ${parsed.data.data.length} vectors for ${texts.length} texts`;
  if (whole.some((vector) => vector.every((value) => value === 0))) return 'data: a vector of zeros';
  return { text: vectorsToText(whole) };
}
