import { callKey } from '../../../core/teacher/callKey';
import type { TeacherRequest } from '../../../core/teacher/request';

const request: TeacherRequest = {
  role: 'respond',
  endpoint: 'openai',
  model: 'some-model',
  prompt: { kind: 'chat', messages: [{ role: 'user', content: 'Name a bird.' }] },
  parameters: { temperature: 0, max_tokens: 64, stop: ['\n'] },
  schema: { name: 'bird', schema: { type: 'object', properties: { name: { type: 'string' } } } },
  sample: '0',
};

/** A ledger that was filled by an earlier version is of use only while this stays. */
test('a request keeps its key from version to version', () => {
  expect(callKey(request)).toBe('d5e7a47074e88bd1c66dbe44d26f827f5dfbeea0db8bacd4e4a9002ffb0a15de');
});

test('the order in which fields were written does not matter', () => {
  const { sample, schema, parameters, prompt, model, endpoint, role } = request;
  const { stop, max_tokens, temperature } = parameters;
  const turned = {
    sample,
    schema,
    parameters: { stop, max_tokens, temperature },
    prompt,
    model,
    endpoint,
    role,
  } as TeacherRequest;
  expect(callKey(turned)).toBe(callKey(request));
});

test('a field left out and one that is undefined are the same', () => {
  const { schema: _, ...without } = request;
  expect(callKey({ ...without, schema: undefined } as unknown as TeacherRequest)).toBe(callKey(without));
});

test('who asks does not matter: the same question is the same purchase', () => {
  expect(callKey({ ...request, role: 'judge' })).toBe(callKey(request));
});

test.each<[string, Partial<TeacherRequest>]>([
  ['pool', { endpoint: 'azure' }],
  ['model', { model: 'other-model' }],
  ['prompt', { prompt: { kind: 'chat', messages: [{ role: 'user', content: 'Name a bird!' }] } }],
  ['kind of prompt', { prompt: { kind: 'completion', prompt: 'Name a bird.' } }],
  [
    'role of a message',
    { prompt: { kind: 'chat', messages: [{ role: 'system', content: 'Name a bird.' }] } },
  ],
  ['parameter', { parameters: { temperature: 0.1, max_tokens: 64, stop: ['\n'] } }],
  ['absence of a parameter', { parameters: { temperature: 0, max_tokens: 64 } }],
  ['schema', { schema: { name: 'bird', schema: { type: 'object' } } }],
  ['sample', { sample: '1' }],
])('another %s is another purchase', (_, change) => {
  expect(callKey({ ...request, ...change })).not.toBe(callKey(request));
});

/** What is sent and kept is the storable text, so that is what a purchase is known by. */
test('half a character and NUL count as what is stored in their place, and leave every other key as it was', () => {
  const asked = (content: string): string =>
    callKey({ ...request, prompt: { kind: 'chat', messages: [{ role: 'user', content }] } });
  expect(asked('Name \ud83d a \u0000 bird.')).toBe(asked('Name \ufffd a \ufffd bird.'));
  expect(asked('Name \\ud83d a \\u0000 bird.')).not.toBe(asked('Name \ufffd a \ufffd bird.'));
});
