import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { fetchThrough } from '../../../adapters/teacher/fetchThrough';

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const send = fetchThrough({});
const asked = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"asked":"ä"}' };

it('carries the body and the headers there, and status, headers and body back', async () => {
  const url = await serve((request, response) => {
    void (async () => {
      let body = '';
      for await (const piece of request) body += String(piece);
      response.writeHead(429, { 'Retry-After': '7', 'Set-Cookie': ['a=1', 'b=2'] });
      response.end(JSON.stringify({ body, type: request.headers['content-type'], path: request.url }));
    })();
  });
  const response = await send(`${url}/v1/chat?api-version=3`, asked);
  expect([response.ok, response.status, response.headers.get('retry-after')]).toEqual([false, 429, '7']);
  expect(Object.fromEntries(response.headers)).toMatchObject({ 'set-cookie': 'a=1, b=2' });
  expect(await response.json()).toEqual({
    body: asked.body,
    type: 'application/json',
    path: '/v1/chat?api-version=3',
  });
});

it.each([
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
] as const)('reads an answer that comes as %s though nobody asked for it so', async (encoding, compress) => {
  const url = await serve((_, response) => {
    response.writeHead(200, { 'content-encoding': encoding });
    response.end(compress('an answer: ä'.repeat(1_000)));
  });
  expect(await (await send(url, asked)).text()).toBe('an answer: ä'.repeat(1_000));
});

it('follows an endpoint to where it has moved', async () => {
  const moved = await serve((request, response) => {
    void (async () => {
      for await (const piece of request) response.write(piece);
      response.end();
    })();
  });
  const url = await serve((_, response) => response.writeHead(308, { location: `${moved}/there` }).end());
  expect(await (await send(url, asked)).text()).toBe(asked.body);
});

it('ends a request when its sender withdraws it, before and after the answer has begun', async () => {
  const url = await serve((request, response) => {
    if (request.url === '/begun') response.write('half');
  });
  const before = new AbortController();
  const silent = send(`${url}/silent`, { ...asked, signal: before.signal });
  before.abort(new Error('withdrawn'));
  await expect(silent).rejects.toThrow('withdrawn');

  const after = new AbortController();
  const begun = await send(`${url}/begun`, { ...asked, signal: after.signal });
  const text = begun.text();
  after.abort(new Error('withdrawn'));
  await expect(text).rejects.toThrow('withdrawn');
});

it('tells an answer that broke off from one that is whole', async () => {
  const url = await serve((_, response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('half', () => response.destroy());
  });
  const response = await send(url, asked);
  await expect(response.text()).rejects.toThrow();
});
