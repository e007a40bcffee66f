import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { judgedInstructions } from '../../../../benchmarks/qualityData';
import { doubtfulTask } from '../../../../core/screening/filters/doubtfulTask';
import type { Subject } from '../../../../core/screening/filters/filter';
import { goodPair, textContext } from './screening';

const context = textContext({ doubtfulTask: true });
const resultOf = async (instruction: string, more: Partial<Subject> = {}) =>
  (await doubtfulTask.evaluate([{ ...goodPair, instruction, input: '', ...more }], context))[0]!;

test.each([
  ['Give each guest a slice of pie.', 'asks for what may not be words: "give each guest"'],
  [
    'Give one of the most powerful tools in the world.',
    'asks for what may not be words: "give the most powerful tools"',
  ],
  ['Make a lamp that never burns out.', 'asks for what may not be words: "make a lamp"'],
  ['Find the smallest object in a drawer.', 'asks for what may not be words: "find the smallest object"'],
  ['Explain the idea in a sentence.', 'speaks of what nothing introduced: "the idea"'],
  ['Describe the new policy in three words.', 'speaks of what nothing introduced: "the new policy"'],
  ['Suggest two slogans for a certain product.', 'speaks of what nothing introduced: "a certain product"'],
  ['Write a review of these headphones.', 'speaks of what nothing introduced: "these headphones"'],
  ['Find the number of people in a database.', 'speaks of what nothing introduced: "a database"'],
  ['Name two fish from the list of 12.', 'speaks of what nothing introduced: "the list"'],
  ['Give five facts to your dog.', 'asks for what may not be words: "give five facts"'],
  ['Suggest ways to make the story more exciting.', 'speaks of what nothing introduced: "the story"'],
  ['Give one recommendation for a product that you own.', 'may ask for a life: "that you own"'],
  ['Name two friends who share a boat.', 'may ask for a life: "Name two friends who"'],
  ['Compare tea and tea, if you can.', 'sets a thing beside itself: "tea and tea"'],
  ['Explain the concept of the concept of zero.', 'sets a thing beside itself: "concept of the concept"'],
])('%s', async (instruction, reason) => expect((await resultOf(instruction)).reason).toBe(reason));

test.each([
  'Give me a piece of advice for a new job.',
  'Give five reasons why a car won’t start.',
  'Make a to-do list for a house move.',
  'Create a new sport with three rules.',
  'Find the area of a circle with radius 2.',
  'Find the number of days in a month.',
  'Find the sum of 2 and 3.',
  'Find one of the synonyms of "brave".',
  'Explain the water cycle to a child.',
  'Explain the idea of a free press.',
  'Describe the moon in two words.',
  'Name the best way to learn chess.',
  'Name three people who have walked on the moon.',
  'Write a fable about two friends who share a boat.',
  'Write a fable about the fox and the grapes.',
  'Explain the proverb: the early bird catches the worm.',
  'Act as a knight and defeat the dragon.',
  'List three things you can do for your heart.',
  'Say whether a message is spam or not spam.',
  'Explain the plan step by step to a team that made the plan.',
  'Explain the difference between a for loop and a while loop.',
])('is a task for words: %s', async (instruction) => {
  const { passed, reason } = await resultOf(instruction);
  expect([passed, reason]).toEqual([true, undefined]);
});

test('what an input, earlier messages or a template may bring, and other languages, are left alone', async () => {
  // Inputs are written with responses.
  expect((await resultOf('Rewrite the sentence in a formal tone.')).passed).toBe(true);
  const asked = 'Explain the idea in a sentence.';
  expect((await resultOf(asked)).passed).toBe(false);
  expect((await resultOf(asked, { input: 'Bees dance to tell where flowers are.' })).passed).toBe(true);
  expect(
    (await resultOf(asked, { before: [{ message: 'What is a hive?', response: 'A home.' }] })).passed,
  ).toBe(true);
  expect((await resultOf(asked, { strategy: 'template' })).passed).toBe(true);
  expect((await resultOf(asked, { language: 'de' })).passed).toBe(true);
});

test('it is on where a recipe asks for it', () => {
  expect(doubtfulTask.isOn(context.recipe)).toBe(true);
  expect(doubtfulTask.isOn(textContext().recipe)).toBe(false);
});

test('it loses at most one in twenty sound instructions, of our seeds none', async () => {
  const seeds = readFileSync(join(__dirname, '../../../../recipes/seeds/quickstart.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { instruction: string; instances: [{ input: string }] });
  const ofSeeds = await Promise.all(
    seeds.map(({ instruction, instances: [{ input }] }) => resultOf(instruction, { input })),
  );
  expect(ofSeeds.flatMap(({ reason }) => reason ?? [])).toEqual([]);
  const sound = judgedInstructions().filter(
    ({ kind, language = 'en' }) => kind === null && ['en', 'und'].includes(language),
  );
  expect(sound.length).toBeGreaterThan(500);
  const results = await Promise.all(
    sound.map(({ instruction, input = '' }) => resultOf(instruction, { input })),
  );
  expect(results.filter(({ passed }) => !passed).length / sound.length).toBeLessThan(0.05);
});
