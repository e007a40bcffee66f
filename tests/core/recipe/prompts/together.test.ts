import {
  needsInput,
  parseTogether,
  togetherPrompt,
  type TaskExample,
} from '../../../../core/recipe/prompts/together';
import { ourPrompt } from '../../../support/ourPrompts';

const file = ourPrompt('together');

const plain: TaskExample = { instruction: 'Name a bird.', input: '', response: 'The wren.' };
const working: TaskExample = { instruction: 'Translate the word.', input: 'chien', response: 'dog' };
const examples = [plain, working];
const song = { examples, instruction: 'Write a song.' };
const rewrite = { examples, instruction: 'Rewrite the sentence politely.' };

describe('the prompt for input and response together', () => {
  test('asks for a response alone where the instruction holds all it needs', () => {
    expect(togetherPrompt(file, song)).toEqual({
      prompt: {
        kind: 'chat',
        messages: [
          { role: 'user', content: 'Name a bird.' },
          { role: 'assistant', content: 'The wren.' },
          { role: 'user', content: 'Write a song.' },
        ],
      },
      stop: [],
    });
  });

  test('begins the answer with an input where the instruction works on one', () => {
    expect(togetherPrompt(file, rewrite)).toEqual({
      prompt: {
        kind: 'chat',
        messages: [
          { role: 'user', content: 'Translate the word.' },
          { role: 'assistant', content: 'Input: chien\nOutput: dog' },
          { role: 'user', content: 'Rewrite the sentence politely.' },
          { role: 'assistant', content: 'Input:' },
        ],
      },
      stop: ['\nInput:'],
    });
  });

  test('asks for no input where no example shows one', () => {
    const { prompt } = togetherPrompt(file, { ...rewrite, examples: [plain] });
    expect(prompt).toMatchObject({ messages: [{ role: 'user' }, { role: 'assistant' }, { role: 'user' }] });
  });

  test.each([
    ['Rewrite the sentence in a formal tone.', true],
    ['Is this message spam or not spam?', true],
    ['Translate the English sentence into Chinese.', true],
    ['Sort the given numbers.', true],
    ['Choose a topic for the following article. Topics: politics, sports.', true],
    ['Write a song with the following words: sun, sea.', false],
    ['Give synonyms for the word "brave".', false],
    ['What is the best way to learn?', false],
    ['Write an article about birds.', false],
    ['Give me a list of rivers.', false],
    ['What is the title of the first book of Moses?', false],
  ])('%s: works on a text that it does not hold: %s', (instruction, expected) => {
    expect(needsInput(instruction)).toBe(expected);
  });
});

describe('an answer with input and response', () => {
  test('is a response where no input was asked for', () => {
    expect(parseTogether(' La la.\nLa. ', 'stop', song)).toEqual({
      ok: { input: '', response: 'La la.\nLa.' },
    });
  });

  test('is split at its output, whether or not it says again how it was begun', () => {
    const ok = { input: 'Go away!', response: 'Please leave.' };
    expect(parseTogether(' Go away!\nOutput: Please leave.', 'stop', rewrite)).toEqual({ ok });
    expect(parseTogether('Input: Go away!\nOutput: Please leave.', 'stop', rewrite)).toEqual({ ok });
    expect(parseTogether('Input: Go away!\nOutput: Please leave.', 'stop', song)).toEqual({ ok });
  });

  test('counts the first output of a model that went on', () => {
    expect(parseTogether(' a\nOutput: b\nOutput: c', 'stop', rewrite)).toEqual({
      ok: { input: 'a', response: 'b' },
    });
  });

  test.each([
    ['empty', '  ', 'stop', song],
    ['cut', 'La la', 'length', song],
    ['without an output', ' Go away!', 'stop', rewrite],
    ['without an output, unasked', 'Input: Go away!', 'stop', song],
    ['with an empty output', ' Go away!\nOutput: ', 'stop', rewrite],
    ['with an empty input', '\nOutput: Please.', 'stop', rewrite],
    ["with an example's input", ' chien\nOutput: Please.', 'stop', rewrite],
  ] as const)('%s is unreadable, and says why', (_, text, finishReason, task) => {
    expect(parseTogether(text, finishReason, task)).toEqual({ unreadable: expect.any(String) as string });
  });
});
