import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EndpointEmbedder } from '../../../adapters/embedder/endpointEmbedder';
import { EndpointModerator } from '../../../adapters/moderation/endpointModerator';
import { EndpointLanguageModel } from '../../../adapters/fluency/endpointLanguageModel';
import { PurchaseStopped } from '../../../adapters/purchasing/purchaser';
import type { Database } from '../../../adapters/store/database';
import { StoredEmbeddings } from '../../../adapters/store/embeddings';
import type { Account } from '../../../core/teacher/account';
import { endpointSchema } from '../../../core/teacher/endpoint';
import type { EndpointRequest } from '../../../core/teacher/request';
import { openTestStore, type TestStore } from '../../support/testStore';
import { startPurchasing } from '../../support/startPurchasing';

const key = 'a-secret-that-looks-like-nothing-in-particular';

interface Reply {
  readonly status?: number;
  readonly body: unknown;
}

let postgres: TestStore;
let database: Database;
let server: Server;
let reply: (body: { input?: string[]; prompt?: string; messages?: unknown }, authorization: string) => Reply;
let received: { input?: string[]; prompt?: string }[];
let inFlight = 0;
let maxInFlight = 0;
let runs = 0;
const open: (() => Promise<void>)[] = [];

beforeAll(async () => {
  postgres = await openTestStore(8);
  database = postgres.database;
  server = createServer((incoming, response) => {
    let text = '';
    incoming.on('data', (chunk: Buffer) => (text += chunk.toString()));
    incoming.on('end', () => {
      const body = JSON.parse(text) as { input?: string[]; prompt?: string };
      received.push(body);
      maxInFlight = Math.max(maxInFlight, ++inFlight);
      setTimeout(() => {
        inFlight--;
        const { status = 200, body: answer } = reply(body, incoming.headers.authorization ?? '');
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
      }, 30);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
}, 120_000);

beforeEach(() => {
  [received, inFlight, maxInFlight] = [[], 0, 0];
  reply = ({ input, prompt }) => ({ body: input ? vectorsOf(input) : echoOf(prompt ?? '') });
});

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

afterAll(async () => {
  server?.closeAllConnections();
  server?.close();
  await postgres?.stop();
});

const vectorsOf = (input: readonly string[]) => ({
  data: input.map((text, index) => ({ index, embedding: [text.length, 1] })),
  usage: { prompt_tokens: 10 * input.length, total_tokens: 10 * input.length },
});

const echoOf = (prompt: string) => {
  const tokens = [...prompt, '!'];
  return {
    usage: { prompt_tokens: prompt.length, completion_tokens: 1 },
    choices: [
      {
        logprobs: {
          tokens,
          token_logprobs: tokens.map((_, index) => (index === 0 ? null : -index)),
          text_offset: tokens.map((_, index) => index),
        },
      },
    ],
  };
};

/** A worker that buys its measures of an endpoint. */
async function startWorker({ concurrency = 8 } = {}) {
  const endpoint = endpointSchema.parse({
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    apiKeyEnv: 'THE_KEY',
    concurrency,
    usdPerMillionPromptTokens: 1_000,
  });
  const { purchaser, end: stop } = await startPurchasing(
    database,
    { cloud: endpoint },
    { environment: { THE_KEY: key } },
  );
  let ended = false;
  const end = async (): Promise<void> => {
    if (ended) return;
    ended = true;
    await stop();
  };
  open.push(end);
  const buy = async (request: EndpointRequest, { address, signal }: Account) =>
    (await purchaser.buy(address, request, [0], signal)).answer;
  return {
    purchaser,
    embeddings: new StoredEmbeddings(
      database,
      new EndpointEmbedder('cloud', { name: 'small', dimensions: 2 }, buy),
    ),
    languageModel: new EndpointLanguageModel('cloud', 'base', buy),
    moderator: new EndpointModerator('cloud', 'guard', buy),
    end,
  };
}

const newAccount = (): Account => {
  const run = `run-${runs++}`;
  return {
    address: { scope: run, runKey: run, iteration: 0 },
    signal: new AbortController().signal,
  };
};

async function ledgerOf({ address }: Account) {
  const { rows } = await database.query<{ role: string; calls: number; tokens: number; cost: number }>(
    `select role, count(*)::int as calls, sum(prompt_tokens)::int as tokens, sum(cost_usd)::float8 as cost
     from ledger where run_key = $1 and state = 'answered' group by role order by role`,
    [address.runKey],
  );
  return rows;
}

test('vectors and log-probabilities have their rows in the ledger, and their cost in the run that asked', async () => {
  const worker = await startWorker();
  const account = newAccount();
  await worker.embeddings.embed(['Name a bird.', 'Name a fish.'], account);
  await worker.languageModel.logProbabilities([{ context: 'Hi', text: 'abc' }], account);
  expect(await ledgerOf(account)).toEqual([
    { role: 'embed', calls: 1, tokens: 20, cost: 0.02 },
    { role: 'score', calls: 1, tokens: 7, cost: null },
  ]);
});

test('what a worker bought and could not use any more before it died is not bought again by the next', async () => {
  const [first, account, texts] = [await startWorker(), newAccount(), ['Only once.', 'And this.']];
  const vectors = await first.embeddings.embed(texts, account);
  const [figures] = await first.languageModel.logProbabilities([{ text: 'abc' }], account);
  await first.end();
  await database.query('delete from embeddings'); // as if it had died between the answer and what came of it
  const second = await startWorker();
  expect(await second.embeddings.embed(texts, account)).toEqual(vectors);
  expect(await second.languageModel.logProbabilities([{ text: 'abc' }], account)).toEqual([figures]);
  expect(received).toHaveLength(2);
});

test('they wait for the slots of their endpoint like everything that is sent there, and through what passes', async () => {
  const worker = await startWorker({ concurrency: 2 });
  let refusals = 0;
  reply = ({ prompt }) =>
    refusals++ < 3
      ? { status: refusals === 1 ? 429 : 500, body: { error: { message: 'not now' } } }
      : { body: echoOf(prompt ?? '') };
  const requests = Array.from({ length: 8 }, (_, index) => ({ text: `text ${index}` }));
  expect(await worker.languageModel.logProbabilities(requests, newAccount())).toHaveLength(8);
  expect(maxInFlight).toBeLessThanOrEqual(2);
});

test('one text that the endpoint refuses costs the others nothing', async () => {
  const worker = await startWorker();
  const error = { message: 'too long', code: 'context_length_exceeded' };
  reply = ({ input = [] }) =>
    input.includes('far too long') ? { status: 400, body: { error } } : { body: vectorsOf(input) };
  const account = newAccount();
  const good = ['one', 'two', 'three'];
  await expect(worker.embeddings.embed([...good, 'far too long'], account)).rejects.toMatchObject({
    failure: { kind: 'unanswerable' },
  });
  const before = received.length;
  await expect(worker.embeddings.embed([...good, 'far too long'], account)).rejects.toThrow(/too long/);
  expect(received).toHaveLength(before); // all of that is in the ledger
});

test('no key gets into the store, whatever the endpoint repeats', async () => {
  const worker = await startWorker();
  const account = newAccount();
  const said = (authorization: string) => `You sent ${authorization}.`;
  const ask = (content: string) =>
    worker.purchaser.buy(
      account.address,
      {
        role: 'respond',
        endpoint: 'cloud',
        model: 'base',
        prompt: { kind: 'chat', messages: [{ role: 'user', content }] },
        parameters: {},
        sample: '0',
      },
      [0],
      account.signal,
    );
  reply = (_, authorization) => ({
    body: {
      id: authorization,
      choices: [{ finish_reason: 'stop', message: { content: said(authorization) } }],
    },
  });
  await ask('Repeat what you were sent.');
  reply = (_, authorization) => ({
    status: 400,
    body: { error: { message: said(authorization), code: 'content_filter' } },
  });
  await ask('Refuse, and repeat what you were sent.');
  reply = (_, authorization) => ({ status: 401, body: { error: { message: said(authorization) } } });
  await expect(ask('Say no.')).rejects.toThrow(PurchaseStopped);

  for (const table of ['ledger', 'endpoint_pools', 'endpoint_members', 'holders', 'embeddings']) {
    const { rows } = await database.query<{ row: string }>(`select t::text as row from ${table} t`);
    expect(rows.filter(({ row }) => row.includes(key))).toEqual([]);
  }
  const { rows } = await database.query<{ answer: string }>(
    `select answer from ledger where run_key = $1 and answer <> ''`,
    [account.address.runKey],
  );
  expect(rows).toEqual([{ answer: 'You sent Bearer [key].' }]);
});

describe('moderation', () => {
  const clear = { flagged: false, categories: { violence: false } };
  const flagged = { flagged: true, categories: { violence: true } };
  const verdictsOn = (input: readonly string[] = []) => ({
    id: 'modr-1',
    model: 'guard',
    results: input.map((text) => (text.includes('knife') ? flagged : clear)),
  });

  test('is bought once, has its row in the ledger, and waits through what passes', async () => {
    const worker = await startWorker();
    const account = newAccount();
    let failures = 0;
    reply = ({ input }) =>
      failures++ < 2
        ? { status: 500, body: { error: { message: 'overloaded' } } }
        : { body: verdictsOn(input) };
    const texts = ['A bird sings.', 'A knife cuts.'];
    const verdicts = [
      { flagged: false, categories: [] },
      { flagged: true, categories: ['violence'] },
    ];
    expect(await worker.moderator.moderate(texts, account)).toEqual(verdicts);
    const before = received.length;
    expect(await worker.moderator.moderate(texts, account)).toEqual(verdicts);
    expect(received).toHaveLength(before);
    expect(await ledgerOf(account)).toMatchObject([{ role: 'moderate', calls: 1 }]);
  });

  test.each<[string, (input: readonly string[]) => unknown]>([
    ['HTML', () => '<html><body>Bad Gateway</body></html>'],
    ['nothing', () => ({})],
    ['too few results', (input) => ({ results: input.slice(1).map(() => clear) })],
    ['too many results', (input) => ({ results: [...input, 'one more'].map(() => clear) })],
  ])('stops, and passes nothing, where an endpoint gives %s for a verdict', async (_, body) => {
    const worker = await startWorker();
    reply = ({ input = [] }) => ({ body: body(input) });
    await expect(worker.moderator.moderate(['A bird sings.', 'A fish swims.'], newAccount())).rejects.toThrow(
      PurchaseStopped,
    );
  });

  test('of a text that the endpoint refuses says nothing', async () => {
    const worker = await startWorker();
    reply = () => ({ status: 400, body: { error: { message: 'no', code: 'context_length_exceeded' } } });
    await expect(worker.moderator.moderate(['far too long'], newAccount())).rejects.toMatchObject({
      failure: { kind: 'unanswerable' },
    });
  });
});
