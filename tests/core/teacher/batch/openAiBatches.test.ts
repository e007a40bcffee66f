import { callKey } from '../../../../core/teacher/callKey';
import {
  isRefusedForNow,
  openAiLine,
  readOpenAiBatch,
  readOpenAiResults,
} from '../../../../core/teacher/batch/openAiBatches';

const files = { output_file_id: 'file-out', error_file_id: 'file-err' };

test.each([
  ['validating', 'running'],
  ['in_progress', 'running'],
  ['finalizing', 'running'],
  ['cancelling', 'running'],
  ['completed', 'ended'],
  ['expired', 'ended'],
  ['cancelled', 'ended'],
  ['COMPLETED', 'ended'],
  ['a state of tomorrow', 'running'],
])('a batch that is %s is %s for us', (status, state) => {
  expect(readOpenAiBatch({ id: 'batch_1', status, ...files })).toEqual({
    id: 'batch_1',
    state,
    files: ['file-out', 'file-err'],
  });
});

test('a batch that failed before it began says why, and whether it may come again', () => {
  const failed = (code: string) =>
    readOpenAiBatch({ id: 'b', status: 'failed', errors: { data: [{ code, message: 'No.' }] } });
  expect(failed('invalid_json')).toMatchObject({ state: 'refused', problem: { code: 'invalid_json' } });
  expect(isRefusedForNow(failed('token_limit_exceeded')!)).toBe(true);
  expect(isRefusedForNow(failed('invalid_json')!)).toBe(false);
});

test('what was answered before a batch failed is salvaged', () => {
  expect(readOpenAiBatch({ id: 'b', status: 'failed', output_file_id: 'f' })?.state).toBe('ended');
});

test.each([undefined, null, 'batch', {}, { id: 'b' }, { status: 'completed' }])('%j is no batch', (value) => {
  expect(readOpenAiBatch(value)).toBeUndefined();
});

test('a line carries the call key, which custom_ids of every provider may be', () => {
  const customId = callKey({
    role: 'respond',
    endpoint: 'openai',
    model: 'm',
    prompt: { kind: 'chat', messages: [{ role: 'user', content: 'Hello' }] },
    parameters: {},
    sample: '0',
  });
  expect(customId).toMatch(/^[a-zA-Z0-9_-]{1,64}$/);
  expect(JSON.parse(openAiLine({ customId, body: { model: 'm' } }, '/v1/chat/completions'))).toEqual({
    custom_id: customId,
    method: 'POST',
    url: '/v1/chat/completions',
    body: { model: 'm' },
  });
});

test('answers, failed lines and lines that were not reached are told apart; a line that was cut off is passed over', () => {
  const lines = [
    { custom_id: 'a', response: { status_code: 200, request_id: 'r', body: { choices: [] } }, error: null },
    { custom_id: 'b', response: { status_code: 429, body: { error: { code: 'rate_limit' } } }, error: null },
    { custom_id: 'c', response: null, error: { code: 'batch_expired', message: 'Not in time.' } },
    { custom_id: 'd', response: null, error: { code: 'batch_cancelled', message: 'Cancelled.' } },
    { custom_id: 'e', response: null, error: { code: 'other', message: 'Odd.' } },
    { no: 'custom_id' },
  ].map((line) => JSON.stringify(line));
  expect(readOpenAiResults([...lines, '{"custom_id": "f", "resp'].join('\n'))).toEqual([
    { kind: 'answered', customId: 'a', body: '{"choices":[]}', requestId: 'r' },
    { kind: 'refused', customId: 'b', status: 429, error: { code: 'rate_limit' } },
    { kind: 'unasked', customId: 'c' },
    { kind: 'unasked', customId: 'd' },
    { kind: 'refused', customId: 'e', status: 500, error: { code: 'other', message: 'Odd.' } },
  ]);
});
