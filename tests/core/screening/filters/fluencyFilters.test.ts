import { applyFilters, nothingPrepared, type FilterContext } from '../../../../core/screening/filters/filter';
import { fluency } from '../../../../core/screening/filters/fluency';
import { followingDifficulty } from '../../../../core/screening/filters/followingDifficulty';
import type { FluencyCalibration } from '../../../../core/screening/fluency/calibration';
import type { LogProbabilities } from '../../../../core/screening/fluency/languageModel';
import type { RecipeInput } from '../../../../core/run/recipeSchema';
import { goodPair, textContext } from './screening';

const calibration: FluencyCalibration = {
  texts: 100,
  usual: { wording: { intercept: 3, slope: 0, offsets: { en: 0 }, spread: 1 } },
  threshold: 2,
};

/** A context helps it by half. */
const logProbabilities: LogProbabilities = (requests) =>
  Promise.resolve(
    requests.map(({ context, text }) =>
      text
        .split(/(?= )/u)
        .map((token) => ({ token, logProbability: context === undefined ? -4 : -2, rarity: 4 })),
    ),
  );
const context = (filters: RecipeInput['filters']): FilterContext => ({
  ...textContext(filters),
  languageModel: { logProbabilities },
});

async function screen(
  filters: RecipeInput['filters'],
  {
    pair = {},
    calibrate = () => Promise.resolve(calibration),
  }: {
    readonly pair?: Partial<typeof goodPair>;
    readonly calibrate?: () => Promise<FluencyCalibration>;
  } = {},
) {
  const [screening] = await applyFilters([fluency, followingDifficulty], [{ ...goodPair, ...pair }], {
    ...context(filters),
    materials: { ...nothingPrepared, fluency: calibrate },
  });
  return screening!;
}

test('no language model is asked unless the recipe wants it', async () => {
  expect(await screen({})).toEqual({ results: [] });
});

test('instruction-following difficulty is recorded, and rejects nothing without bounds', async () => {
  const { results } = await screen({ followingDifficulty: {} });
  expect(results).toEqual([{ filter: 'followingDifficulty', version: 1, passed: true, score: 0.5 }]);
});

test.each([
  [{ min: 0.6 }, 'its instruction-following difficulty is 0.50, at least 0.6 is asked for'],
  [{ max: 0.4 }, 'its instruction-following difficulty is 0.50, at most 0.4 is allowed'],
])('instruction-following difficulty outside %j is rejected', async (followingDifficulty, reason) => {
  const { rejectedBy } = await screen({ followingDifficulty });
  expect(rejectedBy).toMatchObject({ score: 0.5, reason });
});

test('a response that reads well passes with its score, one that is cut does not', async () => {
  const { results } = await screen({ fluency: {} });
  expect(results).toMatchObject([{ filter: 'fluency', passed: true, evidence: { threshold: 2 } }]);
  const { rejectedBy } = await screen(
    { fluency: {} },
    { pair: { response: 'She walked to school with the' } },
  );
  expect(rejectedBy?.reason).toContain('the response does not read well');
});

test('where nothing tells what is usual, nothing passes', async () => {
  const calibrate = () => Promise.reject(new Error('the model is away'));
  const { failed, rejectedBy } = await screen({ fluency: {} }, { calibrate });
  expect(rejectedBy).toBeUndefined();
  expect(failed?.reason).toContain('the model is away');
});

test('labels are no texts: they pass unread', async () => {
  const calibrate = () => Promise.reject(new Error('asked in vain'));
  const { results } = await screen(
    { fluency: {} },
    { pair: { classification: true, response: 'past' }, calibrate },
  );
  expect(results).toMatchObject([{ passed: true }]);
});
