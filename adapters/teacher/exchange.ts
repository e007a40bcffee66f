import type { IncomingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import { createBrotliDecompress, createUnzip } from 'node:zlib';
import { util, type Dispatcher } from 'undici';

export interface ExchangeInit {
  readonly method?: string;
  readonly headers?: RequestInit['headers'];
  readonly body: string | null;
  readonly signal?: AbortSignal | null;
}

const redirects = new Set([301, 302, 303, 307, 308]);

/**
 * One request and what came of it, as far as a client of an API needs it: status, headers, and a body that is read once, as text, as JSON, or in
 * pieces as they arrive. A body is not asked for in compressed form, and read where it comes so all the same.
 *
 * @returns undefined where the endpoint sends it elsewhere: then it was not answered.
 * @throws what broke the connection, or the signal's reason.
 */
export function exchange(
  dispatcher: Dispatcher,
  url: string,
  { method = 'GET', headers, body, signal }: ExchangeInit,
): Promise<Response | undefined> {
  const { origin, pathname, search } = new URL(url);
  return new Promise((resolve, reject) => {
    const arriving = new Arriving();
    let breakOff: (error: Error) => void = () => undefined;
    const withdraw = (): void => {
      const reason = signal?.reason as Error;
      breakOff(reason);
      arriving.fail(reason);
      reject(reason);
    };
    const over = (): void => signal?.removeEventListener('abort', withdraw);
    if (signal?.aborted) return withdraw();
    signal?.addEventListener('abort', withdraw, { once: true });
    dispatcher.dispatch(
      {
        origin,
        path: pathname + search,
        method: method as Dispatcher.HttpMethod,
        headers: isRecord(headers) ? headers : [...new Headers(headers)].flat(),
        body,
      },
      {
        onConnect: (abort) => {
          if (signal?.aborted) abort(signal.reason as Error);
          breakOff = abort;
          arriving.breakOff = abort;
        },
        onHeaders: (status, raw) => {
          if (status < 200) return true; // the answer is still to come
          const received = util.parseHeaders(raw) as IncomingHttpHeaders;
          if (redirects.has(status) && received.location !== undefined) {
            over();
            resolve(undefined);
            breakOff(new Error('It is asked for elsewhere.'));
            return false;
          }
          resolve(new PlainResponse(url, status, received, arriving) as unknown as Response);
          return true;
        },
        onData: (chunk) => {
          arriving.push(chunk);
          return true;
        },
        onComplete: () => {
          over();
          arriving.end();
        },
        onError: (error) => {
          over();
          arriving.fail(error);
          reject(error);
        },
      },
    );
  });
}

const isRecord = (headers: ExchangeInit['headers']): headers is Record<string, string> =>
  typeof headers === 'object' && !(Symbol.iterator in headers);

/** The pieces of a body, for one who reads them. */
class Arriving implements AsyncIterable<Uint8Array> {
  breakOff: (error: Error) => void = () => undefined;
  private readonly pieces: Uint8Array[] = [];
  private state: 'open' | 'ended' | { readonly error: Error } = 'open';
  private wake: () => void = () => undefined;

  push(piece: Uint8Array): void {
    this.pieces.push(piece);
    this.wake();
  }

  end(): void {
    if (this.state === 'open') this.state = 'ended';
    this.wake();
  }

  fail(error: Error): void {
    if (this.state === 'open') this.state = { error };
    this.wake();
  }

  /** Whoever stops reading before the end wants nothing more of it. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void> {
    try {
      for (;;) {
        for (let piece = this.pieces.shift(); piece; piece = this.pieces.shift()) yield piece;
        if (this.state === 'ended') return;
        if (this.state !== 'open') throw this.state.error;
        await new Promise<void>((resolve) => (this.wake = resolve));
      }
    } finally {
      if (this.state === 'open') this.breakOff(new Error('Nothing more of it is wanted.'));
    }
  }
}

/** What is used of a Response. */
class PlainResponse {
  readonly ok: boolean;
  readonly headers: PlainHeaders;
  readonly body: AsyncIterable<Uint8Array>;

  constructor(
    readonly url: string,
    readonly status: number,
    headers: IncomingHttpHeaders,
    arriving: Arriving,
  ) {
    this.ok = status >= 200 && status < 300;
    this.headers = new PlainHeaders(headers);
    this.body = decompressed(arriving, headers['content-encoding']);
  }

  async text(): Promise<string> {
    const decoder = new TextDecoder();
    let text = '';
    for await (const piece of this.body) text += decoder.decode(piece, { stream: true });
    return text + decoder.decode();
  }

  async json(): Promise<unknown> {
    return JSON.parse(await this.text()) as unknown;
  }
}

/** Headers as they are iterated and looked up, by names in lower case. */
class PlainHeaders {
  private readonly values: ReadonlyMap<string, string>;

  constructor(headers: IncomingHttpHeaders) {
    this.values = new Map(
      Object.entries(headers).map(([name, value = '']) => [
        name,
        typeof value === 'string' ? value : value.join(', '),
      ]),
    );
  }

  get(name: string): string | null {
    return this.values.get(name.toLowerCase()) ?? null;
  }

  has(name: string): boolean {
    return this.values.has(name.toLowerCase());
  }

  entries(): IterableIterator<[string, string]> {
    return this.values.entries();
  }

  [Symbol.iterator](): IterableIterator<[string, string]> {
    return this.values.entries();
  }
}

function decompressed(body: AsyncIterable<Uint8Array>, encoding = 'identity'): AsyncIterable<Uint8Array> {
  switch (encoding.trim().toLowerCase()) {
    case 'gzip':
    case 'x-gzip':
    case 'deflate':
      return Readable.from(body).compose(createUnzip()) as AsyncIterable<Uint8Array>;
    case 'br':
      return Readable.from(body).compose(createBrotliDecompress()) as AsyncIterable<Uint8Array>;
    default:
      return body;
  }
}
