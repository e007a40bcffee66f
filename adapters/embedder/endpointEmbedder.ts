import { vectorsFromText } from '../../core/foundations/embedding/vectorText';
import type { Account } from '../../core/teacher/account';
import type { EmbeddingRequest, TeacherAnswer } from '../../core/teacher/request';
import { TeacherError } from '../teacher';
import type { Embedder } from './embedder';

export interface EmbeddingModel {
  /** As the endpoint calls it. */
  readonly name: string;
  /** How many numbers it answers with a text. */
  readonly dimensions: number;
}

/** Has a request answered, by the ledger or the endpoint. */
export type BuyEmbeddings = (request: EmbeddingRequest, account: Account) => Promise<TeacherAnswer>;

/** Most texts in one request. */
const atOnce = 128;

/**
 * A model behind an OpenAI-compatible `/embeddings`, asked for up to 128 texts at once. Every request is a purchase like a teacher's. Many
 * endpoints refuse an empty text, and one that is longer than the model takes: it is found, and the others have their vectors.
 */
export class EndpointEmbedder implements Embedder<Account> {
  readonly model: string;
  readonly dimensions: number;

  /** @param endpointName The endpoint's name in the worker's configuration. */
  constructor(
    private readonly endpoint: string,
    private readonly embeddingModel: EmbeddingModel,
    private readonly buy: BuyEmbeddings,
  ) {
    this.model = `${endpoint}/${embeddingModel.name}`;
    this.dimensions = embeddingModel.dimensions;
  }

  /** @throws what buying throws; TeacherError for a text that is refused, and for vectors of other dimensions than configured. */
  async embed(texts: readonly string[], account: Account): Promise<Float32Array[]> {
    const chunks: (readonly string[])[] = [];
    for (let from = 0; from < texts.length; from += atOnce) chunks.push(texts.slice(from, from + atOnce));
    return (await Promise.all(chunks.map((chunk) => this.ask(chunk, account)))).flat();
  }

  close(): Promise<void> {
    return Promise.resolve(); // what is under way is the purchaser's
  }

  private async ask(texts: readonly string[], account: Account): Promise<Float32Array[]> {
    const answer = await this.buy(
      {
        role: 'embed',
        endpoint: this.endpoint,
        model: this.embeddingModel.name,
        prompt: { kind: 'embedding', texts },
        parameters: {},
        sample: '0',
      },
      account,
    );
    if (answer.refusal === undefined) return vectorsFromText(answer.text).map((vector) => this.unit(vector));
    if (texts.length === 1) throw new TeacherError({ kind: 'unanswerable', message: answer.refusal });
    const half = Math.ceil(texts.length / 2);
    const halves = [texts.slice(0, half), texts.slice(half)];
    return (await Promise.all(halves.map((some) => this.ask(some, account)))).flat();
  }

  private unit(embedding: Float32Array): Float32Array {
    if (embedding.length !== this.dimensions) {
      throw new TeacherError({
        kind: 'closed',
        message: `Endpoint "${this.endpoint}" answers with ${embedding.length} dimensions for embedding model "${this.embeddingModel.name}", and ${this.dimensions} are configured. Set its dimensions to ${embedding.length}.`,
      });
    }
    const length = Math.sqrt(embedding.reduce((sum, value) => sum + value * value, 0));
    return embedding.map((value) => value / length);
  }
}
