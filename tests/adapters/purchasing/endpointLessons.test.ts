import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Learned } from '../../../adapters/purchasing/teacherEndpoints';
import type { Database } from '../../../adapters/store/database';
import { EndpointLessons } from '../../../adapters/store/endpointLessons';
import { callKey } from '../../../core/teacher/callKey';
import { endpointSchema } from '../../../core/teacher/endpoint';
import type { TeacherRequest } from '../../../core/teacher/request';
import { openTestStore, type TestStore } from '../../support/testStore';
import { startPurchasing } from '../../support/startPurchasing';
import { eventually } from '../../support/testSeedbed';

let postgres: TestStore;
let database: Database;
let server: Server;
let bodies: Record<string, unknown>[] = [];
const open: (() => Promise<void>)[] = [];

beforeAll(async () => {
  postgres = await openTestStore(8);
  database = postgres.database;
  server = createServer((incoming, response) => {
    let text = '';
    incoming.on('data', (chunk: Buffer) => (text += chunk.toString()));
    incoming.on('end', () => {
      const body = JSON.parse(text) as Record<string, unknown>;
      bodies.push(body);
      const error = { message: 'No.', param: 'temperature', code: 'unsupported_value' };
      const [status, answer] =
        'temperature' in body
          ? [400, { error }]
          : [200, { choices: [{ finish_reason: 'stop', message: { content: 'Hi.' } }] }];
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
}, 120_000);

beforeEach(() => (bodies = []));
afterAll(async () => {
  server?.closeAllConnections();
  server?.close();
  await postgres?.stop();
});

/** A worker's purchasing, which ends with `end`. */
async function startBuyer(host = '127.0.0.1') {
  const learned: Learned[] = [];
  const endpoint = endpointSchema.parse({
    baseUrl: `http://${host}:${(server.address() as AddressInfo).port}/v1`,
  });
  const { purchaser, end } = await startPurchasing(
    database,
    { picky: endpoint },
    {
      learning: {
        lessons: new EndpointLessons(database),
        onLearned: (lesson) => learned.push(lesson),
      },
    },
  );
  const address = { scope: 'run', runKey: 'run', iteration: 0 };
  open.push(end);
  return {
    learned,
    buy: (request: TeacherRequest) => purchaser.buy(address, request, [0], new AbortController().signal),
  };
}

afterEach(async () => {
  for (const end of open.splice(0)) await end();
});

const question = (content: string): TeacherRequest => ({
  role: 'respond',
  endpoint: 'picky',
  model: 'm',
  prompt: { kind: 'chat', messages: [{ role: 'user', content }] },
  parameters: { temperature: 0.7, max_tokens: 16 },
  sample: '0',
});

const kept = async () => {
  const { rows } = await database.query('select endpoint, model, parameter, taken from endpoint_lessons');
  return rows;
};

test('what a worker learned, the next one knows, and says nothing of it', async () => {
  const first = await startBuyer();
  const asked = question('One?');
  await first.buy(asked);
  expect(bodies).toHaveLength(2);
  expect(first.learned).toMatchObject([{ lesson: { parameter: 'temperature', taken: 'omit' } }]);
  await eventually('the lesson in the store', async () => (await kept()).length === 1);
  expect(await kept()).toEqual([{ endpoint: 'picky', model: 'm', parameter: 'temperature', taken: 'omit' }]);
  for (const end of open.splice(0)) await end();

  const second = await startBuyer();
  await second.buy(question('Two?'));
  expect(bodies.slice(2)).toEqual([expect.not.objectContaining({ temperature: 0.7 })]);
  expect(second.learned).toEqual([]);
});

test('what was asked stays as it was, and what was sent is kept beside it', async () => {
  const buyer = await startBuyer();
  const asked = question('Three?');
  await buyer.buy(asked);
  const { rows } = await database.query<{ request: TeacherRequest; sent: unknown; sends: number }>(
    'select request, sent, sends from ledger where call_key = $1',
    [callKey(asked)],
  );
  expect(rows).toMatchObject([
    { request: { parameters: { temperature: 0.7 } }, sent: { model: 'm', max_tokens: 16 } },
  ]);
  expect(rows[0]?.sent).not.toHaveProperty('temperature');
  expect((await buyer.buy(asked)).sent).toBe(false);
});

test('another server under the same name has learned nothing', async () => {
  const buyer = await startBuyer('localhost');
  await buyer.buy(question('Four?'));
  expect(bodies.map((body) => 'temperature' in body)).toEqual([true, false]);
});
