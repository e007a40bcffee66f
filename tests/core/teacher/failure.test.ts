import { classifyFailure, type RequestContext, type RequestProblem } from '../../../core/teacher/failure';
import { retryAfterMs } from '../../../core/teacher/retryAfter';

const context: RequestContext = {
  endpoint: 'openai',
  host: 'api.example.com',
  model: 'gpt-9',
  apiKeyEnv: 'SOME_KEY',
  timeoutSeconds: 120,
  now: Date.UTC(2026, 0, 1),
  secrets: ['very-secret'],
};
const status = (code: number, rest: Partial<RequestProblem & { cause: 'status' }> = {}): RequestProblem => ({
  cause: 'status',
  status: code,
  headers: {},
  ...rest,
});
const classify = (problem: RequestProblem) => classifyFailure(problem, context);

describe('what a failed request means', () => {
  test.each<[string, RequestProblem, string]>([
    ['429', status(429), 'rateLimited'],
    ['429 for want of credit', status(429, { code: 'insufficient_quota' }), 'quotaExhausted'],
    ['402', status(402), 'quotaExhausted'],
    ['503 with a date', status(503, { headers: { 'retry-after': '3' } }), 'overloaded'],
    ['503 without', status(503), 'transient'],
    ['529', status(529), 'overloaded'],
    ['500', status(500), 'transient'],
    ['409', status(409), 'transient'],
    ['408', status(408), 'timeout'],
    ['504', status(504), 'timeout'],
    ['400', status(400), 'closed'],
    ['400 for its length', status(400, { code: 'context_length_exceeded' }), 'unanswerable'],
    ['413', status(413), 'unanswerable'],
    ['401', status(401), 'closed'],
    ['403', status(403), 'closed'],
    ['404', status(404), 'closed'],
    ['422', status(422), 'closed'],
    ['a refused connection', { cause: 'connection', code: 'ECONNREFUSED', message: '' }, 'transient'],
    ['a reset', { cause: 'connection', code: 'ECONNRESET', message: '' }, 'transient'],
    ['a name not found', { cause: 'connection', code: 'ENOTFOUND', message: '' }, 'transient'],
    ['a bad certificate', { cause: 'connection', code: 'CERT_HAS_EXPIRED', message: '' }, 'closed'],
    ['no JSON', { cause: 'malformed', message: 'Unexpected end' }, 'malformed'],
    ['our timeout', { cause: 'timeout' }, 'timeout'],
    ['no key', { cause: 'missingKey' }, 'closed'],
    ['our withdrawal', { cause: 'cancelled' }, 'cancelled'],
  ])('%s', (_name, problem, kind) => {
    expect(classify(problem).kind).toBe(kind);
  });
});

test('what a person must mend is named', () => {
  expect(classify(status(401)).message).toBe(
    'Endpoint "openai" (api.example.com) refused the key in the environment variable SOME_KEY (HTTP 401). Put a valid key there and restart the worker.',
  );
  expect(classify(status(404)).message).toContain('does not know model "gpt-9"');
  expect(classify({ cause: 'missingKey' }).message).toContain('environment variable SOME_KEY is empty');
  expect(classifyFailure(status(401), { ...context, apiKeyEnv: undefined }).message).toContain('apiKeyEnv');
});

test('no key is ever repeated', () => {
  const message = 'Incorrect API key provided: very-secret, or sk-abcd1234efgh; Bearer very-secret';
  const failure = classify(status(401, { message }));
  expect(failure.message).not.toMatch(/very-secret|abcd1234/);
});

test('a server is waited for as it says', () => {
  const now = Date.UTC(2026, 0, 1, 12);
  expect(retryAfterMs({ 'retry-after-ms': '1500', 'retry-after': '9' }, now)).toBe(1500);
  expect(retryAfterMs({ 'retry-after': '2.5' }, now)).toBe(2500);
  expect(retryAfterMs({ 'retry-after': 'Thu, 01 Jan 2026 12:00:20 GMT' }, now)).toBe(20_000);
  expect(retryAfterMs({ 'retry-after': 'Thu, 01 Jan 2026 11:00:00 GMT' }, now)).toBe(0);
  const serverClock = {
    'retry-after': 'Thu, 01 Jan 2026 13:00:05 GMT',
    date: 'Thu, 01 Jan 2026 13:00:00 GMT',
  };
  expect(retryAfterMs(serverClock, now)).toBe(5_000);
  expect(retryAfterMs({ 'retry-after': '-1' }, now)).toBeUndefined();
  expect(retryAfterMs({ 'retry-after': 'soon' }, now)).toBeUndefined();
  expect(retryAfterMs({}, now)).toBeUndefined();
});

test.each([
  ["Google's", { code: 'INVALID_ARGUMENT', error: { details: [{ reason: 'API_KEY_INVALID' }] } }],
  ["LiteLLM's", { type: 'no_db_connection', message: 'No connected db.' }],
])('a key that is refused with status 400 is told as a key, %s', (_, body) => {
  expect(classify(status(400, body))).toMatchObject({
    kind: 'closed',
    about: 'key',
    message: expect.stringMatching(
      /refused the key in the environment variable SOME_KEY \(HTTP 400/,
    ) as string,
  });
});
