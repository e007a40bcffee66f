import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What becomes of a request of a batch: in the words of its results. */
export type AnthropicFate = 'succeeded' | 'errored' | 'overloaded' | 'canceled' | 'expired';

interface Line {
  readonly custom_id: string;
  readonly params: Readonly<Record<string, unknown>>;
}

interface MadeBatch {
  readonly id: string;
  readonly created: Date;
  readonly lines: readonly Line[];
  cancelled?: Date;
  ended?: Date;
  /** The first look at one that is to end finds it at work. */
  looks: number;
}

/** What a message's parameters may be, of those that we could send. */
const known = new Set([
  ...['model', 'max_tokens', 'messages', 'system', 'temperature', 'top_p', 'top_k', 'stop_sequences'],
  ...['metadata', 'service_tier', 'thinking', 'output_config', 'tools', 'tool_choice', 'stream'],
]);

/**
 * Anthropic's message batches, as its reference has them: a key and a version in headers of its own; ids that are checked when a batch is made, and parameters only
 * when it is worked; counts that stay at `processing` until all has ended; results in no certain order, which are there for a batch that has ended alone.
 *
 * Source (read 2026-11): https://platform.claude.com/docs/en/api/messages/batches (create, retrieve, list, cancel, results).
 */
export class AnthropicBatchServer {
  readonly made: MadeBatch[] = [];
  /** Requests that were charged for, by id. */
  readonly charged: string[] = [];
  fate: (order: number, batch: number) => AnthropicFate = () => 'succeeded';
  private readonly server = createServer((request, response) => {
    void this.answer(request).then(({ status, body }) => {
      response.writeHead(status, {
        'content-type': typeof body === 'string' ? 'application/x-jsonl' : 'application/json',
      });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  });

  static async start(): Promise<AnthropicBatchServer> {
    const started = new AnthropicBatchServer();
    await new Promise<void>((resolve) => void started.server.listen(0, '127.0.0.1', resolve));
    return started;
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => void this.server.close(() => resolve()));
  }

  private async answer(request: IncomingMessage): Promise<{ status: number; body: unknown }> {
    const sent = await text(request);
    const { headers, method, url = '' } = request;
    if (headers['x-api-key'] !== 'sk-ant-test' || headers.authorization !== undefined)
      return refusal(401, 'authentication_error', 'invalid x-api-key');
    if (headers['anthropic-version'] !== '2023-06-01')
      return refusal(400, 'invalid_request_error', 'anthropic-version: header is required');
    const [, id, action] = /^\/v1\/messages\/batches(?:\/([^/?]+))?(?:\/(\w+))?(?:\?|$)/.exec(url) ?? [];
    if (id === undefined) return method === 'POST' ? this.make(sent) : { status: 200, body: this.list() };
    const batch = this.made.find((one) => one.id === id);
    if (!batch) return refusal(404, 'not_found_error', 'Not found');
    if (action === 'cancel') {
      batch.cancelled ??= new Date();
      return { status: 200, body: this.seen(batch) };
    }
    if (action !== 'results') {
      batch.looks += 1;
      return { status: 200, body: this.seen(batch) };
    }
    return batch.ended
      ? { status: 200, body: this.results(batch) }
      : refusal(400, 'invalid_request_error', `Batch ${id} has no available results.`);
  }

  private make(sent: string): { status: number; body: unknown } {
    const { requests } = JSON.parse(sent) as { requests: readonly Line[] };
    const ids = requests.map(({ custom_id }) => custom_id);
    if (!ids.every((id) => /^[a-zA-Z0-9_-]{1,64}$/.test(id)) || new Set(ids).size < ids.length)
      return refusal(400, 'invalid_request_error', 'requests.0.custom_id: String should match pattern');
    const batch = { id: `msgbatch_${randomUUID()}`, created: new Date(), lines: requests, looks: 0 };
    this.made.push(batch);
    return { status: 200, body: this.seen(batch) };
  }

  private list(): unknown {
    const data = [...this.made].reverse().map((batch) => this.seen(batch));
    return { data, has_more: false, first_id: null, last_id: null };
  }

  private seen(batch: MadeBatch): unknown {
    const { id, created, lines, cancelled, looks } = batch;
    if (looks > 1 || cancelled) batch.ended ??= new Date();
    const counts = { processing: lines.length, succeeded: 0, errored: 0, canceled: 0, expired: 0 };
    if (batch.ended) {
      counts.processing = 0;
      for (const [order] of lines.entries()) counts[kindOf(this.fateOf(batch, order))] += 1;
    }
    const time = (at: Date | undefined): string | null => at?.toISOString() ?? null;
    return {
      ...{
        id,
        type: 'message_batch',
        processing_status: batch.ended ? 'ended' : cancelled ? 'canceling' : 'in_progress',
      },
      ...{
        request_counts: counts,
        created_at: time(created),
        ended_at: time(batch.ended),
        archived_at: null,
      },
      ...{ expires_at: time(new Date(created.getTime() + 86_400_000)), cancel_initiated_at: time(cancelled) },
      results_url: batch.ended ? `https://api.anthropic.com/v1/messages/batches/${id}/results` : null,
    };
  }

  private fateOf(batch: MadeBatch, order: number): AnthropicFate {
    const params = batch.lines[order]?.params ?? {};
    const isSound =
      Object.keys(params).every((name) => known.has(name)) &&
      Number.isInteger(params['max_tokens']) &&
      (params['messages'] as { role: string }[]).every(({ role }) => role === 'user' || role === 'assistant');
    if (batch.cancelled) return 'canceled';
    return isSound ? this.fate(order, this.made.indexOf(batch)) : 'errored';
  }

  private results(batch: MadeBatch): string {
    const lines = batch.lines.map(({ custom_id, params }, order) => {
      const fate = this.fateOf(batch, order);
      if (fate === 'succeeded') {
        this.charged.push(custom_id);
        return { custom_id, result: { type: 'succeeded', message: messageFor(params, order) } };
      }
      if (fate === 'errored' || fate === 'overloaded') {
        const type = fate === 'errored' ? 'invalid_request_error' : 'overloaded_error';
        const error = { type: 'error', request_id: null, error: { type, message: 'It can not be done.' } };
        return { custom_id, result: { type: 'errored', error } };
      }
      return { custom_id, result: { type: fate } };
    });
    return lines
      .reverse()
      .map((line) => `${JSON.stringify(line)}\n`)
      .join('');
  }
}

function kindOf(fate: AnthropicFate): Exclude<AnthropicFate, 'overloaded'> {
  return fate === 'overloaded' ? 'errored' : fate;
}

function messageFor(params: Readonly<Record<string, unknown>>, order: number): unknown {
  const written = {
    input_tokens: 20,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 10,
    output_tokens: 5,
  };
  return {
    ...{ id: `msg_${order}`, type: 'message', role: 'assistant', model: params['model'], container: null },
    ...{
      content: [{ type: 'text', text: `Answer ${order}.`, citations: null }],
      stop_reason: 'end_turn',
      stop_sequence: null,
    },
    usage: { ...written, service_tier: 'batch', server_tool_use: null, cache_creation: null },
  };
}

function refusal(status: number, type: string, message: string): { status: number; body: unknown } {
  return { status, body: { type: 'error', error: { type, message }, request_id: 'req_1' } };
}
