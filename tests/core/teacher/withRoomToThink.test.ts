import { callKey } from '../../../core/teacher/callKey';
import type { Inquiry } from '../../../core/teacher/inquiry';
import { notingCalls } from '../../../core/teacher/notingCalls';
import type { TeacherAnswer, TeacherRequest } from '../../../core/teacher/request';
import { isThoughtAlone, tokensToAllow } from '../../../core/teacher/thinkingAllowance';
import { withRoomToThink } from '../../../core/teacher/withRoomToThink';

const request = (content: string): TeacherRequest => ({
  role: 'respond',
  endpoint: 'e',
  model: 'm',
  prompt: { kind: 'chat', messages: [{ role: 'user', content }] },
  parameters: { max_tokens: 10 },
  sample: '0',
});
const answer = (text: string, rest: Partial<TeacherAnswer> = {}): TeacherAnswer => ({
  text,
  finishReason: 'stop',
  promptTokens: 1,
  completionTokens: 1,
  requestId: '',
  ...rest,
});
const usedUp = answer('', { finishReason: 'length', thinking: 'Hm' });
const larger = (one: TeacherRequest): TeacherRequest => ({ ...one, thinkingAllowance: 'larger' });

function* both(): Inquiry<readonly TeacherAnswer[]> {
  return yield [request('a'), request('b')];
}

test('an answer that thinking left room for is asked for once', () => {
  const inquiry = withRoomToThink(both());
  expect(inquiry.next().value).toEqual([request('a'), request('b')]);
  const answers = [answer('A', { thinking: 'Hm' }), answer('B', { finishReason: 'length' })];
  expect(inquiry.next(answers)).toEqual({ done: true, value: answers });
});

test('an answer that thinking left no room for is asked for once more, by a request of its own', () => {
  const inquiry = withRoomToThink(both());
  inquiry.next();
  expect(inquiry.next([answer('A'), usedUp]).value).toEqual([larger(request('b'))]);
  expect(callKey(larger(request('b')))).not.toBe(callKey(request('b')));
  const call = callKey(larger(request('b')));
  expect(inquiry.next([answer('B')])).toEqual({ done: true, value: [answer('A'), { ...answer('B'), call }] });
});

test('a thought that used up the larger allowance as well makes an unusable answer that says so, and is not asked for again', () => {
  const inquiry = withRoomToThink(both());
  inquiry.next();
  inquiry.next([answer('A'), usedUp]);
  const { done, value } = inquiry.next([usedUp]);
  expect(done).toBe(true);
  expect(value).toMatchObject([
    { text: 'A' },
    { text: '', unusable: 'Hm', refusal: expect.stringContaining('used up all its tokens') as string },
  ]);
});

test('the calls of an inquiry are both of them', () => {
  const inquiry = withRoomToThink(notingCalls(both()));
  inquiry.next();
  inquiry.next([answer('A'), usedUp]);
  expect(inquiry.next([answer('B')]).value).toMatchObject({
    calls: [request('a'), request('b'), larger(request('b'))].map(callKey),
  });
});

test('an answer is bounded by what the recipe says, and thinking by an allowance of its own', () => {
  const model = { thinks: true, thinkingTokens: 100 };
  expect(tokensToAllow(request(''), model)).toBe(110);
  expect(tokensToAllow(request(''), { ...model, thinks: false })).toBe(10);
  expect(tokensToAllow(larger(request('')), { ...model, thinks: false })).toBe(410);
  expect(tokensToAllow({ parameters: {} }, model)).toBeUndefined();
});

test('a thought is alone where it was cut before any answer, not where it ended without one', () => {
  expect(isThoughtAlone(usedUp)).toBe(true);
  expect(isThoughtAlone(answer('', { finishReason: 'length', reasoningTokens: 9 }))).toBe(true);
  expect(isThoughtAlone(answer('', { finishReason: 'length' }))).toBe(false);
  expect(isThoughtAlone(answer('', { thinking: 'Hm' }))).toBe(false);
});
