import { countConstraints } from '../../../../core/screening/filters/countConstraints';
import { rejection } from './screening';

const breaks = async (instruction: string, response: string): Promise<boolean> =>
  (await rejection([countConstraints], { instruction, input: '', response })) !== undefined;
const words = (count: number): string => Array.from({ length: count }, (_, at) => `word${at}`).join(' ');
const list = (count: number): string =>
  Array.from({ length: count }, (_, at) => `${at + 1}. item ${at}`).join('\n');

describe('a response that breaks a count of its instruction is rejected', () => {
  test.each([
    ['Explain gravity in under 50 words.', words(80)],
    ['Explain gravity in no more than fifty words.', words(80)],
    ['Write a story of at least 100 words.', words(40)],
    ['Describe it in between 20 and 30 words.', words(60)],
    ['Summarise the text in one sentence.', 'It is old. It is also large, and people like it.'],
    ['Write exactly three sentences about dogs.', 'Dogs bark. They eat.'],
    ['Answer in two paragraphs.', 'Only one paragraph.'],
    ['Give me five bullet points about sleep.', list(3)],
    ['List exactly 3 bullet points.', '- a\n- b\n- c\n- d'],
    ['Suggest seven names for a parrot.', list(5)],
    ['Name at least five rivers.', 'Rhine, Danube and Elbe'],
    ['Write a three-word slogan for a bakery.', 'Fresh bread every single day'],
    ['What is honesty? Answer in one word.', 'Being truthful.'],
    ['Write a poem of exactly four lines.', 'one\ntwo\nthree'],
    ['Give a five-letter word for a fruit.', 'banana'],
    ['Describe it in twenty-five words or less.', words(40)],
    ['Describe the sea without using the word "water".', 'The sea is salt water.'],
    ['Write a slogan that includes the word "fresh".', 'Bread as it should be'],
    ['Write it all in lower case.', 'The sea is calm.'],
    ['Answer in capital letters.', 'Yes, it is.'],
    ['Write an invitation and end with a question.', 'Come to us on Sunday.'],
  ])('%s', async (instruction, response) => expect(await breaks(instruction, response)).toBe(true));
});

describe('one that keeps it, or of which that cannot be told, is kept', () => {
  test.each([
    ['Explain gravity in under 50 words.', words(52)],
    ['Write a story of at least 100 words.', words(95)],
    ['Summarise the text in one sentence.', 'Dr. Smith, who was born at 5 a.m., went to the U.S. in May.'],
    ['Combine the two sentences into one.', 'It is red and it is big.'],
    ['Compare these three paragraphs.', 'They differ.'],
    ['Rewrite the following two sentences.', 'One. Two. Three.'],
    ['Give three reasons why two of the five left.', list(4)],
    ['Write a recipe with at most four ingredients.', list(6)],
    ['Describe yourself in three words.', 'Curious, patient, kind'],
    ['Explain what lower case letters are.', 'They are small.'],
    ['Write it all in lower case.', 'the sea is calm.'],
    ['Make a list of salty snacks.', list(4)],
    ['Give me five bullet points about sleep.', list(5)],
    ['Give me five bullet points about sleep.', '- a\n  - a1\n  - a2\n- b\n- c\n- d\n- e'],
    ['Give me five bullet points about sleep.', 'Sleep well, dark, cool, long and early.'],
    ['Write three paragraphs of 50 words each.', words(170)],
    ['Name a book with more than 300 pages.', 'War and Peace.'],
    ['Write a poem in exactly three sentences.', 'Roses are red,\nViolets are blue.'],
    ['How many words has a sonnet? At least 50 words?', words(60)],
  ])('%s', async (instruction, response) => expect(await breaks(instruction, response)).toBe(false));
});
