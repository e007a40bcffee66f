import type OpenAI from 'openai';
import { toFile } from 'openai';
import { isFields } from '../../core/teacher/answer/fields';
import {
  anthropicRequest,
  countedIn,
  readAnthropicBatch,
  readAnthropicResults,
} from '../../core/teacher/batch/anthropicBatches';
import type { BatchLine, BatchResult, BatchSeen } from '../../core/teacher/batch/batchInterface';
import { openAiLine, readOpenAiBatch, readOpenAiResults } from '../../core/teacher/batch/openAiBatches';
import { MalformedAnswer, type OpenAiEndpoint } from './openAiEndpoint';
import { receive } from './received';

/** A batch that is to be made, or was perhaps made by a process that died. */
export interface NewBatch {
  /** Ours. It is written on the batch and its file where the provider lets us, so that one that was made and lost is found. */
  readonly id: string;
  readonly model: string;
  readonly lines: readonly BatchLine[];
}

/** What tells a batch that was lost from the others of an account. */
export interface LostBatch {
  readonly id: string;
  readonly model: string;
  /** How many requests it has. */
  readonly count: number;
  /** Before it was made, in milliseconds since 1970. */
  readonly since: number;
  /** Batches of the provider's that are known to be others. */
  readonly others: ReadonlySet<string>;
}

/** The batch interface of an endpoint. What comes to nothing is a TeacherError, as online. */
export interface BatchEndpoint {
  create(batch: NewBatch, signal: AbortSignal): Promise<BatchSeen>;
  /** Undefined where there is none. */
  find(lost: LostBatch, signal: AbortSignal): Promise<BatchSeen | undefined>;
  look(id: string, model: string, signal: AbortSignal): Promise<BatchSeen>;
  cancel(id: string, model: string, signal: AbortSignal): Promise<void>;
  results(seen: BatchSeen, model: string, signal: AbortSignal): Promise<BatchResult[]>;
}

/** More than all answers of a batch take. */
const longestResults = 2 * 1024 * 1024 * 1024;
/** Batches that are looked through for one that was lost. */
const mostListed = 10_000;
/** How far the clocks of a provider may be behind ours, in milliseconds. */
const clockSkew = 120_000;

/** OpenAI's files and batches. */
export class OpenAiBatches implements BatchEndpoint {
  constructor(private readonly endpoint: OpenAiEndpoint) {}

  async create({ id, model, lines }: NewBatch, signal: AbortSignal): Promise<BatchSeen> {
    const path = '/v1/chat/completions';
    const text = lines.map((line) => `${openAiLine(line, path)}\n`).join('');
    const uploaded = await this.endpoint.request(model, signal, async (client, within) =>
      client.files.create(
        { file: await toFile(Buffer.from(text), `seedbed-${id}.jsonl`), purpose: 'batch' },
        { signal: within },
      ),
    );
    return this.endpoint.request(model, signal, async (client, within) =>
      understood(
        readOpenAiBatch,
        await client.batches.create(
          {
            input_file_id: uploaded.id,
            endpoint: path,
            completion_window: '24h',
            metadata: { seedbed: id },
          },
          { signal: within, headers: { 'idempotency-key': id } },
        ),
      ),
    );
  }

  async find({ id, model }: LostBatch, signal: AbortSignal): Promise<BatchSeen | undefined> {
    return this.endpoint.request(model, signal, async (client, within) => {
      let listed = 0;
      for await (const batch of client.batches.list({ limit: 100 }, { signal: within })) {
        if ((listed += 1) > mostListed) break; // nothing says in which order they come: their age ends nothing
        if (batch.metadata?.['seedbed'] === id) return understood(readOpenAiBatch, batch);
      }
      return undefined;
    });
  }

  async look(id: string, model: string, signal: AbortSignal): Promise<BatchSeen> {
    return this.endpoint.request(model, signal, async (client, within) =>
      understood(readOpenAiBatch, await client.batches.retrieve(id, { signal: within })),
    );
  }

  async cancel(id: string, model: string, signal: AbortSignal): Promise<void> {
    await this.endpoint.request(model, signal, (client, within) =>
      client.batches.cancel(id, { signal: within }),
    );
  }

  async results({ files }: BatchSeen, model: string, signal: AbortSignal): Promise<BatchResult[]> {
    const results: BatchResult[] = [];
    for (const file of files) {
      const { body } = await this.endpoint.request(model, signal, async (client, within) =>
        receive(await client.files.content(file, { signal: within }), longestResults),
      );
      results.push(...readOpenAiResults(this.endpoint.withoutKey(body)));
    }
    return results;
  }
}

/** Anthropic's message batches, which are at the same address as its layer for OpenAI's clients, under headers of their own. */
export class AnthropicBatches implements BatchEndpoint {
  constructor(private readonly endpoint: OpenAiEndpoint) {}

  async create({ model, lines }: NewBatch, signal: AbortSignal): Promise<BatchSeen> {
    const body = { requests: lines.map(anthropicRequest) };
    return this.endpoint.request(model, signal, async (client, within) =>
      understood(
        readAnthropicBatch,
        await client.post('/messages/batches', { body, ...native(client, within) }),
      ),
    );
  }

  /** Nothing of ours stands on a batch: one that was made since, has as many requests and is none of those known is taken for it. Results that are not ours are passed over. */
  async find(
    { model, count, since, others }: LostBatch,
    signal: AbortSignal,
  ): Promise<BatchSeen | undefined> {
    return this.endpoint.request(model, signal, async (client, within) => {
      const page: unknown = await client.get('/messages/batches', {
        query: { limit: 100 },
        ...native(client, within),
      });
      const data: unknown = isFields(page) ? page['data'] : undefined;
      const found = (Array.isArray(data) ? data : []).filter(isFields).find((batch) => {
        const seen = readAnthropicBatch(batch);
        const made = Date.parse(String(batch['created_at']));
        return seen && !others.has(seen.id) && made >= since - clockSkew && countedIn(batch) === count;
      });
      return found && readAnthropicBatch(found);
    });
  }

  async look(id: string, model: string, signal: AbortSignal): Promise<BatchSeen> {
    return this.endpoint.request(model, signal, async (client, within) =>
      understood(
        readAnthropicBatch,
        await client.get(`/messages/batches/${encodeURIComponent(id)}`, native(client, within)),
      ),
    );
  }

  async cancel(id: string, model: string, signal: AbortSignal): Promise<void> {
    await this.endpoint.request(model, signal, (client, within) =>
      client.post(`/messages/batches/${encodeURIComponent(id)}/cancel`, native(client, within)),
    );
  }

  async results({ id }: BatchSeen, model: string, signal: AbortSignal): Promise<BatchResult[]> {
    const { body } = await this.endpoint.request(model, signal, async (client, within) =>
      receive(
        await client
          .get(`/messages/batches/${encodeURIComponent(id)}/results`, native(client, within))
          .asResponse(),
        longestResults,
      ),
    );
    return readAnthropicResults(this.endpoint.withoutKey(body));
  }
}

function native(client: OpenAI, signal: AbortSignal): OpenAI.RequestOptions {
  return {
    signal,
    headers: { Authorization: null, 'x-api-key': client.apiKey, 'anthropic-version': '2023-06-01' },
  };
}

function understood(read: (value: unknown) => BatchSeen | undefined, value: unknown): BatchSeen {
  const seen = read(value);
  if (!seen) throw new MalformedAnswer('not a batch', undefined, JSON.stringify(value));
  return seen;
}
