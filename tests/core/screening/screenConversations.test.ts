import { screenConversations, type ConversationBase } from '../../../core/screening/screenConversations';
import { screenPairs } from '../../../core/screening/screenPairs';
import type { Conversed, StoredTurn } from '../../../core/vocabulary/conversation';
import { textContext, textFilters } from './filters/screening';

const good = 'She kneads the dough at four and opens the shop at seven.';
const turn = (message: string, response: string): StoredTurn => ({
  ...{ kind: 'followUp', message, response, finishReason: 'stop', messageCall: 'm', call: 'r' },
  prompts: ['userMessage@1', 'respondOn@1'],
});
const response = (number: number) => ({
  ...{ response: number, input: `morning ${number}`, text: good, finishReason: 'stop' as const },
  ...{ callKey: null, endpoint: null, model: null, prompts: [] },
});

function base(ordinal: number, responses = 1): ConversationBase {
  return {
    ...{ ordinal, instruction: 'Describe the morning of a baker.', strategy: 'selfInstruct' },
    ...{ askedCell: null, askedLanguage: null, classification: false },
    responses: Array.from({ length: responses }, (_, number) => response(number)),
  };
}

const whole = (...turns: readonly StoredTurn[]): Conversed => ({ kind: 'whole', turns });
const fine = turn('And what does she do at noon?', 'She cleans the ovens and counts what is left.');

function screen(
  conversed: readonly (Conversed | undefined)[],
  recipe: Parameters<typeof textContext>[0] = {},
  ordinal = 0,
) {
  const conversations = conversed.flatMap((one, number) =>
    one ? [{ response: number, conversed: one }] : [],
  );
  const candidate = { ordinal, calls: ['m', 'r'], conversations, base: base(ordinal, conversed.length) };
  return screenConversations([candidate], textFilters, textContext(recipe));
}

test('a conversation whose every exchange passes goes on with all of it', async () => {
  const { conversed, changes } = await screen([whole(fine)]);
  expect(conversed).toEqual([
    { ordinal: 0, calls: ['m', 'r'], raw: null, conversations: [{ response: 0, turns: [fine] }] },
  ]);
  expect(changes).toMatchObject([{ ordinal: 0, state: 'open', responses: [{ response: 0, kept: true }] }]);
});

test.each([
  ['refusal', turn('And at noon?', "I'm sorry, but I can't help with that."), 'exchange 3: '],
  [
    'truncation',
    { ...turn('And at noon?', 'She cleans the ovens and'), finishReason: 'length' as const },
    'exchange 3: ',
  ],
  ['needsWorld', turn('And what is the weather in Paris today?', 'It is sunny there.'), 'exchange 3: '],
  [
    'language',
    turn('And at noon?', 'Sie putzt die Öfen und zählt am Mittag, was von den Broten noch übrig ist.'),
    'exchange 3: ',
  ],
])(
  'one that fails the filter %s in a later exchange is rejected as a whole, and says where',
  async (name, bad, where) => {
    const { conversed, changes } = await screen([whole(fine, bad)]);
    expect(changes[0]).toMatchObject({ state: 'rejected', decidedBy: name });
    expect(changes[0]?.reason).toContain(where);
    expect(changes[0]?.responses).toMatchObject([{ kept: false }]);
    // It is kept whole, for whoever looks at what was rejected.
    expect(conversed[0]?.conversations[0]?.turns).toHaveLength(2);
  },
);

test('what speaks of what was said before is not held to be without its input', async () => {
  const { changes } = await screen([
    whole(turn('Summarize this text in five words.', 'Early, floury, warm, busy, tired.')),
  ]);
  expect(changes[0]).toMatchObject({ state: 'open' });
});

test('one that came to nothing is quarantined with what came, and never cut short; a response beside it stays', async () => {
  const unusable: Conversed = { kind: 'unusable', reason: "The user's message 2 is empty.", raw: '…' };
  const alone = await screen([unusable]);
  expect(alone.changes[0]).toMatchObject({
    state: 'quarantined',
    decidedBy: 'conversation',
    reason: unusable.reason,
  });
  expect(alone.conversed[0]).toMatchObject({ raw: '…', conversations: [] });

  const beside = await screen([unusable, whole(fine)]);
  expect(beside.changes[0]).toMatchObject({ state: 'open', responses: [{ kept: false }, { kept: true }] });
  const ended = await screen([whole(turn('And?', "I'm sorry, but I can't help with that.")), undefined]);
  expect(ended.changes[0]).toMatchObject({ state: 'open', responses: [{ kept: false }, { kept: true }] });
});

test('one that a stopped run left half is abandoned', async () => {
  const { changes } = await screen([whole(fine), { kind: 'stopped' }]);
  expect(changes).toEqual([
    { ordinal: 0, state: 'abandoned', decidedBy: null, reason: 'the run was stopped', results: [] },
  ]);
});

test('talk about an answer and personal data are taken out of later turns as of first ones', async () => {
  const { conversed, changes } = await screen(
    [
      whole(
        turn(
          'Write it to jane.doe@gmail.com, please.',
          'Sure! Here is your summary:\n\nShe cleans the ovens at noon. Let me know if you need anything else!',
        ),
      ),
    ],
    { personalData: { action: 'redact' } },
  );
  const [only] = conversed[0]?.conversations[0]?.turns ?? [];
  expect(only?.message).not.toContain('jane.doe');
  expect(only?.response).toBe('She cleans the ovens at noon.');
  expect(changes[0]?.results[0]).toMatchObject({ filter: 'chatter', response: 0 });
});

test('what a strategy brought along with its turns is screened with them at once', async () => {
  const [one, other] = await screenPairs(
    [fine, turn('And?', "I'm sorry, but I can't help with that.")].map((last, ordinal) => ({
      ...base(ordinal),
      ...{ unreadable: null, earlier: [], responses: [{ ...response(0), turns: [fine, last] }] },
    })),
    textFilters,
    textContext(),
  );
  expect(one).toMatchObject({ state: 'open' });
  expect(other).toMatchObject({ state: 'rejected', decidedBy: 'refusal' });
});
