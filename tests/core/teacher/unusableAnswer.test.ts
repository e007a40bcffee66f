import {
  settledAsUnusable,
  silentEndpoint,
  unusableOf,
  uselessEndpoint,
} from '../../../core/teacher/unusableAnswer';

const asked = { endpoint: 'mine', host: 'models.example:8000', model: 'big' };
const malformed = (raw: string) => unusableOf({ kind: 'malformed', message: 'no answer', raw });

test('whoever reads that an endpoint is of no use learns which, how often, what came, and what to look at', () => {
  const page = `<!doctype html>\n<title>Sign in</title>${'<p>'.repeat(10_000)}`;
  const { kind, message } = uselessEndpoint(
    asked,
    { unusable: 5, of: 5 },
    { raw: page, lacks: 'a web page' },
  );
  expect(kind).toBe('closed');
  for (const part of [
    'Endpoint "mine" (models.example:8000)',
    'model "big"',
    '5 times in a row',
    '(a web page)',
    '<!doctype html> <title>Sign in</title>',
    '/v1',
    'seedbed endpoints check mine',
  ])
    expect(message).toContain(part);
  expect(message).not.toContain('\n');
  expect(message.length).toBeLessThan(800);
});

test('what it shows of what came holds no key', () => {
  expect(
    uselessEndpoint(asked, { unusable: 20, of: 40 }, { raw: 'got Bearer sk-abcdefghijk' }).message,
  ).toMatch(/no answer in 20 of the last 40 responses.*\[key\]/);
});

test.each([
  ['the length was used up', 'length', {}, /5 times in a row.*went into thinking.*"thinkingTokens"/],
  ['thinking was all there was', 'stop', { thinking: 'Hm.' }, /went into thinking/],
  ['nothing at all was said', 'stop', {}, /empty texts.*Check the model's name and its chat template/],
] as const)(
  'whoever reads that an endpoint says nothing learns where to look: %s',
  (_, finishReason, more, words) => {
    const answer = { text: '', finishReason, promptTokens: 1, completionTokens: 0, requestId: '', ...more };
    expect(silentEndpoint(asked, 5, answer)).toMatchObject({
      kind: 'closed',
      message: expect.stringMatching(words) as string,
    });
  },
);

test.each([
  ['{"usage":{"prompt_tokens":7,"completion_tokens":3}}', 7, 3],
  ['{"usage":{"prompt_tokens":"7","completion_tokens":-3}}', 7, 0],
  ['<html>', 0, 0],
  ['null', 0, 0],
  ['', 0, 0],
])('what it took is counted where it says so: %s', (raw, promptTokens, completionTokens) => {
  expect(malformed(raw)).toMatchObject({ promptTokens, completionTokens });
});

test('a request that has no answer keeps what came, of any length up to a bound, and gives nobody a text to read', () => {
  const settled = settledAsUnusable(malformed('x'.repeat(1_000_000)), 3);
  expect(settled).toMatchObject({ text: '', unusable: 'x'.repeat(32_768) });
  expect(settled.refusal).toMatch(/3 times out of 3\. The last one begins: x{199}…\.$/);
});
