import { scoreThresholds } from '../../../core/screening/filters/scoreThresholds';
import type { Recipe } from '../../../core/recipe/schema';
import { recipeSchema, type RecipeInput } from '../../../core/run/recipeSchema';
import { drawBatches } from '../../../core/review/drawBatches';
import { drawSample, inclusionProbabilities, type Reviewable } from '../../../core/review/sampling';
import { estimateShare } from '../../../core/review/statistics';

type Review = NonNullable<RecipeInput['review']>;

function recipeOf(review: Review, seed = 1): Recipe & { review: NonNullable<Recipe['review']> } {
  const seeds = { tasks: [{ instruction: 'Name a fruit.', response: 'An apple.' }] };
  const recipe = recipeSchema.parse({ name: 'reviewed', seed, seeds, judge: { min: 0.5 }, review });
  return recipe as Recipe & { review: NonNullable<Recipe['review']> };
}

/** 200 candidates, judged from 0.5 to 1; every fifth one is in the rare cell. */
const candidates = Array.from({ length: 200 }, (_, ordinal): Reviewable => ({
  ordinal,
  state: 'accepted',
  instruction: `Describe the animal that has the number ${ordinal}.`,
  input: '',
  response: `The animal with the number ${ordinal} is small and grey, it lives near rivers, and it sleeps all day long.`,
  family: null,
  cell: ordinal % 5 === 0 ? 'rare' : 'common',
  scores: [{ filter: 'judge', score: 0.5 + ordinal / 400, passed: true, spread: null }],
}));

const draw = (review: Review, seed = 1, from: readonly Reviewable[] = candidates) => {
  const recipe = recipeOf(review, seed);
  return drawSample(recipe, recipe.review, 0, from, scoreThresholds);
};

const mixed: Review = { share: 0.2, by: { random: 1, cell: 1, nearThreshold: 2, lowConfidence: 1 } };

test('the same recipe and candidates give the same sample, another seed another one', () => {
  expect(draw(mixed)).toEqual(draw(mixed));
  expect(draw(mixed)).not.toEqual(draw(mixed, 2));
});

test('every candidate is drawn as often as its probability says, and the share is kept', () => {
  const rounds = 2_000;
  const times = new Map<number, number>();
  const probability = new Map<number, number>();
  let drawn = 0;
  for (let seed = 0; seed < rounds; seed++) {
    for (const one of draw(mixed, seed)) {
      times.set(one.candidate.ordinal, (times.get(one.candidate.ordinal) ?? 0) + 1);
      probability.set(one.candidate.ordinal, one.probability);
      drawn++;
    }
  }
  expect(drawn / rounds / candidates.length).toBeCloseTo(0.2, 2);
  expect(probability.size).toBe(candidates.length);
  for (const [ordinal, p] of probability) {
    const observed = (times.get(ordinal) ?? 0) / rounds;
    expect(Math.abs(observed - p)).toBeLessThan(4.5 * Math.sqrt((p * (1 - p)) / rounds));
  }
});

test('a sample that leans to what is doubtful still gives the right rate, once it is weighted back', () => {
  const isGood = ({ ordinal }: Reviewable): boolean => ordinal > 60; // bad where the judge was doubtful: 139 of 200 are good
  let [plain, weighted, covered] = [0, 0, 0];
  const rounds = 500;
  for (let seed = 0; seed < rounds; seed++) {
    const sample = draw({ share: 0.25, by: { nearThreshold: 1 } }, seed);
    const items = sample.map(({ candidate, probability }) => ({ probability, isSo: isGood(candidate) }));
    const estimate = estimateShare(items, candidates.length);
    plain += items.filter(({ isSo }) => isSo).length / items.length / rounds;
    weighted += (estimate?.share ?? 0) / rounds;
    const [low, high] = estimate?.interval ?? [0, 0];
    if (low <= 0.695 && 0.695 <= high) covered++;
  }
  expect(plain).toBeLessThan(0.6);
  expect(weighted).toBeCloseTo(0.695, 1);
  expect(Math.abs(weighted - 0.695)).toBeLessThan(0.02);
  expect(covered / rounds).toBeGreaterThan(0.93);
});

