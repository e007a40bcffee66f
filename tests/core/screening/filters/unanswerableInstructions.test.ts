import { missingInput, needsWorld } from '../../../../core/screening/filters/needsWorld';
import { personalQuestion } from '../../../../core/screening/filters/personalQuestion';
import type { Filter } from '../../../../core/screening/filters/filter';
import { goodPair, textContext } from './screening';

async function passes(filter: Filter, pair: Partial<typeof goodPair>, filters = {}): Promise<boolean> {
  const [result] = await filter.evaluate(
    [{ ...goodPair, language: 'en', input: '', ...pair }],
    textContext(filters),
  );
  return result!.passed;
}

test.each([
  'How many siblings do you have?',
  'What is the most amazing thing you have ever seen?',
  'Describe a time when you had to overcome a fear.',
  'Write a paragraph about your first day at school.',
  'What time do you usually get up?',
])('a question about the life of the one who answers is rejected: %s', async (instruction) => {
  expect(await passes(personalQuestion, { instruction })).toBe(false);
});

test.each([
  'How would you solve a quadratic equation by completing the square?',
  'You are a nurse from Ohio. Tell me about your childhood.',
  'Pretend you are a pirate and describe your favorite ship.',
  'Translate into German: "How many siblings do you have?"',
  'What should you eat before you exercise?',
  'Write a birthday message for your best friend.',
  'Why do your eyes water when you cut onions?',
])('a part to play, a reader, and what is quoted are left: %s', async (instruction) => {
  expect(await passes(personalQuestion, { instruction })).toBe(true);
});

test.each([
  "What is today's date?",
  'What is the weather like in Paris right now?',
  'Search the web for the best pizza places in Chicago.',
  'What restaurants near me are open now?',
  'Check my calendar and tell me when I am free tomorrow.',
])('what needs the time, the web or a place is rejected: %s', async (instruction) => {
  expect(await passes(needsWorld, { instruction })).toBe(false);
});

test.each([
  'Write a script in JavaScript for printing the current date and time.',
  'What is the weather like in Oslo in March?',
  'Explain how GPS finds your location.',
  'I have eggs, rice and spinach in my fridge. What can I cook tonight?',
  'Give me a recipe for dinner tonight that takes 20 minutes.',
])('what only speaks of them is left: %s', async (instruction) => {
  expect(await passes(needsWorld, { instruction })).toBe(true);
});

test('a text that is spoken of has to be there, in the instruction or as its input', async () => {
  const instruction = 'Translate the following paragraph into French.';
  expect(await passes(missingInput, { instruction })).toBe(false);
  expect(await passes(missingInput, { instruction, input: 'The sea is calm.' })).toBe(true);
  expect(await passes(missingInput, { instruction: `${instruction}\n\nThe sea is calm.` })).toBe(true);
  expect(
    await passes(missingInput, { instruction: 'Translate the sentence "I am hungry" into Swahili.' }),
  ).toBe(true);
  expect(await passes(missingInput, { instruction: 'Summarize this article: https://example.com/a' })).toBe(
    false,
  );
});

test('a language is judged by its own words, and one without any is left alone', async () => {
  const instruction = 'Wie viele Geschwister hast du?';
  expect(await passes(personalQuestion, { instruction, language: 'de' })).toBe(false);
  expect(await passes(personalQuestion, { instruction, language: 'nl' })).toBe(true);
});

test('a recipe turns them off', () => {
  const { recipe } = textContext({ personalQuestion: false, needsWorld: false });
  expect([personalQuestion, needsWorld, missingInput].map((filter) => filter.isOn(recipe))).toEqual([
    false,
    false,
    false,
  ]);
});
