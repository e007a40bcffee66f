import { applyFilters } from '../../../../core/screening/filters/filter';
import type { RecipeInput } from '../../../../core/run/recipeSchema';
import { goodPair, instructionFilters, textContext } from './screening';

async function screen(instruction: string, { language = 'en', filters }: Partial<RecipeInput> = {}) {
  const subject = { ...goodPair, instruction, input: '', response: '', language };
  const [screening] = await applyFilters(instructionFilters, [subject], textContext(filters, language));
  return screening;
}

/** The filter that rejects an instruction, or undefined. */
async function rejectedBy(instruction: string, recipe?: Partial<RecipeInput>): Promise<string | undefined> {
  return (await screen(instruction, recipe))?.rejectedBy?.filter;
}

const words = (count: number): string =>
  Array.from({ length: count }, (_, index) => `word${index}`).join(' ');

describe('length of an instruction, as in the paper', () => {
  test.each([
    [3, 'instructionLength'],
    [4, undefined],
    [150, undefined],
    [151, 'instructionLength'],
  ])('of %i words: %s', async (count, filter) => expect(await rejectedBy(words(count))).toBe(filter));

  test('words are what stands between white space of any kind', async () => {
    expect(await rejectedBy('  Name\ttwo\n\nbirds  ')).toBe('instructionLength');
    expect(await rejectedBy('Name\ttwo\n\nrare  birds')).toBeUndefined();
  });

  test('a recipe may set its own bounds', async () => {
    const filters = { instructionWords: { min: 2, max: 3 } };
    expect(await rejectedBy('Sing.', { filters })).toBe('instructionLength');
    expect(await rejectedBy('Rhyme twice.', { filters })).toBeUndefined();
    expect(await rejectedBy('Sing as loudly as you can.', { filters })).toBe('instructionLength');
  });
});

test.each([
  ['es', '¿Qué río pasa por Sevilla?'],
  ['ru', '«Война и мир» — кто автор этой книги?'],
  ['zh', '《红楼梦》的作者是谁？'],
  ['ja', '「美しい」の対義語は何ですか。'],
  ['hi', "'दिन' का विलोम शब्द क्या है?"],
])(
  'in %s an instruction may begin with the mark that opens a question, a title or a quotation',
  async (language, instruction) => expect(await rejectedBy(instruction, { language })).toBeUndefined(),
);

test('English is held to four words, other languages to two, and a recipe to what it says', async () => {
  expect(await rejectedBy('Write a poem')).toBe('instructionLength');
  expect(await rejectedBy('写一首诗', { language: 'zh' })).toBeUndefined();
  expect(await rejectedBy('你好', { language: 'zh' })).toBe('instructionLength');
  const filters = { instructionWords: { min: 4 } };
  expect(await rejectedBy('写一首诗', { language: 'zh', filters })).toBe('instructionLength');
  expect(await rejectedBy('用一句话解释什么是光合作用。', { language: 'zh', filters })).toBeUndefined();
});

describe('blocked words', () => {
  test.each([
    'Describe what the image shows us.',
    'Describe what these IMAGES show us.',
    'Explain the graph in simple words.',
    'Delete every file in the folder.',
    'Draw a house with two windows.',
    'Where would you go to relax?',
    'Where would you go  to relax?',
    'Is a map better than a guide?',
    'Compose some music for a wedding.',
    'Plot, please: the sine of x.',
    'What is in this picture?',
  ])('%s', async (instruction) => expect(await rejectedBy(instruction)).toBe('blocklist'));

  test.each([
    'Explain what drawing has to do with seeing.',
    'Describe a graphic novel about whales.',
    'What does a profile on a website say?',
    'What is photography good for today?',
    'Explain the plotline of the novel Emma.',
    'List some words that rhyme with mapped.',
    'Tell a story about a goat to a child.',
    'Say what you imagine under a sunny future.',
  ])('but not as a part of another word: %s', async (instruction) =>
    expect(await rejectedBy(instruction)).toBeUndefined(),
  );

  test('letters of any language bound a word', async () => {
    expect(
      await rejectedBy('Erkläre, was ein Mapä in diesem Spiel ist.', { language: 'de' }),
    ).toBeUndefined();
  });

  test('what a phrase holds is text, not a pattern', async () => {
    const filters = { blocklist: ['c++', 'a.b'] };
    expect(await rejectedBy('Explain templates in C++ to me.', { filters })).toBe('blocklist');
    expect(await rejectedBy('Explain the meaning of axb here.', { filters })).toBeUndefined();
  });
});

describe('beginnings', () => {
  test('"Write a program" is dropped, at the beginning alone and in this spelling, as the paper does', async () => {
    expect(await rejectedBy('Write a program that sorts numbers.')).toBe('blockedPrefix');
    expect(await rejectedBy('Write a programme for a school concert.')).toBe('blockedPrefix');
    expect(await rejectedBy('Explain how to write a program.')).toBeUndefined();
  });

  test.each([
    '"Quote" is what kind of word?',
    '- Name two birds please.',
    '(a) Name two birds.',
    '# Name two rare birds',
    '$5 is how many cents?',
    '…and then what happened next?',
  ])('punctuation first is dropped: %s', async (instruction) =>
    expect(await rejectedBy(instruction)).toBe('firstCharacter'),
  );

  test('a first character beyond ASCII is dropped from English recipes, and from no others', async () => {
    expect(await rejectedBy('Élan is a word from which language?')).toBe('firstCharacter');
    expect(await rejectedBy('Écris un poème sur la mer.', { language: 'fr' })).toBeUndefined();
    expect(await rejectedBy('写 一首 关于 春天 的 诗', { language: 'zh' })).toBeUndefined();
    expect(await rejectedBy('...y qué hora es en Madrid?', { language: 'es' })).toBe('firstCharacter');
  });

  test.each(['3 plus 4 makes what?', 'a small letter may begin it'])('%s is taken', async (instruction) =>
    expect(await rejectedBy(instruction)).toBeUndefined(),
  );
});

test('the first filter that rejects is the last that is asked, and says why', async () => {
  const screening = await screen('Draw it.');
  expect(screening?.results).toHaveLength(1);
  expect(screening?.rejectedBy).toEqual({
    filter: 'instructionLength',
    version: 2,
    passed: false,
    score: 2,
    reason: '2 words, at least 4 are asked for',
  });
});
