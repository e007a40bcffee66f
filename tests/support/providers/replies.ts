import { gzipSync } from 'node:zlib';
import type { ServerResponse } from 'node:http';
import type { Exchange } from './exchange';

/** What a row's server does with a request. */
export interface Reply {
  readonly status: number;
  /** Whether the provider charges for it: left out, every 200 is paid for. */
  readonly paid?: boolean;
  send(response: ServerResponse): void;
}

export type Headers = Readonly<Record<string, string>>;

export function bytes(status: number, body: string | Buffer, headers: Headers = {}, paid?: boolean): Reply {
  return {
    status,
    ...(paid === undefined ? {} : { paid }),
    send: (response) => {
      response.writeHead(status, headers);
      response.end(body);
    },
  };
}

export function json(status: number, value: unknown, headers: Headers = {}, paid?: boolean): Reply {
  return bytes(status, JSON.stringify(value), { 'content-type': 'application/json', ...headers }, paid);
}

/** An error in the form that OpenAI has given it. */
export function apiError(
  status: number,
  error: {
    readonly message: string;
    readonly type?: string;
    readonly param?: string | null;
    readonly code?: string | number | null;
  },
  headers: Headers = {},
): Reply {
  return json(
    status,
    { error: { type: 'invalid_request_error', param: null, code: null, ...error } },
    headers,
  );
}

/** A 200 that holds an error and no answer; nothing is charged. */
export function errorInside(error: unknown): Reply {
  return json(200, { error }, {}, false);
}

/** Never answers. */
export const silence: Reply = { status: 0, paid: false, send: () => undefined };

export const reset: Reply = {
  status: 0,
  paid: false,
  send: (response) => void (response.socket as { resetAndDestroy?(): void } | null)?.resetAndDestroy?.(),
};

interface Choice {
  readonly message?: Readonly<Record<string, unknown>>;
  readonly finish_reason?: unknown;
  readonly [field: string]: unknown;
}

/** The body of a good answer, as OpenAI sends it, with another content or other fields of the choice. */
export function completionBody(
  { api, body, good, count }: Exchange,
  choice: Choice = {},
): Record<string, unknown> {
  const { message, ...rest } = choice;
  const given =
    api === 'completion'
      ? { text: message?.['content'] ?? good.text }
      : { message: { role: 'assistant', content: good.text, ...message } };
  return {
    id: `chatcmpl-${count}`,
    object: api === 'chat' ? 'chat.completion' : 'text_completion',
    created: 1_760_000_000,
    model: body.model ?? 'unnamed',
    choices: [{ index: 0, ...given, logprobs: null, finish_reason: good.finishReason, ...rest }],
    usage: { prompt_tokens: 120, completion_tokens: 60, total_tokens: 180 },
  };
}

export function completion(exchange: Exchange, choice: Choice = {}): Reply {
  return json(200, completionBody(exchange, choice));
}

/** A good answer whose content is another text. */
export function writes(exchange: Exchange, content: unknown, finishReason?: string): Reply {
  return completion(exchange, {
    message: { content },
    ...(finishReason === undefined ? {} : { finish_reason: finishReason }),
  });
}

export function gzipped(exchange: Exchange): Reply {
  return bytes(200, gzipSync(JSON.stringify(completionBody(exchange))), {
    'content-type': 'application/json',
    'content-encoding': 'gzip',
  });
}

/** A good answer as server-sent events, in pieces of its text. */
export function streamed(exchange: Exchange): Reply {
  const pieces = exchange.good.text.match(/[^]{1,40}/g) ?? [''];
  const event = (delta: object, finish: string | null): string =>
    `data: ${JSON.stringify({
      id: `chatcmpl-${exchange.count}`,
      object: 'chat.completion.chunk',
      model: exchange.body.model,
      choices: [{ index: 0, delta, finish_reason: finish }],
    })}\n\n`;
  const events = [
    event({ role: 'assistant', content: '' }, null),
    ...pieces.map((content) => event({ content }, null)),
    event({}, 'stop'),
    'data: [DONE]\n\n',
  ];
  return bytes(200, events.join(''), { 'content-type': 'text/event-stream' });
}

/** Headers at once, blank lines meanwhile, and the answer at last: how gateways keep a connection open. */
export function keptAlive(exchange: Exchange): Reply {
  return {
    status: 200,
    send: (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('\n\n   \n');
      setTimeout(() => response.end(`\n\n${JSON.stringify(completionBody(exchange))}`), 50);
    },
  };
}

/** A good answer whose headers come late. */
export function late(exchange: Exchange, ms: number): Reply {
  return {
    status: 200,
    send: (response) => {
      setTimeout(() => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify(completionBody(exchange)));
      }, ms);
    },
  };
}

export function html(status: number, title: string, headers: Headers = {}): Reply {
  const page = `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`;
  return bytes(status, page, { 'content-type': 'text/html; charset=utf-8', ...headers }, false);
}
