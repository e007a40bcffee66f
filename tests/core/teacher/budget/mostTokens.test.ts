import { mostTokens } from '../../../../core/teacher/budget/mostTokens';
import { tokenCounterOf } from '../../../../core/teacher/tokens/tokenCounter';
import type { TeacherRequest } from '../../../../core/teacher/request';

const asked = (...texts: readonly string[]): TeacherRequest => ({
  role: 'respond',
  endpoint: 'somewhere',
  model: 'gpt-4o-mini',
  prompt: { kind: 'chat', messages: texts.map((content) => ({ role: 'user', content })) },
  parameters: {},
  sample: '0',
});

test.each([
  'Plain English, as it comes.',
  '这是一个用中文写的问题，它有很多字。',
  'ᚠᛇᚻ᛫ᛒᛦᚦ ⁂ ꙮ 𒀀𒀁𒀂 🤷🏽‍♀️',
  'a\u0000b\t\t\n\n  \u200b\u200b',
  '{"json": [1, 2, 3]}'.repeat(20),
  '<|im_start|><|endoftext|>',
])('no tokenizer counts more tokens of a prompt than are reserved for it: %j', async (text) => {
  for (const model of ['gpt-4o-mini', 'gpt-4']) {
    const { count } = await tokenCounterOf(model);
    expect(mostTokens(asked(text, text), 10).prompt).toBeGreaterThanOrEqual(2 * (count(text) + 8));
  }
});

test('an answer is taken at its bound, at what the configuration lets through, and at a lot where nothing bounds it', () => {
  expect(mostTokens(asked('x'), 100).answer).toBe(100);
  expect(mostTokens(asked('x'), 100, { max_completion_tokens: 500 }).answer).toBe(500);
  expect(mostTokens(asked('x'), undefined).answer).toBeGreaterThanOrEqual(16_384);
});

test('a schema and what the configuration adds count as parts of the prompt', () => {
  const plain = mostTokens(asked('x'), 1).prompt;
  const schema = { name: 'reply', schema: { type: 'object', description: 'y'.repeat(1_000) } };
  expect(mostTokens({ ...asked('x'), schema }, 1).prompt).toBeGreaterThan(plain + 1_000);
  expect(mostTokens(asked('x'), 1, { system: 'z'.repeat(500) }).prompt).toBeGreaterThan(plain + 500);
});
