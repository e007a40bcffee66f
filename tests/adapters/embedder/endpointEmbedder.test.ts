import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EndpointEmbedder } from '../../../adapters/embedder/endpointEmbedder';
import { createTeacher, TeacherError } from '../../../adapters/teacher';
import type { Account } from '../../../core/teacher/account';
import { endpointSchema } from '../../../core/teacher/endpoint';

interface Request {
  readonly model: string;
  readonly input: string[];
  readonly encoding_format: string;
}

const noAccount: Account = {
  address: { scope: 'run', runKey: 'run', iteration: 0 },
  signal: new AbortController().signal,
};

let server: Server;
let received: { url: string; headers: IncomingMessage['headers']; body: Request }[];
let respond: (body: Request, response: ServerResponse) => void;

beforeAll(async () => {
  server = createServer((incoming, response) => {
    let text = '';
    incoming.on('data', (chunk: Buffer) => (text += chunk.toString()));
    incoming.on('end', () => {
      const body = JSON.parse(text) as Request;
      received.push({ url: incoming.url ?? '', headers: incoming.headers, body });
      respond(body, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => {
  received = [];
  respond = (body, response) => send(response, 200, { data: body.input.map(embedding) });
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Each text's own vector: its length, and 1. */
const embedding = (text: string, index: number) => ({ index, embedding: [text.length, 1] });

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

/** Asks its endpoint without a ledger in between. */
function embedder({ dimensions = 2, ...options }: Record<string, unknown> = {}) {
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  const endpoint = endpointSchema.parse({ baseUrl, ...options });
  const model = { name: 'small', dimensions: dimensions as number };
  const teacher = createTeacher('cloud', endpoint, { THE_KEY: 'sk-secret' });
  const ofEndpoint = new EndpointEmbedder('cloud', model, (request) =>
    teacher.send(request, { callKey: 'key', signal: noAccount.signal }),
  );
  return { model: ofEndpoint.model, embed: (texts: readonly string[]) => ofEndpoint.embed(texts, noAccount) };
}

async function failureOf(work: Promise<unknown>) {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof TeacherError)) throw new Error(`Not a TeacherError: ${String(error)}`);
  return error.failure;
}

test('asks /embeddings for plain numbers, and gives them length 1', async () => {
  const [vector] = await embedder({ apiKeyEnv: 'THE_KEY' }).embed(['Name a bird.']);
  expect(received[0]).toMatchObject({
    url: '/v1/embeddings',
    headers: { authorization: 'Bearer sk-secret' },
    body: { model: 'small', input: ['Name a bird.'], encoding_format: 'float' },
  });
  expect(Math.hypot(...vector!)).toBeCloseTo(1, 6);
  expect(vector![0]! / vector![1]!).toBeCloseTo(12, 4);
});

test('sends at most 128 texts at once, and keeps their order, whatever order the answer has', async () => {
  respond = (body, response) => send(response, 200, { data: body.input.map(embedding).reverse() });
  const texts = Array.from({ length: 300 }, (_, index) => 'a'.repeat(index + 1));
  const vectors = await embedder().embed(texts);
  expect(received.map(({ body }) => body.input.length).sort()).toEqual([128, 128, 44]);
  vectors.forEach((vector, index) => expect(vector[0]! / vector[1]!).toBeCloseTo(index + 1, 2));
  expect(await embedder().embed([])).toEqual([]);
});

test('takes answers without an index in the order in which they come', async () => {
  respond = (body, response) =>
    send(response, 200, { data: body.input.map((text) => ({ embedding: [text.length, 1] })) });
  const vectors = await embedder().embed(['a', 'bb']);
  expect(vectors.map((vector) => Math.round(vector[0]! / vector[1]!))).toEqual([1, 2]);
});

test.each([
  [401, 'closed'],
  [404, 'closed'],
  [429, 'rateLimited'],
  [500, 'transient'],
])('HTTP %i means %s, and is not asked again by itself', async (status, kind) => {
  respond = (_, response) => send(response, status, { error: { message: 'no, sk-secret' } });
  const failure = await failureOf(embedder({ apiKeyEnv: 'THE_KEY' }).embed(['a']));
  expect(failure).toMatchObject({ kind, status });
  expect(failure.message).toContain('Endpoint "cloud"');
  expect(failure.message).not.toContain('sk-secret');
  expect(received).toHaveLength(1);
});

test('a missing key is found out before anything is sent', async () => {
  const failure = await failureOf(embedder({ apiKeyEnv: 'ANOTHER_KEY' }).embed(['a']));
  expect(failure).toMatchObject({
    kind: 'closed',
    message: expect.stringContaining('ANOTHER_KEY') as string,
  });
  expect(received).toEqual([]);
});

test.each([
  ['no data', {}],
  ['too few vectors', { data: [{ index: 0, embedding: [1, 2] }] }],
  ['too many vectors', { data: ['a', 'bb', 'ccc'].map(embedding) }],
  ['a vector twice', { data: [embedding('a', 0), embedding('a', 0)] }],
  ['a vector that is none', { data: [embedding('a', 0), { index: 1, embedding: [0, 0] }] }],
  ['a vector in base64', { data: [embedding('a', 0), { index: 1, embedding: 'AACAPw==' }] }],
])('an answer with %s is no answer', async (_, body) => {
  respond = (_body, response) => send(response, 200, body);
  expect(await failureOf(embedder().embed(['a', 'bb']))).toMatchObject({
    kind: 'malformed',
    message: expect.stringContaining('not an answer') as string,
  });
});

test('other dimensions than configured are said, with what to set', async () => {
  const failure = await failureOf(embedder({ dimensions: 384 }).embed(['a']));
  expect(failure).toMatchObject({
    kind: 'closed',
    message: expect.stringContaining('Set its dimensions to 2.') as string,
  });
});

test('an answer that does not come in time is a timeout', async () => {
  respond = () => undefined;
  expect(await failureOf(embedder({ timeoutSeconds: 0.05 }).embed(['a']))).toMatchObject({ kind: 'timeout' });
});

test('its vectors are told from those of another model, or of another endpoint', () => {
  expect(embedder().model).toBe('cloud/small');
});
