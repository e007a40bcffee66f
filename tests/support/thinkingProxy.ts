import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a teacher answers with, and what it was asked. */
export interface Said {
  readonly text: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly usage: unknown;
  /** Tells requests apart, the same for equal ones: the sum of what is asked. */
  readonly number: number;
}

/** Puts the thinking of a teacher before its answers: each is told by `tell`, as the whole body of a response. */
export interface ThinkingProxy {
  readonly baseUrl: string;
  /** The bodies of the requests so far, in order. */
  readonly asked: readonly Readonly<Record<string, unknown>>[];
  close(): Promise<void>;
}

/** A server between Seedbed and a teacher, which answers in its words and in whichever form `tell` gives them. */
export async function startThinkingProxy(
  teacher: string,
  tell: (said: Said) => string,
): Promise<ThinkingProxy> {
  const asked: Record<string, unknown>[] = [];
  const answer = async (url: string, headers: Record<string, string>, sent: string, out: ServerResponse) => {
    const body = JSON.parse(sent) as Record<string, unknown>;
    asked.push(body);
    const response = await fetch(new URL(url, teacher), { method: 'POST', headers, body: sent });
    const came = await response.text();
    const told = JSON.parse(came) as { choices?: [{ message?: { content: string } }]; usage?: unknown };
    const text = told.choices?.[0].message?.content;
    const number = [...JSON.stringify(body['messages'])].reduce(
      (sum, letter) => sum + letter.charCodeAt(0),
      0,
    );
    out.writeHead(response.status, { 'content-type': 'application/json' });
    out.end(text === undefined ? came : tell({ text, body, usage: told.usage, number }));
  };
  const server = createServer((request, out) => {
    let sent = '';
    request.on('data', (chunk: Buffer) => (sent += chunk.toString()));
    request.on('end', () => {
      const headers = Object.fromEntries(
        Object.entries(request.headers).filter(([name]) => name.startsWith('x-') || name === 'content-type'),
      ) as Record<string, string>;
      answer(request.url ?? '', headers, sent, out).catch((error: unknown) => out.destroy(error as Error));
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
