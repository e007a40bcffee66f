import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { postReminder, requireWebhook, type Reminder } from '../../../adapters/webhook/postReminder';
import { readConfiguration } from '../../../adapters/workspace/configuration';
import { UserError } from '../../../core/foundations/userError';
import { parseRecipe } from '../../../core/run/parseRecipe';

const reminder: Reminder = {
  text: '3 wait',
  run: 'garden',
  batch: 7,
  pending: 3,
  workflowId: 'garden/review-0007',
};

let server: Server;
let url: string;
let status = 200;
const received: unknown[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (piece: Buffer) => (body += piece.toString()));
    request.on('end', () => {
      received.push(JSON.parse(body));
      response.writeHead(status, status === 302 ? { location: url } : {}).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook/secret`;
});

afterAll(() => server.close());

test('a reminder is posted as JSON', async () => {
  expect(await postReminder(url, reminder)).toBeNull();
  expect(received).toEqual([reminder]);
});

test.each([500, 302])(
  'a webhook that answers with HTTP %i is told, and never its address',
  async (answer) => {
    status = answer;
    const before = received.length;
    expect(await postReminder(url, reminder)).toBe(`the webhook answered with HTTP ${answer}.`);
    expect(received).toHaveLength(before + 1);
  },
);

test('a webhook that nobody serves is told, and never its address', async () => {
  expect(await postReminder('http://127.0.0.1:1/secret', reminder)).toBe('the webhook could not be reached.');
});

test('a recipe that names a webhook the worker does not know is refused with the ones that it knows', async () => {
  const configuration = { ...(await readConfiguration(__dirname, {})), webhooks: { team: url } };
  const named = (webhook: string) => {
    const seeds = { tasks: [{ instruction: 'Name a fruit.', response: 'An apple.' }] };
    const parsed = parseRecipe({ name: 'garden', seeds, review: { remind: { webhook } } });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    return parsed.recipe;
  };
  expect(() => requireWebhook(named('team'), configuration)).not.toThrow();
  expect(() => requireWebhook(named('tema'), configuration)).toThrow(UserError);
  expect(() => requireWebhook(named('tema'), configuration)).toThrow(/"tema".*\(there are team\)/);
});
