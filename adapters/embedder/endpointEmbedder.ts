import type OpenAI from 'openai';
import type { EmbeddingCreateParams } from 'openai/resources/embeddings';
import { z } from 'zod';
import type { Endpoint } from '../../core/teacher/endpoint';
import { TeacherError } from '../teacher/teacher';
import type { Embedder } from './embedder';
import { MalformedAnswer, OpenAiEndpoint } from '../teacher/openAiEndpoint';

export interface EmbeddingModel {
  /** As the endpoint calls it. */
  readonly name: string;
  /** How many numbers it answers with a text. */
  readonly dimensions: number;
}

/** Most texts in one request. */
const atOnce = 128;

const embeddings = z.object({
  data: z.array(z.object({ index: z.int().optional(), embedding: z.array(z.number()).min(1) })),
});

/**
 * A model behind an OpenAI-compatible `/embeddings`. Requests of up to 128 texts, one after another, each sent once: retries
 * belong to the caller. Fails with TeacherError and nothing else, so in the words and with the consequences of teachers. Many
 * endpoints refuse an empty text, and one that is longer than the model takes.
 */
export class EndpointEmbedder implements Embedder {
  readonly model: string;
  readonly dimensions: number;
  private readonly endpoint: OpenAiEndpoint;
  private readonly closing = new AbortController();

  /**
   * @param pool The endpoint's name in the worker's configuration.
   * @param environment Where its key is.
   */
  constructor(
    pool: string,
    endpoint: Endpoint,
    private readonly embeddingModel: EmbeddingModel,
    environment: Readonly<Record<string, string | undefined>>,
  ) {
    this.model = `${pool}/${embeddingModel.name}`;
    this.dimensions = embeddingModel.dimensions;
    this.endpoint = new OpenAiEndpoint(pool, endpoint, environment);
  }

  async embed(texts: readonly string[]): Promise<Float32Array[]> {
    const vectors: Float32Array[] = [];
    for (let from = 0; from < texts.length; from += atOnce) {
      const some = texts.slice(from, from + atOnce);
      vectors.push(
        ...(await this.endpoint.request(this.embeddingModel.name, this.closing.signal, (client, signal) =>
          this.ask(client, some, signal),
        )),
      );
    }
    return vectors;
  }

  close(): Promise<void> {
    this.closing.abort();
    return Promise.resolve();
  }

  private async ask(client: OpenAI, texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]> {
    const { name } = this.embeddingModel;
    // As numbers: the client would ask for base64, which some servers ignore, and decode their numbers into nonsense.
    const body: EmbeddingCreateParams = { model: name, input: [...texts], encoding_format: 'float' };
    const parsed = embeddings.safeParse(await client.embeddings.create(body, { signal }));
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      throw new MalformedAnswer(
        `${issue?.path.join('.') || 'the body'}: ${issue?.message ?? 'not understood'}`,
      );
    }
    const vectors: (Float32Array | undefined)[] = texts.map(() => undefined);
    parsed.data.data.forEach(({ index, embedding }, position) => {
      vectors[index ?? position] = this.unit(embedding);
    });
    const whole = vectors.filter((vector) => vector !== undefined);
    if (whole.length === texts.length && vectors.length === texts.length) return whole;
    throw new MalformedAnswer(`data: ${parsed.data.data.length} vectors for ${texts.length} texts`);
  }

  private unit(embedding: readonly number[]): Float32Array {
    if (embedding.length !== this.dimensions) {
      const { pool, host } = this.endpoint;
      throw new TeacherError({
        kind: 'unusable',
        message: `Endpoint "${pool}" (${host}) answers with ${embedding.length} dimensions for embedding model "${this.embeddingModel.name}", and ${this.dimensions} are configured. Set its dimensions to ${embedding.length}.`,
      });
    }
    const length = Math.sqrt(embedding.reduce((sum, value) => sum + value * value, 0));
    if (!(length > 0)) throw new MalformedAnswer('data: a vector of zeros');
    return Float32Array.from(embedding, (value) => value / length);
  }
}
