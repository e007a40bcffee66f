import {
  converseInquiry,
  type ConversationOutcome,
  type ConversationStart,
} from '../../../../core/responding/conversing/converseInquiry';
import { drawTurns } from '../../../../core/responding/conversing/drawTurns';
import type { RunSetup } from '../../../../core/recipe/runSetup';
import { callKey } from '../../../../core/teacher/callKey';
import type { ChatMessage, TeacherAnswer, TeacherRequest } from '../../../../core/teacher/request';
import { conversationProblems } from '../../../../core/run/conversationProblems';
import type { MessageKind } from '../../../../core/vocabulary/conversation';
import { runSetup, seedTask } from '../../proposing/testSetup';

const start: ConversationStart = {
  ...{ instruction: 'Name a bird that sings at night.', input: '', response: 'The nightingale.', turns: [] },
  ...{ prompts: ['respond@1'], cell: null, persona: null, language: 'en' },
};
const seeds = [seedTask('Name a tree that sheds its leaves.', { response: 'The oak.' })];
const answer = (text: string, more: Partial<TeacherAnswer> = {}): TeacherAnswer => ({
  ...{ text, finishReason: 'stop', promptTokens: 1, completionTokens: 1, requestId: 'r' },
  ...more,
});

function converse(
  kinds: readonly MessageKind[],
  answers: readonly (string | TeacherAnswer)[],
  {
    setup = runSetup({ conversation: {} }),
    from = {},
  }: { setup?: RunSetup; from?: Partial<ConversationStart> } = {},
): { readonly asked: readonly TeacherRequest[]; readonly outcome: ConversationOutcome } {
  const inquiry = converseInquiry({ setup, materials: { seeds } }, { ...start, ...from }, kinds);
  const asked: TeacherRequest[] = [];
  const given = answers.values();
  for (let step = inquiry.next(); ;) {
    if (step.done) return { asked, outcome: step.value };
    asked.push(...step.value);
    step = inquiry.next(
      step.value.map(() => {
        const next = given.next().value;
        if (next === undefined) throw new Error('The teacher is asked for more.');
        return typeof next === 'string' ? answer(next) : next;
      }),
    );
  }
}

const messagesOf = ({ prompt }: TeacherRequest): readonly ChatMessage[] =>
  prompt.kind === 'chat' ? prompt.messages : [];
const textOf = (request: TeacherRequest): string =>
  request.prompt.kind === 'chat'
    ? messagesOf(request)
        .map(({ content }) => content)
        .join('\n')
    : request.prompt.prompt;

test('the user goes on as was drawn, and each message is answered with the whole conversation before it', () => {
  const { asked, outcome } = converse(
    ['correction', 'newSubject'],
    [
      'No, I meant one that swims.',
      'The bittern booms at night.',
      'And what is a fugue?',
      answer('A piece.', { thinking: 'Hm.' }),
    ],
    { from: { persona: 'a retired engineer' } },
  );
  expect(asked.map(({ role }) => role)).toEqual(['propose', 'respond', 'propose', 'respond']);
  expect(textOf(asked[0]!)).toContain('The next message is a correction');
  expect(textOf(asked[0]!)).toContain('The user is: a retired engineer');
  expect(textOf(asked[2]!)).toContain('changes the subject');
  expect(textOf(asked[2]!)).toContain('Assistant: The bittern booms at night.');
  expect(messagesOf(asked[3]!)).toEqual([
    { role: 'user', content: 'Name a bird that sings at night.' },
    { role: 'assistant', content: 'The nightingale.' },
    { role: 'user', content: 'No, I meant one that swims.' },
    { role: 'assistant', content: 'The bittern booms at night.' },
    { role: 'user', content: 'And what is a fugue?' },
  ]);
  expect(outcome).toEqual({
    kind: 'whole',
    turns: [
      {
        ...{
          kind: 'correction',
          message: 'No, I meant one that swims.',
          response: 'The bittern booms at night.',
        },
        ...{ messageCall: callKey(asked[0]!), call: callKey(asked[1]!), finishReason: 'stop' },
        prompts: ['userMessage@1', 'respondOn@1'],
      },
      {
        ...{ kind: 'newSubject', message: 'And what is a fugue?', response: 'A piece.', thinking: 'Hm.' },
        ...{ messageCall: callKey(asked[2]!), call: callKey(asked[3]!), finishReason: 'stop' },
        prompts: ['userMessage@1', 'respondOn@1'],
      },
    ],
  });
});

