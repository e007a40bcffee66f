import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTeacher, type Teacher } from '../../../adapters/teacher';
import { endpointSchema } from '../../../core/teacher/endpoint';
import type { TeacherRequest } from '../../../core/teacher/request';

const request: TeacherRequest = {
  role: 'respond',
  endpoint: 'test',
  model: 'm',
  prompt: {
    kind: 'chat',
    messages: [{ role: 'user', content: 'Tell me of the sea and of its many islands.' }],
  },
  parameters: { temperature: 0 },
  sample: 's-1',
};

let server: Server;
let teacher: Teacher;
let respond: (response: ServerResponse, body: Record<string, unknown>) => void;
let asked: Record<string, unknown>[];

beforeAll(async () => {
  server = createServer((incoming, response) => {
    let text = '';
    incoming.on('data', (chunk: Buffer) => (text += chunk.toString()));
    incoming.on('end', () => {
      const body = JSON.parse(text) as Record<string, unknown>;
      asked.push(body);
      respond(response, body);
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  teacher = createTeacher('test', endpointSchema.parse({ baseUrl, stopLoops: true }), {});
});
beforeEach(() => (asked = []));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const send = () => teacher.send(request, { callKey: 'c-1', signal: AbortSignal.timeout(30_000) });

const event = (content: string, finish: string | null = null): string =>
  `data: ${JSON.stringify({ id: 'chat-1', choices: [{ index: 0, delta: { content }, finish_reason: finish }] })}\n\n`;

/** Writes events for as long as somebody listens, and tells when nobody does. */
function writesOn(next: (at: number) => string): Promise<number> {
  return new Promise((gone) => {
    respond = (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      let at = 0;
      const timer = setInterval(() => response.write(event(next(at++))), 1);
      response.on('close', () => {
        clearInterval(timer);
        gone(at);
      });
    };
  });
}

test('an answer that goes round in circles is broken off, kept as cut, and counted', async () => {
  const gone = writesOn((at) =>
    at < 20 ? `Island ${at} lies far out. ` : 'The sea is wide and the sea is deep. ',
  );
  const { text, finishReason, promptTokens, completionTokens, sent } = await send();
  expect(text).toMatch(/^Island 0 lies far out\. Island 1 .*The sea is wide and the sea is deep\. /);
  expect(finishReason).toBe('length');
  expect(promptTokens).toBeGreaterThan(5);
  expect(completionTokens).toBeGreaterThan(text.length / 8);
  expect(sent).toMatchObject({ stream: true, stoppedAtLoop: true });
  // The endpoint was told, by the connection's end, and wrote not much more than what was read.
  expect(await gone).toBeLessThan(500);
});

test('one that comes to its end is whole, with the tokens that the endpoint counted', async () => {
  respond = (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (let at = 0; at < 200; at++)
      response.write(event(`Island ${at} is called ${(at * 7_919).toString(36)}. `));
    response.write(event('', 'stop'));
    response.end(
      `data: ${JSON.stringify({ choices: [], usage: { prompt_tokens: 9, completion_tokens: 1_200 } })}\n\ndata: [DONE]\n\n`,
    );
  };
  const { text, finishReason, promptTokens, completionTokens, sent } = await send();
  expect(text).toMatch(/^Island 0 .*Island 199 is called \w+\. $/);
  expect([finishReason, promptTokens, completionTokens]).toEqual(['stop', 9, 1_200]);
  expect(sent).not.toHaveProperty('stoppedAtLoop');
  expect(asked).toMatchObject([{ stream: true, stream_options: { include_usage: true } }]);
});

test('a server that streams nothing is read as ever', async () => {
  respond = (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const message = { role: 'assistant', content: 'Blue. '.repeat(2_000) };
    response.end(JSON.stringify({ id: 'chat-2', choices: [{ index: 0, finish_reason: 'stop', message }] }));
  };
  expect(await send()).toMatchObject({ finishReason: 'stop', text: 'Blue. '.repeat(2_000) });
});
