import { UserError } from '../../../../core/foundations/userError';
import type { LogProbabilities } from '../../../../core/screening/fluency/languageModel';
import { calibrateOnSeeds, calibrationTexts } from '../../../../core/screening/filters/seedCalibration';
import { recipeSchema, type RecipeInput } from '../../../../core/run/recipeSchema';
import type { SeedTask } from '../../../../core/vocabulary/seedTask';

const tasks = [{ instruction: 'Name a colour of the rainbow.', response: 'red' }];
const recipeOf = (input: Partial<RecipeInput> = {}) =>
  recipeSchema.parse({ name: 'test', seeds: { tasks }, filters: { fluency: {} }, ...input });

const seed = (response: string, classification = false): SeedTask => ({
  instruction: 'Describe it.',
  input: '',
  response,
  classification,
  instances: [{ input: '', output: response }],
});
const seeds = Array.from({ length: 100 }, (_, index) =>
  seed(
    `The garden number ${index} lies behind the house, ${'and further on '.repeat(index % 7)}by the river.`,
  ),
);

/** Longer words surprise it more. */
const logProbabilities: LogProbabilities = (requests) =>
  Promise.resolve(
    requests.map(({ text }) =>
      text.split(/(?= )/u).map((token) => ({ token, logProbability: -token.length, rarity: 5 })),
    ),
  );
const model = { model: 'cloud/base', logProbabilities };

test('the same seeds come to the same calibration', async () => {
  const [one, again] = [
    await calibrateOnSeeds(recipeOf(), seeds, model),
    await calibrateOnSeeds(recipeOf(), seeds, model),
  ];
  expect(again).toEqual(one);
  expect(one.usual.wording?.offsets).toHaveProperty('en');
});

test('reads a bounded sample of the seeds, each text once, and neither labels nor scraps', () => {
  expect(calibrationTexts(recipeOf(), seeds)).toHaveLength(60);
  const few = [...seeds.slice(0, 3), seeds[0]!, seed('Yes.'), seed('The mood of this one is happy.', true)];
  expect(calibrationTexts(recipeOf(), few)).toHaveLength(3);
});

test('fewer than eight seeds in a language that nothing is known of are refused, with what to do', async () => {
  const calibrating = calibrateOnSeeds(recipeOf({ language: 'fi' }), seeds.slice(0, 7), model);
  await expect(calibrating).rejects.toThrow(UserError);
  await expect(calibrating).rejects.toThrow(/needs 8 seed responses.*"fi".*there are 7.*Add seeds/s);
});

test('with the model on this machine a handful of seeds is enough in the languages that are known', async () => {
  const local = { ...model, model: 'SmolLM2-135M-Instruct.Q4_1' };
  const { texts, usual } = await calibrateOnSeeds(recipeOf({ language: 'de' }), seeds.slice(0, 2), local);
  expect(texts).toBeGreaterThan(8);
  expect(Object.keys(usual.wording!.offsets)).toEqual(expect.arrayContaining(['de', 'en', 'es', 'fr']));
  await expect(calibrateOnSeeds(recipeOf({ language: 'fi' }), [], local)).rejects.toThrow(UserError);
});