test('what is none is bought again as another sample, at most twice, and then the conversation is none', () => {
  const mended = converse(
    ['followUp'],
    ['', "I'm sorry, but I can't help with that.", 'Why at night?', '', 'It is quiet.'],
  );
  expect(mended.asked.map(({ role, sample }) => `${role} ${sample}`)).toEqual([
    'propose 0',
    'propose 1',
    'propose 2',
    'respond 0',
    'respond 1',
  ]);
  expect(new Set(mended.asked.map(callKey)).size).toBe(5);
  // Greedily, the same would come again.
  expect(mended.asked.slice(3).map(({ parameters }) => parameters.temperature)).toEqual([0, 0.7]);
  expect(mended.outcome).toMatchObject({
    kind: 'whole',
    turns: [{ message: 'Why at night?', response: 'It is quiet.' }],
  });

  const refused = answer('', { refusal: 'No.' });
  expect(converse(['followUp', 'followUp'], ['Why at night?', refused, refused, refused]).outcome).toEqual({
    ...{ kind: 'unusable', raw: 'No.' },
    reason: 'The response to message 2 of the conversation was refused.',
  });
  expect(converse(['followUp'], ['', '', '']).outcome).toEqual({
    ...{ kind: 'unusable', raw: '' },
    reason: "The user's message 2 of the conversation is empty.",
  });
});

test('what the first response was asked under as the system goes for all of the conversation', () => {
  const setup = runSetup({ conversation: {} });
  const [own] = setup.prompts['respond']!;
  const file = {
    ...own!.file,
    version: 'mine',
    messages: [{ system: 'You are a gardener.' }, { user: '{{ instruction }}' }],
  };
  const prompts = { ...setup.prompts, respond: [{ file, share: 1 }] };
  const { asked } = converse(['followUp'], ['Why at night?', 'It is quiet.'], {
    setup: { ...setup, prompts },
    from: { prompts: ['respond@mine'] },
  });
  expect(messagesOf(asked[1]!)[0]).toEqual({ role: 'system', content: 'You are a gardener.' });
});

test('a conversation that was brought along goes on where it ended', () => {
  const { asked, outcome } = converse(['followUp'], ['And by day?', 'The lark.'], {
    from: { turns: [{ message: 'Why at night?', response: 'It is quiet.' }] },
  });
  expect(messagesOf(asked[1]!).map(({ content }) => content)).toEqual([
    'Name a bird that sings at night.',
    'The nightingale.',
    'Why at night?',
    'It is quiet.',
    'And by day?',
  ]);
  expect(outcome).toMatchObject({ kind: 'whole', turns: [{ message: 'And by day?' }] });
});

test('a small model continues a transcript, in which the message is begun for it', () => {
  const setup = runSetup({ conversation: {} }, { small: true });
  const { asked, outcome } = converse(
    ['misunderstanding'],
    [' all birds sing at night?', 'No, most sleep.'],
    { setup },
  );
  expect(asked[0]!.prompt).toMatchObject({ kind: 'completion' });
  expect(textOf(asked[0]!)).toMatch(/Assistant: The nightingale\.\n\nUser: (\S.*)$/);
  expect(asked[0]!.parameters.stop).toEqual(['\n']);
  // Solved tasks before it show how long a response is.
  expect(
    messagesOf(asked[1]!)
      .slice(0, 3)
      .map(({ content }) => content),
  ).toEqual(['Name a tree that sheds its leaves.', 'The oak.', 'Name a bird that sings at night.']);
  expect(outcome).toMatchObject({
    turns: [{ message: expect.stringMatching(/^(?:So|Wait).* all birds sing at night\?$/) as string }],
  });
});

test('lengths and kinds follow from the address, all lengths alike often, kinds by their weights', () => {
  const { recipe } = runSetup({
    conversation: {
      turns: { from: 2, to: 4 },
      kinds: { followUp: 3, correction: 1, newSubject: 0, misunderstanding: 0 },
    },
  });
  const drawn = Array.from({ length: 3_000 }, (_, ordinal) =>
    drawTurns(recipe, { iteration: 1, ordinal, response: 0 }),
  );
  const again = drawTurns(recipe, { iteration: 1, ordinal: 7, response: 0 });
  expect(again).toEqual(drawn[7]);
  const shareOf = (count: number, of: number) => count / of;
  for (const further of [1, 2, 3])
    expect(shareOf(drawn.filter(({ length }) => length === further).length, drawn.length)).toBeCloseTo(
      1 / 3,
      1,
    );
  const kinds = drawn.flat();
  expect(new Set(kinds)).toEqual(new Set(['followUp', 'correction']));
  expect(shareOf(kinds.filter((kind) => kind === 'followUp').length, kinds.length)).toBeCloseTo(0.75, 1);
  expect(drawTurns(runSetup().recipe, { iteration: 0, ordinal: 0, response: 0 })).toEqual([]);
});

test('what does not go together with conversations is refused, each in a sentence', () => {
  const problems = conversationProblems(
    runSetup({ conversation: {}, respond: { samples: 4 }, safety: { refusals: 0.05 } }).recipe,
  );
  expect(problems.map(({ message }) => message)).toEqual([
    '"conversation" goes on from one response, and "respond.samples" asks for 4 to each instruction: leave one of the two out.',
    '"conversation" can\'t go on from a wanted refusal, and "safety.refusals" asks for some: grow those in a run of their own, and leave one of the two out here.',
  ]);
  expect(conversationProblems(runSetup({ respond: { samples: 4 } }).recipe)).toEqual([]);
  expect(conversationProblems(runSetup({ conversation: {} }).recipe)).toEqual([]);
});
