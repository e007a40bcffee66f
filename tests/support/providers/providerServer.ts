import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { goodAnswer, questionKey, type AskedBody, type Exchange } from './exchange';
import { apiError, html, json, type Reply } from './replies';

/** How the server of a row behaves. */
export interface Provider {
  readonly name: string;
  /** The path that stands between the row's name and `/chat/completions`; left out, `/v1`. */
  readonly base?: string;
  /** What it makes of a text before it is sent, where its answers differ from those of a flawless server. */
  means?(text: string): string;
  reply(exchange: Exchange): Reply;
}

/** What a row's server counted. */
export interface ProviderCounts {
  /** Completion requests that arrived. */
  readonly requests: number;
  /** Most often that one question was answered by something that is paid for. */
  readonly mostBought: number;
  /** Most often that one question was asked. */
  readonly mostAsked: number;
  /** Parameters that were sent with any request. */
  readonly parameters: readonly string[];
}

interface Asked {
  readonly number: number;
  readonly first: AskedBody;
  requests: number;
  bought: number;
}

interface Row {
  readonly provider: Provider;
  readonly asked: Map<string, Asked>;
  readonly parameters: Set<string>;
  /** The texts of the flawless answers. */
  readonly texts: Set<string>;
  requests: number;
}

/** One HTTP server with a provider under each row's name: `http://127.0.0.1:PORT/<row>/v1/chat/completions`. */
export class ProviderServer {
  private readonly rows: ReadonlyMap<string, Row>;
  private readonly server: Server;

  private constructor(providers: readonly Provider[]) {
    this.rows = new Map(
      providers.map((provider) => [
        provider.name,
        { provider, asked: new Map(), parameters: new Set(), texts: new Set(), requests: 0 },
      ]),
    );
    this.server = createServer((request, response) => this.receive(request, response));
  }

  static async start(providers: readonly Provider[]): Promise<ProviderServer> {
    const started = new ProviderServer(providers);
    await new Promise<void>((resolve, reject) => {
      started.server.once('error', reject);
      started.server.listen({ port: 0, host: '127.0.0.1', backlog: 1024 }, resolve);
    });
    return started;
  }

  baseUrl(name: string): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/${name}${this.row(name).provider.base ?? '/v1'}`;
  }

  counts(name: string): ProviderCounts {
    const { requests, asked, parameters } = this.row(name);
    const questions = [...asked.values()];
    return {
      requests,
      mostBought: Math.max(0, ...questions.map(({ bought }) => bought)),
      mostAsked: Math.max(0, ...questions.map((question) => question.requests)),
      parameters: [...parameters].sort(),
    };
  }

  /** Whether an answer of the row, as a flawless server writes it, holds a text. */
  wrote(name: string, text: string): boolean {
    return [...this.row(name).texts].some((written) => written.includes(text));
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  private row(name: string): Row {
    const row = this.rows.get(name);
    if (!row) throw new Error(`There is no provider ${name}.`);
    return row;
  }

  private receive(request: IncomingMessage, response: ServerResponse): void {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => this.route(request, response, Buffer.concat(chunks).toString('utf8')));
  }

  private route(request: IncomingMessage, response: ServerResponse, raw: string): void {
    const [, name = '', ...rest] = (request.url ?? '').split('?')[0]?.split('/') ?? [];
    const row = this.rows.get(name);
    const path = rest.join('/');
    if (!row) return html(404, '404 Not Found').send(response);
    if (path.endsWith('models'))
      return json(200, { object: 'list', data: [{ id: 'model', object: 'model' }] }).send(response);
    if (path === 'sign-in') return html(200, 'Sign in to continue').send(response);
    const api = path.endsWith('chat/completions') ? 'chat' : 'completion';
    if (!path.endsWith('completions')) return html(404, '404 Not Found').send(response);

    row.requests += 1;
    const { requests: count, provider, asked, parameters, texts } = row;
    const body = JSON.parse(raw) as AskedBody;
    for (const name of Object.keys(body)) parameters.add(name);
    const key = questionKey(body, request.headers);
    const question = asked.get(key) ?? { number: asked.size + 1, first: body, requests: 0, bought: 0 };
    asked.set(key, question);
    question.requests += 1;
    const { number, first, requests: attempt } = question;
    const flawless = goodAnswer(body, key);
    const good = { ...flawless, text: provider.means?.(flawless.text) ?? flawless.text };
    for (const text of textsWithin(good.text)) texts.add(text);
    const exchange = { api, body, headers: request.headers, count, attempt, question: number, first, good };
    const reply =
      api === 'completion' && body.prompt === undefined
        ? apiError(404, { message: 'Not found.' })
        : provider.reply(exchange as Exchange);
    if (reply.paid ?? reply.status === 200) question.bought += 1;
    reply.send(response);
  }
}

/** The text, and each string within it where it is JSON. */
function textsWithin(text: string): string[] {
  try {
    return [text, ...stringsOf(JSON.parse(text))];
  } catch {
    return [text];
  }
}

function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsOf) : [];
}