describe('each sampler', () => {
  const meanOf = (review: Review, of: (candidate: Reviewable) => number): number => {
    const drawn = Array.from({ length: 50 }, (_, seed) => draw({ share: 0.1, ...review }, seed)).flat();
    return drawn.reduce((sum, { candidate }) => sum + of(candidate), 0) / drawn.length;
  };
  const score = ({ scores }: Reviewable) => scores[0]?.score ?? 0;

  test('cell draws as many from each cell', () => {
    expect(meanOf({ by: { cell: 1 } }, ({ cell }) => (cell === 'rare' ? 1 : 0))).toBeCloseTo(0.5, 1);
    expect(meanOf({ by: { random: 1 } }, ({ cell }) => (cell === 'rare' ? 1 : 0))).toBeCloseTo(0.2, 1);
  });

  test('nearThreshold and lowConfidence lean to doubtful scores', () => {
    expect(meanOf({ by: { random: 1 } }, score)).toBeGreaterThan(0.72);
    expect(meanOf({ by: { nearThreshold: 1 } }, score)).toBeLessThan(0.66);
    expect(meanOf({ by: { lowConfidence: 1 } }, score)).toBeLessThan(0.66);
  });

  test('disagreement and factChecks lean to what the judges or the check flagged', () => {
    const flagged = candidates.map((candidate) => ({
      ...candidate,
      scores:
        candidate.ordinal % 10 === 0
          ? [
              { filter: 'judge', score: 0.6, passed: true, spread: 0.5 },
              { filter: 'grounded', score: 0.75, passed: true, spread: null },
            ]
          : candidate.scores,
    }));
    for (const sampler of ['disagreement', 'factChecks'] as const) {
      const drawn = draw({ share: 0.1, by: { [sampler]: 1 } }, 1, flagged);
      const hits = drawn.filter(({ candidate }) => candidate.ordinal % 10 === 0);
      expect(hits.length / drawn.length).toBeGreaterThan(0.4);
      expect(drawn.every(({ probability }) => probability > 0)).toBe(true);
    }
  });

  test('with nothing to go by draws alike', () => {
    const drawn = draw({ share: 0.5, by: { disagreement: 1, factChecks: 1 } });
    expect(new Set(drawn.map(({ probability }) => probability))).toEqual(new Set([0.5]));
  });
});

test('probabilities are never above 1, and add up to the share all the same', () => {
  const probabilities = inclusionProbabilities([100, 1, 1, 1, 1], 0.6);
  expect(probabilities).toEqual([1, 0.5, 0.5, 0.5, 0.5]);
  expect(inclusionProbabilities([3, 1], 1)).toEqual([1, 1]);
  expect(inclusionProbabilities([3, 1], 0)).toEqual([0, 0]);
  expect(inclusionProbabilities([], 0.5)).toEqual([]);
});

