import { inquire, holdAgain } from '../../activities/inquiring';
import type { Inquiry } from '../../core/teacher/inquiry';
import { callKey } from '../../core/teacher/callKey';
import type { TeacherAnswer, TeacherRequest } from '../../core/teacher/request';

const request = (prompt: string): TeacherRequest => ({
  role: 'propose',
  endpoint: 'pool',
  model: 'model',
  prompt: { kind: 'completion', prompt },
  parameters: {},
  sample: '0',
});
const answer = (text: string): TeacherAnswer => ({
  text,
  finishReason: 'stop',
  promptTokens: 1,
  completionTokens: 1,
  requestId: '',
});
const words = ({ prompt }: TeacherRequest) => (prompt.kind === 'completion' ? prompt.prompt : '');

/** Asks about each, then about what came. */
function* twoRounds(...prompts: string[]): Inquiry<string> {
  const drafts = yield prompts.map(request);
  const [last] = yield [request(drafts.map(({ text }) => text).join('+'))];
  return last?.text ?? '';
}

test('an inquiry that is held again from the ledger comes to what it came to when it was bought', async () => {
  const ledger = new Map<string, TeacherAnswer>();
  const bought = await inquire(twoRounds('a', 'b'), (asked) => {
    const given = answer(`<${words(asked)}>`);
    ledger.set(callKey(asked), given);
    return Promise.resolve(given);
  });
  expect(bought).toBe('<<a>+<b>>');
  const looks: number[] = [];
  const again = await holdAgain([twoRounds('a', 'b'), twoRounds('a', 'b')], (keys) => {
    looks.push(keys.length);
    return Promise.resolve(ledger);
  });
  expect(again).toEqual([bought, bought]);
  expect(looks).toEqual([2, 1]); // one look a round, each question once
});

test('one that was broken off comes to nothing, and the others to their ends', async () => {
  const ledger = new Map([request('a'), request('<a>')].map((asked) => [callKey(asked), answer('<a>')]));
  const outcomes = await holdAgain([twoRounds('a'), twoRounds('b')], () => Promise.resolve(ledger));
  expect(outcomes).toEqual(['<a>', undefined]);
});
