import { nothingPrepared, type FilterContext, type Subject } from '../../../../core/screening/filters/filter';
import { relevanceFilter } from '../../../../core/screening/filters/relevance';
import { recipeSchema, type RecipeInput } from '../../../../core/run/recipeSchema';

/** Texts about the sea point one way, all others another. */
const embed: FilterContext['embed'] = (texts) =>
  Promise.resolve(texts.map((text) => Float32Array.from(/\b(?:sea|salt)\b/u.test(text) ? [1, 0] : [0, 1])));

const context = (filters: RecipeInput['filters'] = { relevance: {} }): FilterContext => ({
  recipe: recipeSchema.parse({
    name: 'test',
    seeds: { tasks: [{ instruction: 'Name a bird.', response: 'robin' }] },
    filters,
  }),
  embed,
  languageModel: { logProbabilities: () => Promise.reject(new Error('not asked')) },
  materials: nothingPrepared,
});

const subject = (response: string, more: Partial<Subject> = {}): Subject => ({
  ...{ instruction: 'Why is the sea salty?', input: '', response, classification: false },
  ...{ finishReason: 'stop', language: 'en', strategy: null },
  ...more,
});
const offTopic = 'Tomatoes want six hours of sun.';

const results = (subjects: readonly Subject[], more = context()) =>
  relevanceFilter.evaluate(subjects, more, []);

test('a response about something else is rejected, with its score and why', async () => {
  expect(await results([subject('Rivers carry salt into it all the time.'), subject(offTopic)])).toEqual([
    { passed: true, score: 1 },
    {
      passed: false,
      score: 0,
      reason:
        'the response is about something else than the instruction: cosine 0.00, at least 0.15 is asked for',
    },
  ]);
});

test('the input counts as part of what was asked', async () => {
  const asked = { instruction: 'Summarise the text.', input: 'The sea is deep.' };
  expect(await results([subject('It says that the sea is deep.', asked)])).toMatchObject([{ passed: true }]);
});

test('labels and responses of a few words pass without a score', async () => {
  expect(
    await results([subject(offTopic, { classification: true }), subject('Tomatoes want sun.'), subject('')]),
  ).toEqual([{ passed: true }, { passed: true }, { passed: true }]);
});

test('it is off unless the recipe asks for it', () => {
  expect(relevanceFilter.isOn(context({}).recipe)).toBe(false);
  expect(relevanceFilter.isOn(context().recipe)).toBe(true);
});

test('an embedder that is away is never a pass', async () => {
  const away = { ...context(), embed: () => Promise.reject(new Error('no embedder')) };
  await expect(results([subject(offTopic)], away)).rejects.toThrow('no embedder');
  const silent = { ...context(), embed: () => Promise.resolve([]) };
  await expect(results([subject(offTopic)], silent)).rejects.toThrow('too few vectors');
});