describe('batches', () => {
  const seeds = [
    { instruction: 'Name a fruit.', input: '', response: 'An apple.', classification: false, instances: [] },
  ];
  const batchesOf = (review: Review, from: readonly Reviewable[] = candidates) => {
    const recipe = recipeOf(review);
    return drawBatches(recipe, recipe.review, 3, from, seeds, scoreThresholds);
  };

  test('are none where nothing was drawn', () => {
    expect(batchesOf({ share: 0 })).toEqual([]);
    expect(batchesOf({ share: 1 }, [])).toEqual([]);
  });

  test('hold every item once, at most as many as the recipe says, numbered from 1', () => {
    const batches = batchesOf({ share: 1, max: 30 });
    expect(batches.map(({ length }) => length)).toEqual([29, 29, 29, 29, 29, 29, 26]);
    for (const batch of batches)
      expect(batch.map(({ item }) => item)).toEqual(batch.map((_, index) => index + 1));
    expect(new Set(batches.flat().map(({ ordinal }) => ordinal)).size).toBe(200);
  });

  test('hide checks among the items: bad ones that differ from their pair, and good ones', () => {
    const items = batchesOf({ share: 0.5, checks: { share: 0.4 } }).flat();
    const checks = items.filter(({ kind }) => kind === 'check');
    const sample = items.filter(({ kind }) => kind === 'sample');
    expect(checks.length / sample.length).toBeCloseTo(0.4, 1);
    const bad = checks.filter(({ expected }) => expected === 'reject');
    expect(new Set(bad.map(({ drawnBy }) => drawnBy))).toEqual(new Set(['swapped', 'truncated', 'garbled']));
    for (const { ordinal, response } of bad) expect(response).not.toBe(candidates[ordinal]?.response);
    expect(checks.filter(({ expected }) => expected === 'approve')).toHaveLength(1); // of one seed
    // An instruction that is shown twice would tell which is the check.
    const shown = new Set(sample.map(({ ordinal }) => ordinal));
    expect(bad.filter(({ ordinal }) => shown.has(ordinal))).toEqual([]);
  });

  test('show rejected pairs too, each with the probability that the recipe says', () => {
    const rejected = candidates.map((one) =>
      one.ordinal < 100 ? { ...one, state: 'rejected' as const } : one,
    );
    const items = batchesOf({ share: 0.1, rejections: 0.3 }, rejected).flat();
    const shown = items.filter(({ kind }) => kind === 'rejection');
    expect(shown.length).toBeGreaterThan(15);
    expect(shown.every(({ ordinal, probability }) => ordinal < 100 && probability === 0.3)).toBe(true);
    expect(items.filter(({ kind }) => kind === 'sample').every(({ ordinal }) => ordinal >= 100)).toBe(true);
  });

  test('are dealt to the reviewers in turn, and a share of the items to two different ones', () => {
    const names = ['ana', 'ben', 'cleo'];
    const items = batchesOf({ share: 1, reviewers: { names, twice: 0.2 } }).flat();
    const twice = items.filter(({ needed }) => needed === 2);
    expect(twice.length / items.length).toBeCloseTo(0.2, 1);
    expect(twice.every(({ assigned }) => new Set(assigned).size === 2)).toBe(true);
    const loads = names.map((name) => items.filter(({ assigned }) => assigned.includes(name)).length);
    expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1);
    const alone = batchesOf({ share: 1, reviewers: { names: ['ana'], twice: 0.5 } }).flat();
    expect(alone.every(({ needed, assigned }) => needed === 1 && assigned[0] === 'ana')).toBe(true);
    expect(
      batchesOf({ share: 1 })
        .flat()
        .every(({ needed, assigned }) => needed === 1 && assigned.length === 0),
    ).toBe(true);
  });

  test('wait for a second person only where the recipe says that there are two', () => {
    const twice = (reviewers: object): number =>
      batchesOf({ share: 1, reviewers })
        .flat()
        .filter(({ needed }) => needed === 2).length;
    expect([twice({}), twice({ names: ['ana'] })]).toEqual([0, 0]);
    expect(twice({ names: ['ana', 'ben'] })).toBeGreaterThan(0);
    expect(twice({ adjudicator: 'ana' })).toBeGreaterThan(0);
    expect(twice({ names: ['ana', 'ben'], twice: 0 })).toBe(0);
  });
});

test('what was rejected for a doubt alone is drawn always, and what anything else stands against is not', () => {
  const said = (filter: string, doubt?: boolean) => ({
    ...{ filter, score: null, passed: false, spread: null },
    ...(doubt !== undefined && { doubt }),
  });
  const rejected = (ordinal: number, ...scores: Reviewable['scores']): Reviewable => ({
    ...candidates[0]!,
    ordinal: 1_000 + ordinal,
    state: 'rejected',
    scores,
  });
  const doubtful = rejected(0, said('safetyJudge', true));
  const harmful = rejected(1, said('safetyJudge', false));
  const both = rejected(2, said('safe', true), said('arithmetic'));
  const drawn = draw({ share: 0 }, 1, [...candidates, doubtful, harmful, both]);
  expect(drawn).toMatchObject([
    { candidate: { ordinal: 1_000 }, kind: 'rejection', drawnBy: 'doubt', probability: 1 },
  ]);
});
