import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A login page, as a portal sends it in place of whatever was asked for, with status 200. */
export const loginPage =
  '<!doctype html><html><head><title>Sign in to continue</title></head><body>…</body></html>';

/** What came to the proxy: which request, and the how-manieth time it was asked. */
export interface Arrival {
  readonly call: string;
  readonly time: number;
}

/** Stands before a teacher: hands on what is asked, or sends what is no answer, with status 200. */
export class SpoilingProxy {
  /** The body in place of an answer; undefined: hand it on. */
  spoil: (arrival: Arrival) => string | undefined = () => undefined;
  /** What it waits for before anything comes of it; undefined: nothing. */
  hold: (arrival: Arrival) => Promise<unknown> | undefined = () => undefined;
  readonly arrivals: Arrival[] = [];

  private constructor(
    private readonly target: URL,
    private readonly server: ReturnType<typeof createServer>,
  ) {}

  static async start(teacher: string): Promise<SpoilingProxy> {
    const server = createServer((request, response) => proxy.take(request, response));
    const proxy = new SpoilingProxy(new URL(teacher), server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
  }

  /** How often each request was asked. */
  get times(): ReadonlyMap<string, number> {
    return new Map(this.arrivals.map(({ call, time }) => [call, time]));
  }

  /** Breaks off whatever it holds. */
  letGo(): void {
    this.server.closeAllConnections();
  }

  private take(incoming: IncomingMessage, response: ServerResponse): void {
    const call = String(incoming.headers['x-seedbed-call']);
    const arrival = { call, time: (this.times.get(call) ?? 0) + 1 };
    this.arrivals.push(arrival);
    const held = this.hold(arrival);
    if (held) void held.then(() => this.answer(arrival, incoming, response));
    else this.answer(arrival, incoming, response);
  }

  private answer(arrival: Arrival, incoming: IncomingMessage, response: ServerResponse): void {
    const body = this.spoil(arrival);
    if (body !== undefined) {
      incoming.resume();
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(body);
      return;
    }
    const { hostname, port } = this.target;
    const handedOn = forward(
      { hostname, port, path: incoming.url, method: incoming.method, headers: incoming.headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    handedOn.on('error', () => response.destroy());
    incoming.pipe(handedOn);
  }

  async close(): Promise<void> {
    await new Promise((resolve) => this.server.close(resolve).closeAllConnections());
  }
}
