import { contradictoryInput } from '../../../../core/screening/filters/instance';
import type { Subject } from '../../../../core/screening/filters/filter';
import type { RecipeInput } from '../../../../core/run/recipeSchema';
import { goodPair as good, pairFilters, rejection, screen } from './screening';

async function rejectedBy(
  pair: Partial<Subject>,
  filters: RecipeInput['filters'] = {},
): Promise<string | undefined> {
  return (await rejection(pairFilters, pair, filters))?.filter;
}

test('a good pair passes, with its scores', async () => {
  const { results, rejectedBy: by, failed } = await screen(pairFilters, good);
  expect([by, failed]).toEqual([undefined, undefined]);
  const scored = results.filter(({ score }) => score !== undefined).map(({ filter }) => filter);
  expect(scored).toEqual(['repetition', 'echo']);
});

describe('the instance rules of the paper', () => {
  test.each<[string, Partial<Subject>]>([
    ['an empty response', { response: '' }],
    ['a response of white space', { response: ' \n\t' }],
    ['a response that is the input', { response: ` ${good.input}\n` }],
    ['a response that ends in a colon', { response: 'Here is the sentence:' }],
    ['an input that ends in a colon', { input: 'The sentence is the following:' }],
  ])('%s is dropped', async (_, pair) => expect(await rejectedBy(pair)).toBe('instance'));

  test('a task without input is none of these', async () =>
    expect(await rejectedBy({ input: '' })).toBeUndefined());

  test('the label of a classification may stand in its input', async () => {
    const classification = { classification: true, instruction: 'Is the animal a cat or a dog?' };
    expect(
      await rejectedBy({ ...classification, input: 'A dog that barks.', response: 'dog' }),
    ).toBeUndefined();
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
  ])('%s is dropped', async (_, response) =>
    expect(await rejectedBy({ instruction, input: '', response })).toBe('echo'),
  );

  test('instruction and input together are an echo too', async () => {
    expect(await rejectedBy({ response: `${good.instruction} ${good.input}` })).toBe('echo');
  });

  test('the input in other punctuation is an echo', async () => {
    expect(await rejectedBy({ response: 'she walks to school, with her brother' })).toBe('echo');
  });

  test('an answer that is announced, and then is what was asked, is an echo', async () => {
    const asked = { instruction: 'How to make a robot that can fly.', input: '' };
    expect(await rejectedBy({ ...asked, response: 'The answer is to make a robot that can fly.' })).toBe(
      'echo',
    );
  });

  test.each([
    [
      'an answer that takes the question up',
      'The sky is blue on a clear day because air scatters blue light more than red. So blue reaches us from everywhere.',
    ],
    ['a correction of a word', 'She walked to school with her brother.'],
  ])('%s is none', async (_, response) => {
    const pair = response.startsWith('The sky') ? { instruction, input: '', response } : { response };
    expect(await rejectedBy(pair)).toBeUndefined();
  });
});

test.each<[string, Partial<Subject>, RecipeInput['filters']]>([
  ['repetition', { response: 'Yes and no. '.repeat(20) }, { repetition: false }],
  ['truncation', { finishReason: 'length' }, { truncation: false }],
  ['echo', { response: good.instruction }, { echo: false }],
])('%s can be switched off', async (filter, pair, off) => {
  expect(await rejectedBy(pair)).toBe(filter);
  expect(await rejectedBy(pair, off)).toBeUndefined();
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
