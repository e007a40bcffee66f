import type { IncomingMessage, ServerResponse } from 'node:http';
import { randomUUID } from 'node:crypto';

/** A line of a batch as it was answered. */
export interface LineAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** How batches fare. */
export interface BatchBehaviour {
  /** How long one takes, from its making to its end. */
  readonly seconds: number;
  /** So many of the first batches expire when half of their lines are answered. */
  readonly expiring: number;
  /** Of the first batch's lines every so manieth fails with a 500; 0: none does. */
  readonly failEvery: number;
  /** So many of the first batches are refused, since too many tokens wait already. */
  readonly refusedForTokens: number;
}

interface Batch {
  readonly id: string;
  readonly input: string;
  readonly metadata: unknown;
  readonly createdAt: number;
  readonly fate: 'completed' | 'expired' | 'failed';
  readonly failEvery: number;
  cancelledAt: number | undefined;
  files: { readonly output: string; readonly errors: string; readonly answered: number } | undefined;
}

/**
 * OpenAI's /files and /batches, as its client's types and its guide have them: validating, in_progress, finalizing, then completed, expired
 * or cancelled, with a file of answers and a file of errors, each line under its custom_id in no certain order.
 */
export class SimulatedBatches {
  private readonly files = new Map<string, { readonly name: string; readonly text: string }>();
  private readonly made: Batch[] = [];
  /** Is called when a batch was made, before that is told. */
  onMade: () => Promise<void> | void = () => undefined;

  constructor(
    private readonly behaviour: () => BatchBehaviour,
    private readonly answer: (customId: string, body: unknown) => LineAnswer,
  ) {}

  get count(): number {
    return this.made.length;
  }

  /** How often somebody asked for one. */
  looks = 0;

  /** Since when all of them are over, in milliseconds; less than 0: until when they are not. */
  get overFor(): number {
    const last = Math.max(...this.made.map(({ createdAt }) => createdAt));
    return Date.now() - last - 1_000 * this.behaviour().seconds;
  }

  get areOver(): boolean {
    return this.overFor > 0;
  }

  /** From here on the next batch is the first. */
  forget(): void {
    this.made.length = 0;
  }

  /** Whether the request was for this. */
  receive(request: IncomingMessage, response: ServerResponse, body: string): boolean {
    const url = new URL(request.url ?? '', 'http://localhost');
    const [, version, kind, id, action] = url.pathname.split('/');
    if (version !== 'v1' || (kind !== 'files' && kind !== 'batches')) return false;
    const send = (status: number, value: unknown): void => {
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      response.writeHead(status, { 'content-type': 'application/json' }).end(text);
    };
    const missing = (): void =>
      send(404, { error: { message: `No such ${kind}.`, type: 'invalid_request_error' } });
    if (kind === 'files') {
      if (request.method === 'POST') send(200, this.upload(body));
      else {
        const file = this.files.get(id ?? '');
        if (file && action === 'content') send(200, file.text);
        else missing();
      }
      return true;
    }
    if (request.method === 'POST' && id === undefined) {
      const batch = this.make(JSON.parse(body) as { input_file_id: string; metadata?: unknown });
      void Promise.resolve(this.onMade()).then(() => send(200, this.seen(batch)));
      return true;
    }
    if (id === undefined) {
      const data = [...this.made].reverse().map((batch) => this.seen(batch));
      send(200, { object: 'list', data, has_more: false });
      return true;
    }
    const batch = this.made.find((one) => one.id === id);
    if (!batch) missing();
    else {
      this.looks += 1;
      if (action === 'cancel') batch.cancelledAt ??= Date.now();
      send(200, this.seen(batch));
    }
    return true;
  }

  private upload(body: string): unknown {
    const boundary = body.slice(0, body.indexOf('\r\n'));
    const part = body.split(boundary).find((one) => one.includes('filename=')) ?? '';
    const name = /filename="([^"]*)"/.exec(part)?.[1] ?? '';
    const text = part.slice(part.indexOf('\r\n\r\n') + 4, part.lastIndexOf('\r\n'));
    const id = `file-${randomUUID()}`;
    this.files.set(id, { name, text });
    return { id, object: 'file', filename: name, purpose: 'batch', bytes: text.length, status: 'processed' };
  }

  private make({ input_file_id: input, metadata }: { input_file_id: string; metadata?: unknown }): Batch {
    const { expiring, failEvery, refusedForTokens } = this.behaviour();
    const order = this.made.length;
    const begun = order - refusedForTokens;
    const batch: Batch = {
      id: `batch_${randomUUID()}`,
      input,
      metadata,
      createdAt: Date.now(),
      fate: begun < 0 ? 'failed' : begun < expiring ? 'expired' : 'completed',
      failEvery: begun === 0 ? failEvery : 0,
      cancelledAt: undefined,
      files: undefined,
    };
    this.made.push(batch);
    return batch;
  }

  private seen(batch: Batch): unknown {
    const { id, input, metadata, createdAt, fate, cancelledAt } = batch;
    const took = (Date.now() - createdAt) / 1000 / this.behaviour().seconds;
    const common = {
      id,
      object: 'batch',
      endpoint: '/v1/chat/completions',
      input_file_id: input,
      completion_window: '24h',
      created_at: Math.floor(createdAt / 1000),
      metadata,
    };
    if (fate === 'failed')
      return {
        ...common,
        status: 'failed',
        errors: {
          object: 'list',
          data: [{ code: 'token_limit_exceeded', message: 'Enqueued token limit reached.' }],
        },
      };
    if (took < 1 && cancelledAt === undefined)
      return { ...common, status: took < 0.2 ? 'validating' : took < 0.9 ? 'in_progress' : 'finalizing' };
    const isCancelled = cancelledAt !== undefined && batch.files === undefined;
    batch.files ??= this.work(batch, isCancelled ? 'cancelled' : fate);
    return {
      ...common,
      status: cancelledAt === undefined ? fate : 'cancelled',
      output_file_id: batch.files.output,
      error_file_id: batch.files.errors,
      request_counts: { total: 0, completed: batch.files.answered, failed: 0 },
    };
  }

  private work({ input, failEvery }: Batch, fate: 'completed' | 'expired' | 'cancelled') {
    const lines = (this.files.get(input)?.text ?? '').split('\n').filter((line) => line !== '');
    const output: string[] = [];
    const errors: string[] = [];
    for (const [index, line] of lines.entries()) {
      const { custom_id, body } = JSON.parse(line) as { custom_id: string; body: unknown };
      const note = (into: string[], response: unknown, error: unknown): number =>
        into.unshift(JSON.stringify({ id: `batch_req_${index}`, custom_id, response, error }));
      if (fate !== 'completed' && index >= lines.length / 2) {
        note(errors, null, { code: `batch_${fate}`, message: 'This request could not be executed in time.' });
      } else if (failEvery > 0 && index % failEvery === 0) {
        const failed = { error: { message: 'The server had an error.', type: 'server_error' } };
        note(errors, { status_code: 500, request_id: `req_${index}`, body: failed }, null);
      } else {
        const { status, body: answered } = this.answer(custom_id, body);
        const into = status === 200 ? output : errors;
        note(into, { status_code: status, request_id: `req_${index}`, body: answered }, null);
      }
    }
    const keep = (name: string, of: readonly string[]): string => {
      const id = `file-${randomUUID()}`;
      this.files.set(id, { name, text: of.map((line) => `${line}\n`).join('') });
      return id;
    };
    return { output: keep('output', output), errors: keep('errors', errors), answered: output.length };
  }
}
