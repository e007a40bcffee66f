import { applyFilters, type PairUnderTest } from '../../../core/filters/filter';
import { contradictoryInput, pairFilters } from '../../../core/filters/pairFilters';
import { recipeSchema, type RecipeInput } from '../../../core/recipe/schema';

const seeds = { tasks: [{ instruction: 'Name a colour of the rainbow.', response: 'red' }] };
const good: PairUnderTest = {
  instruction: 'Put the sentence into the past tense.',
  input: 'She walks to school with her brother.',
  response: 'She walked to school with her brother.',
  classification: false,
  finishReason: 'stop',
};

function rejectedBy(pair: Partial<PairUnderTest>, filters: RecipeInput['filters'] = {}): string | undefined {
  const recipe = recipeSchema.parse({ name: 'test', seeds, filters });
  return applyFilters(pairFilters, { ...good, ...pair }, recipe).rejectedBy?.filter;
}

test('a good pair passes, with its scores', () => {
  const { results, rejectedBy: by } = applyFilters(
    pairFilters,
    good,
    recipeSchema.parse({ name: 'test', seeds }),
  );
  expect(by).toBeUndefined();
  expect(results.map(({ filter, passed }) => [filter, passed])).toEqual([
    ['instance', true],
    ['truncation', true],
    ['repetition', true],
    ['echo', true],
  ]);
});

describe('the instance rules of the paper', () => {
  test.each<[string, Partial<PairUnderTest>]>([
    ['an empty response', { response: '' }],
    ['a response of white space', { response: ' \n\t' }],
    ['a response that is the input', { response: ` ${good.input}\n` }],
    ['a response that ends in a colon', { response: 'Here is the sentence:' }],
    ['an input that ends in a colon', { input: 'The sentence is the following:' }],
  ])('%s is dropped', (_, pair) => expect(rejectedBy(pair)).toBe('instance'));

  test('a task without input is none of these', () => expect(rejectedBy({ input: '' })).toBeUndefined());

  test('the label of a classification may stand in its input', () => {
    const classification = { classification: true, instruction: 'Is the animal a cat or a dog?' };
    expect(rejectedBy({ ...classification, input: 'A dog that barks.', response: 'dog' })).toBeUndefined();
  });
});

describe('an echo', () => {
  const instruction = 'Explain in two sentences why the sky is blue on a clear day.';

  test.each([
    ['the instruction word for word', instruction],
    [
      'the instruction with other punctuation',
      'explain, in two sentences, why the sky is blue on a clear day',
    ],
    ['the instruction with a word more', `Sure! ${instruction}`],
  ])('%s is dropped', (_, response) => expect(rejectedBy({ instruction, input: '', response })).toBe('echo'));

  test('instruction and input together are an echo too', () => {
    expect(rejectedBy({ response: `${good.instruction} ${good.input}` })).toBe('echo');
  });

  test('the input in other punctuation is an echo', () => {
    expect(rejectedBy({ response: 'she walks to school, with her brother' })).toBe('echo');
  });

  test.each([
    [
      'an answer that takes the question up',
      'The sky is blue on a clear day because air scatters blue light more than red. So blue reaches us from everywhere.',
    ],
    ['a correction of a word', 'She walked to school with her brother.'],
  ])('%s is none', (_, response) => {
    const pair = response.startsWith('The sky') ? { instruction, input: '', response } : { response };
    expect(rejectedBy(pair)).toBeUndefined();
  });
});

test.each<[string, Partial<PairUnderTest>, RecipeInput['filters']]>([
  ['repetition', { response: 'Yes and no. '.repeat(20) }, { repetition: false }],
  ['truncation', { finishReason: 'length' }, { truncation: false }],
  ['echo', { response: good.instruction }, { echo: false }],
])('%s can be switched off', (filter, pair, off) => {
  expect(rejectedBy(pair)).toBe(filter);
  expect(rejectedBy(pair, off)).toBeUndefined();
});

describe('the instances of one task', () => {
  test('contradict each other where the same input has different responses', () => {
    const responses = [
      { input: 'good', response: 'positive' },
      { input: 'bad', response: 'negative' },
      { input: ' good ', response: 'negative' },
    ];
    expect(contradictoryInput(responses)?.trim()).toBe('good');
  });

  test.each([
    [
      'different inputs with the same response',
      [
        { input: 'a', response: 'x' },
        { input: 'b', response: 'x' },
      ],
    ],
    [
      'the same instance twice',
      [
        { input: 'a', response: 'x' },
        { input: 'a ', response: ' x' },
      ],
    ],
    ['a single one without input', [{ input: '', response: 'x' }]],
    ['none', []],
  ])('do not contradict each other: %s', (_, responses) =>
    expect(contradictoryInput(responses)).toBeUndefined(),
  );
});
