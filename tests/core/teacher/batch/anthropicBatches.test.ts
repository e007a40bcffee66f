import { readAnswer } from '../../../../core/teacher/answer/readAnswer';
import {
  asCompletion,
  countedIn,
  messagesParameters,
  readAnthropicBatch,
  readAnthropicResults,
} from '../../../../core/teacher/batch/anthropicBatches';

test('a chat request becomes parameters of Messages: system apart, a bound in any case, stops under their name', () => {
  const body = {
    model: 'claude',
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Hello' },
      { role: 'assistant', content: '1.' },
    ],
    temperature: 0.7,
    stop: ['END'],
  };
  expect(messagesParameters(body)).toEqual({
    model: 'claude',
    max_tokens: 4096,
    system: 'Be brief.',
    messages: [
      { role: 'user', content: 'Hello' },
      { role: 'assistant', content: '1.' },
    ],
    stop_sequences: ['END'],
    temperature: 0.7,
  });
  expect(messagesParameters({ ...body, max_tokens: 50, stop: [] })).toMatchObject({ max_tokens: 50 });
  expect(messagesParameters({ ...body, stop: [] })).not.toHaveProperty('stop_sequences');
});

test.each([
  ['end_turn', 'stop'],
  ['stop_sequence', 'stop'],
  ['max_tokens', 'length'],
])(
  'an answer that ended with %s is read as online, thinking apart, and every token counted',
  (reason, ends) => {
    const completion = asCompletion({
      id: 'msg_1',
      model: 'claude',
      content: [
        { type: 'thinking', thinking: 'Hm.' },
        { type: 'text', text: 'A wren' },
        { type: 'text', text: '.' },
      ],
      stop_reason: reason,
      usage: {
        input_tokens: 10,
        cache_read_input_tokens: 100,
        cache_creation_input_tokens: 20,
        output_tokens: 7,
      },
    });
    expect(readAnswer(JSON.stringify(completion), false)).toMatchObject({
      text: 'A wren.',
      thinking: 'Hm.',
      finishReason: ends,
      promptTokens: 130,
      completionTokens: 7,
      cachedTokens: 100,
      cacheWriteTokens: 20,
      requestId: 'msg_1',
    });
  },
);

test('succeeded, errored, cancelled and expired requests are told apart', () => {
  const message = { id: 'm', content: [{ type: 'text', text: 'Hi' }], stop_reason: 'end_turn', usage: {} };
  const invalid = { type: 'error', error: { type: 'invalid_request_error', message: 'No.' } };
  const text = [
    { custom_id: 'a', result: { type: 'succeeded', message } },
    { custom_id: 'b', result: { type: 'errored', error: invalid } },
    { custom_id: 'c', result: { type: 'canceled' } },
    { custom_id: 'd', result: { type: 'expired' } },
  ]
    .map((line) => JSON.stringify(line))
    .join('\n');
  expect(readAnthropicResults(text)).toMatchObject([
    { kind: 'answered', customId: 'a' },
    { kind: 'refused', customId: 'b', status: 400, error: { type: 'invalid_request_error' } },
    { kind: 'unasked', customId: 'c' },
    { kind: 'unasked', customId: 'd' },
  ]);
});

test('a batch runs until it has ended, also while it is being cancelled, and tells how many requests it has', () => {
  const of = (processing_status: string) => readAnthropicBatch({ id: 'msgbatch_1', processing_status });
  expect(of('in_progress')?.state).toBe('running');
  expect(of('canceling')?.state).toBe('running');
  expect(of('ended')).toEqual({ id: 'msgbatch_1', state: 'ended', files: ['msgbatch_1'] });
  expect(readAnthropicBatch({ id: 'x' })).toBeUndefined();
  expect(countedIn({ request_counts: { processing: 3, succeeded: 4, errored: 0 } })).toBe(7);
});
