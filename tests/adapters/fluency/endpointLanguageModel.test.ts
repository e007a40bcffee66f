import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EndpointLanguageModel } from '../../../adapters/fluency/endpointLanguageModel';
import { createTeacher, TeacherError } from '../../../adapters/teacher';
import type { Account } from '../../../core/teacher/account';
import type { LogProbabilityRequest } from '../../../core/screening/fluency/languageModel';
import { endpointSchema } from '../../../core/teacher/endpoint';

let server: Server;
let answer: (prompt: string) => unknown;

beforeAll(async () => {
  server = createServer((incoming, response) => {
    let body = '';
    incoming.on('data', (chunk: Buffer) => (body += chunk.toString()));
    incoming.on('end', () => {
      const { prompt } = JSON.parse(body) as { prompt: string };
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ choices: [answer(prompt)] }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Every character a token; the last one is written by the model itself. */
function echo(prompt: string) {
  const tokens = [...prompt, '!'];
  return {
    logprobs: {
      tokens,
      token_logprobs: tokens.map((_, index) => (index === 0 ? null : -index)),
      text_offset: tokens.map((_, index) => index),
    },
  };
}

const account: Account = {
  address: { scope: 'run', runKey: 'run', iteration: 0 },
  signal: new AbortController().signal,
};

/** Asks its endpoint without a ledger in between. */
function model() {
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  const teacher = createTeacher('cloud', endpointSchema.parse({ baseUrl }), {});
  const ofEndpoint = new EndpointLanguageModel('cloud', 'base', (request) =>
    teacher.send(request, { callKey: 'key', signal: account.signal }),
  );
  return {
    logProbabilities: (requests: readonly LogProbabilityRequest[]) =>
      ofEndpoint.logProbabilities(requests, account),
  };
}

test('gives the figures of the text, and neither of its context nor of what the model adds', async () => {
  answer = echo;
  const [figures] = await model().logProbabilities([{ context: 'Hi', text: 'abc' }]);
  expect(figures).toEqual([
    { token: 'a', logProbability: -4 },
    { token: 'b', logProbability: -5 },
    { token: 'c', logProbability: -6 },
  ]);
});

test('an endpoint that does not echo its prompt is an error, never a figure', async () => {
  answer = () => ({ text: 'hello', logprobs: null });
  await expect(model().logProbabilities([{ text: 'abc' }])).rejects.toThrow(TeacherError);
});
