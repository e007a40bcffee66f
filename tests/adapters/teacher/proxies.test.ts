import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { connect, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createTeacher } from '../../../adapters/teacher';
import { packageRoot } from '../../../adapters/workspace/packageRoot';
import { endpointSchema } from '../../../core/teacher/endpoint';
import type { TeacherRequest } from '../../../core/teacher/request';

const certificate = (file: string) => join(packageRoot(), 'tests/fixtures/certificates', file);
const answer = JSON.stringify({ choices: [{ finish_reason: 'stop', message: { content: 'Hi.' } }] });
const request: TeacherRequest = {
  role: 'respond',
  endpoint: 'test',
  model: 'm',
  prompt: { kind: 'chat', messages: [{ role: 'user', content: 'Hello?' }] },
  parameters: {},
  sample: '0',
};

let teacher: Server;
let secureTeacher: ReturnType<typeof createSecureServer>;
let proxy: Server;
/** Whom the proxy was asked to connect to. */
let connected: string[];

const portOf = (server: Server | typeof secureTeacher) => (server.address() as AddressInfo).port;
const listening = (server: Server | typeof secureTeacher) =>
  new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

beforeAll(async () => {
  teacher = createServer((_, response) => response.setHeader('content-type', 'application/json').end(answer));
  secureTeacher = createSecureServer(
    { key: readFileSync(certificate('server.key')), cert: readFileSync(certificate('server.pem')) },
    (_, response) => response.setHeader('content-type', 'application/json').end(answer),
  );
  // Whatever name it is asked for, the machine is this one.
  proxy = createServer().on('connect', (incoming, client, head) => {
    connected.push(incoming.url ?? '');
    const port = incoming.url === 'temporal.internal:443' ? portOf(secureTeacher) : portOf(teacher);
    const upstream = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.write(head);
      upstream.pipe(client).pipe(upstream);
    });
    for (const socket of [upstream, client]) socket.on('error', () => socket.destroy());
  });
  await Promise.all([teacher, secureTeacher, proxy].map(listening));
});
beforeEach(() => (connected = []));
afterAll(() => {
  for (const server of [teacher, secureTeacher, proxy]) {
    server.closeAllConnections();
    server.close();
  }
});

async function ask(baseUrl: string, environment: Record<string, string>) {
  const endpoint = endpointSchema.parse({ baseUrl });
  const asked = createTeacher('test', endpoint, environment);
  return (await asked.send(request, { signal: new AbortController().signal, callKey: 'key' })).text;
}

const proxied = () => `http://127.0.0.1:${portOf(proxy)}`;

test('an endpoint is asked through the proxy that HTTP_PROXY names', async () => {
  expect(await ask('http://models.example.com/v1', { HTTP_PROXY: proxied() })).toBe('Hi.');
  expect(connected).toEqual(['models.example.com:80']);
});

test.each(['127.0.0.1', '10.0.0.1,127.0.0.1', '*'])('and directly where NO_PROXY is %s', async (NO_PROXY) => {
  const environment = { HTTP_PROXY: proxied(), NO_PROXY };
  expect(await ask(`http://127.0.0.1:${portOf(teacher)}/v1`, environment)).toBe('Hi.');
  expect(connected).toEqual([]);
});

test('and directly where a proxy is named by an empty text', async () => {
  expect(await ask(`http://127.0.0.1:${portOf(teacher)}/v1`, { HTTP_PROXY: ' ' })).toBe('Hi.');
});

test('HTTPS_PROXY and NODE_EXTRA_CA_CERTS lead to a server that only one authority of ours vouches for', async () => {
  // Node reads the authorities when it starts, so that this needs a process of its own.
  const script = `
    const { createTeacher } = require('./dist/adapters/teacher');
    const { endpointSchema } = require('./dist/core/teacher/endpoint');
    const endpoint = endpointSchema.parse({ baseUrl: 'https://temporal.internal/v1' });
    createTeacher('test', endpoint, process.env)
      .send(${JSON.stringify(request)}, { signal: new AbortController().signal, callKey: 'key' })
      .then(({ text }) => console.log(text), ({ message }) => console.log(message));
  `;
  const run = async (environment: Record<string, string>) => {
    const env = { PATH: process.env['PATH'] ?? '', HTTPS_PROXY: proxied(), ...environment };
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', script], {
      cwd: packageRoot(),
      env,
      timeout: 60_000,
    });
    return stdout.trim();
  };
  expect(await run({ NODE_EXTRA_CA_CERTS: certificate('authority.pem') })).toBe('Hi.');
  expect(await run({})).toContain('give its authority to the worker in NODE_EXTRA_CA_CERTS');
  expect(connected).toEqual(['temporal.internal:443', 'temporal.internal:443']);
}, 120_000);
