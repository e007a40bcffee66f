import { nothingPrepared, type FilterContext, type Subject } from '../../../../core/screening/filters/filter';
import { minLogOdds, refusalMeaning } from '../../../../core/screening/filters/refusalMeaning';
import model from '../../../../core/screening/filters/refusalMeaning.json';
import { recipeSchema, type RecipeInput } from '../../../../core/run/recipeSchema';

const check = Float32Array.from(model.check.vector);
const direction = Float32Array.from(model.weights.refusal.slice(1));
const size = Math.hypot(...direction);

/** Texts with "decline" point where refusals lie, all others away from it. */
const embed: FilterContext['embed'] = (texts) =>
  Promise.resolve(
    texts.map((text) => {
      if (text === model.check.text) return check;
      const sign = text.includes('decline') ? 1 : -1;
      return direction.map((value) => (sign * value) / size);
    }),
  );

const context = (
  filters: RecipeInput['filters'] = { refusalMeaning: true },
  other: FilterContext['embed'] = embed,
): FilterContext => ({
  recipe: recipeSchema.parse({
    name: 'test',
    seeds: { tasks: [{ instruction: 'Name a bird.', response: 'robin' }] },
    filters,
  }),
  embed: other,
  languageModel: { logProbabilities: () => Promise.reject(new Error('not asked')) },
  materials: nothingPrepared,
});

const subject = (response: string, more: Partial<Subject> = {}): Subject => ({
  ...{ instruction: 'Why is the sea salty?', input: '', response, classification: false },
  ...{ finishReason: 'stop', language: 'en', strategy: null },
  ...more,
});
const refusing = 'This is one that I decline, whoever asks.';

const resultOf = async (one: Subject, more = context()) => (await refusalMeaning.evaluate([one], more))[0]!;

test('a response that begins like a refusal is rejected, with its score and the sentence', async () => {
  const result = await resultOf(subject(refusing));
  expect(result).toMatchObject({ passed: false, reason: `reads like a refusal: "${refusing}"` });
  expect(result.score).toBeCloseTo(model.weights.refusal[0]! + size - minLogOdds.refusal, 2);
  expect(await resultOf(subject('Rivers carry salt into it all the time.'))).toMatchObject({ passed: true });
});

test.each([
  { instruction: 'Write a letter in which you turn down an invitation.' },
  { instruction: 'Write a scene between two friends.' },
  { instruction: 'What can a language model not do?' },
  { instruction: 'Write three questions for an interview.' },
  { classification: true },
])('no say where the task may ask for such a text, or for a label: %j', async (more) => {
  expect(await resultOf(subject(refusing, more))).toEqual({ passed: true });
});

test('no say about responses of a few words', async () => {
  expect(await resultOf(subject('I decline this.'))).toEqual({ passed: true });
});

test('what the input says itself may be said again', async () => {
  const more = { instruction: 'Correct the grammar.', input: 'This is one that I declines.' };
  expect(await resultOf(subject(refusing, more))).toMatchObject({ passed: true });
});

test('with another embedder than the one learned from it has no say', async () => {
  const turned = context(undefined, (texts) =>
    Promise.resolve(texts.map(() => direction.map((one) => one / size))),
  );
  expect(await resultOf(subject(refusing), turned)).toEqual({ passed: true });
  const short = context(undefined, (texts) => Promise.resolve(texts.map(() => Float32Array.of(1, 0))));
  expect(await resultOf(subject(refusing), short)).toEqual({ passed: true });
});

test('an embedder that is away is never a pass', async () => {
  const away = context(undefined, () => Promise.reject(new Error('no embedder')));
  await expect(resultOf(subject(refusing), away)).rejects.toThrow('no embedder');
});

test('it is off unless the recipe asks for it, and has nothing to find where neither is to be rejected', () => {
  expect(refusalMeaning.isOn(context({}).recipe)).toBe(false);
  expect(refusalMeaning.isOn(context().recipe)).toBe(true);
  const neither = { refusalMeaning: true, refusals: false, boilerplate: false };
  expect(refusalMeaning.isOn(context(neither).recipe)).toBe(false);
});
