import { tokenCounterOf } from '../../../../core/teacher/tokens/tokenCounter';
import { tokensByScript } from '../../../../core/teacher/tokens/tokensByScript';

const english = 'Explain to a beginner why the sea is salty, and name one thing that is often overlooked.';

test.each([
  ['gpt-4o', 'o200k_base'],
  ['openai/gpt-5-mini', 'o200k_base'],
  ['o3', 'o200k_base'],
  ['gpt-oss-20b', 'o200k_base'],
  ['gpt-4-turbo', 'cl100k_base'],
  ['text-embedding-3-small', 'cl100k_base'],
  ['claude-sonnet-4-5', 'characters'],
  ['qwen/qwen3-32b', 'characters'],
])('%s is counted by %s', async (model, by) => {
  expect((await tokenCounterOf(model)).by).toBe(by);
});

test('a tokenizer takes what looks like a special token for text', async () => {
  const counter = await tokenCounterOf('gpt-4o');
  expect(counter.count('<|endoftext|> is how it ends')).toBeGreaterThan(5);
  expect(counter.count(english)).toBe(19);
});

test.each([
  ['English', english, 19],
  [
    'German',
    'Erkläre einem Anfänger, warum das Meer salzig ist, und nenne etwas, das oft übersehen wird.',
    26,
  ],
  ['Russian', 'Объясни новичку, почему море солёное, и назови то, что часто упускают из виду.', 25],
  ['Chinese', '请向初学者解释为什么海水是咸的，并说出一个经常被忽视的原因。', 19],
])(
  'characters tell the tokens of %s within a third of what real tokenizers make of it',
  (_language, text, real) => {
    const { tokens, error } = tokensByScript(text);
    expect(tokens / real).toBeGreaterThan(0.7);
    expect(tokens / real).toBeLessThan(1.4);
    expect(error).toBeGreaterThan(0);
  },
);

test('nothing has no tokens', () => {
  expect(tokensByScript('').tokens).toBe(0);
});
