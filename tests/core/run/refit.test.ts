import { learned } from '../../../core/screening/filters/learned';
import { scoreThresholds } from '../../../core/screening/filters/scoreThresholds';
import type { LabelledPair } from '../../../core/screening/calibration/labelledPair';
import { seededRandom } from '../../../core/foundations/seededRandom';
import { recipeSchema, type RecipeInput } from '../../../core/run/recipeSchema';
import { refit, withThreshold } from '../../../core/run/refit';

const recipe = recipeSchema.parse({
  name: 'test',
  seeds: { tasks: [{ instruction: 'Name a bird.', response: 'robin' }] },
  judge: { min: 0.3 },
  review: {},
} satisfies RecipeInput);

/** Pairs whose judge's score tells what people think of them as far as `signal` goes, from 0 (not at all) to 1. */
function labelled(count: number, signal: number): LabelledPair[] {
  const random = seededRandom(7, 'pairs', count);
  return Array.from({ length: count }, (_, index) => {
    const worth = random.uniform();
    const score = 0.3 + 0.7 * (signal * worth + (1 - signal) * random.uniform());
    return {
      bad: worth < 0.4,
      item: {
        ids: [`${index}`],
        instruction: `Write ${index} words about lakes.`,
        input: '',
        response: 'Lakes are wide and cold.',
        results: { judge: { score, passed: true } },
      },
    };
  });
}

test('a threshold moves to where it finds what people reject, and loses no more good pairs than allowed', async () => {
  const found = await refit(recipe, labelled(200, 0.8), scoreThresholds, { maxLost: 0.1, min: 100 });
  expect(found?.moved.field).toBe('judge.min');
  expect(found?.moved.after).toBeGreaterThan(0.4);
  const { precision, recall } = found!.expected;
  expect(precision.after.interval[0]).toBeGreaterThan(precision.before.value);
  expect(recall.value).toBeGreaterThan(0.85);
  expect(withThreshold(recipe, found!).judge?.min).toBe(found!.moved.after);
  expect(recipe.judge?.min).toBe(0.3);
});

test('verdicts on responses with claims that are not supported move the threshold of grounded', async () => {
  const asking = recipeSchema.parse({ ...recipe, filters: { ...recipe.filters, grounded: { min: 0.5 } } });
  const pairs = labelled(200, 0.8).map(({ bad, item }, index) => {
    const score = index % 2 === 0 ? 1 : bad ? 0.5 : 0.75;
    const results = { grounded: { score, passed: true } };
    return { bad: score === 0.5, item: { ...item, results } };
  });
  const found = await refit(asking, pairs, scoreThresholds, { maxLost: 0.1, min: 100 });
  expect(found?.moved).toMatchObject({ field: 'filters.grounded.min', before: 0.5 });
  expect(found?.moved.after).toBeGreaterThan(0.5);
});

test('nothing moves where scores say nothing of what people think', async () => {
  expect(await refit(recipe, labelled(200, 0), scoreThresholds, { maxLost: 0.1, min: 100 })).toBeUndefined();
});

test('nothing moves on fewer verdicts than the recipe asks for, or on verdicts that all say the same', async () => {
  expect(await refit(recipe, labelled(99, 1), scoreThresholds, { maxLost: 0.1, min: 100 })).toBeUndefined();
  const agreed = labelled(200, 1).map((pair) => ({ ...pair, bad: false }));
  expect(await refit(recipe, agreed, scoreThresholds, { maxLost: 0.1, min: 100 })).toBeUndefined();
});

test('a scorer is learned where no single score tells, and the recipe then asks for it', async () => {
  const random = seededRandom(7, 'lengths');
  const pairs = Array.from({ length: 300 }, (_, index): LabelledPair => {
    const words = 3 + random.below(40);
    return {
      bad: words < 15,
      item: {
        ids: [`${index}`],
        instruction: `Write something about lake ${index}.`,
        input: '',
        response: Array.from({ length: words }, () => 'deep').join(' '),
        results: { judge: { score: 0.5 + 0.5 * random.uniform(), passed: true } },
      },
    };
  });
  const found = await refit(recipe, pairs, scoreThresholds, { maxLost: 0.1, min: 100 });
  expect(found?.moved.field).toBe('filters.learned.min');
  expect(found?.scorer).not.toBeNull();
  expect(found?.expected.area?.area).toBeGreaterThan(0.95);
  expect(learned.settingsIn(withThreshold(recipe, found!)).learned?.min).toBe(found!.moved.after);
});
