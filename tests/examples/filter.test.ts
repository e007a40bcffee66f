import { createTaskScreener, type ScreenerSettings } from '../../adapters/datasetScreening/taskScreener';
import { loadFilters } from '../../adapters/workspace/loadFilters';
import { calibrate } from '../../core/screening/calibration/calibration';
import type { LabelledPair } from '../../core/screening/calibration/labelledPair';
import { nothingPrepared } from '../../core/screening/filters/filter';
import type * as Registry from '../../core/screening/filters/registry';
import { filters } from '../../core/screening/filters/registry';
import { scoreThresholds } from '../../core/screening/filters/scoreThresholds';
import { takenNames } from '../../core/screening/filters/takenNames';
import { parseRecipe } from '../../core/run/parseRecipe';
import type { Recipe } from '../../core/recipe/schema';
import { Rescreening } from '../../core/run/rescreening/rescreen';
import type { StoredCandidate } from '../../core/run/rescreening/screenedAgain';
import { refit, withThreshold } from '../../core/run/refit';
import { screenPairs } from '../../core/screening/screenPairs';
import type { WrittenCandidate } from '../../core/vocabulary/screenedCandidate';
import { recipeJsonSchema, recipePage } from '../../scripts/documentRecipe';
import { seedTask } from '../core/proposing/testSetup';
import type * as Shouting from './shouting';

// The one line that a new filter takes, beside its file: shouting.ts.
jest.mock('../../core/screening/filters/registry', () => {
  const { filters } = jest.requireActual<typeof Registry>('../../core/screening/filters/registry');
  const { shouting } = jest.requireActual<typeof Shouting>('./shouting');
  return { filters: [...filters, shouting] };
});

const nobody = () => Promise.reject(new Error('nothing is to be asked'));
const models = { embed: nobody, logProbabilities: nobody };
const place = { workspace: '.', environment: {} };

function problemsOf(filters: object): string[] {
  const parsed = parseRecipe({ name: 'test', seeds: { file: 'seeds.jsonl' }, filters });
  return parsed.ok ? [] : parsed.problems.map(({ message }) => message);
}

function recipe(filters: object = {}): Recipe {
  const parsed = parseRecipe({ name: 'test', seeds: { file: 'seeds.jsonl' }, filters });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.recipe;
}

const instruction = 'Say why a harbour closes in a storm.';
const loud = 'THE STORM HAS TORN THE ROPES, AND NO BOAT MAY LEAVE before noon.';
const calm = 'The storm has torn the ropes, and no boat may leave before noon.';

test('a recipe has its fields, with their defaults, and is told what is wrong with them', () => {
  expect(recipe().filters['shouting']).toEqual({ max: 0.5 });
  expect(problemsOf({ shouting: { max: 0.8 } })).toEqual([]);
  expect(problemsOf({ shouting: { max: 2 } })).toEqual([
    '"filters.shouting.max" is 2, but must be a number from 0 to 1: write 1 or less.',
  ]);
  expect(problemsOf({ shoutin: {} })).toEqual([
    '"filters.shoutin" is not a field of the recipe: did you mean "filters.shouting"?',
  ]);
});

test('the page of fields and the schema for editors describe them', () => {
  expect(recipePage()).toContain(
    '| `filters.shouting.max` | a number from 0 to 1 | `0.5` | Share of capitals among the letters above which a response shouts. |',
  );
  expect(JSON.parse(recipeJsonSchema())).toMatchObject({
    properties: {
      filters: { properties: { shouting: { properties: { max: { default: 0.5, maximum: 1 } } } } },
    },
  });
});

test('`screen` asks it', async () => {
  const settings: ScreenerSettings = {
    ...{ recipe: recipe(), evaluation: [], scorer: undefined, fluency: undefined, all: false },
    ...place,
  };
  const screener = await createTaskScreener(settings, models);
  const screened = await screener.screen([
    seedTask(instruction, { response: loud }),
    seedTask(instruction, { response: calm }),
  ]);
  expect(screened.map(({ state, decidedBy }) => [state, decidedBy])).toEqual([
    ['rejected', 'shouting'],
    ['accepted', null],
  ]);
  expect(screened[1]?.scores).toContainEqual(expect.objectContaining({ filter: 'shouting', passed: true }));
});

test('a run asks it', async () => {
  const candidate = (ordinal: number, text: string): WrittenCandidate =>
    ({
      ...{ ordinal, instruction, strategy: 'selfInstruct', classification: false, askedCell: null },
      ...{ askedLanguage: null, earlier: [], unreadable: null },
      responses: [
        {
          ...{ response: 0, input: '', text, finishReason: 'stop' },
          ...{ callKey: null, endpoint: null, model: null, prompts: [] },
        },
      ],
    }) as unknown as WrittenCandidate;
  const context = {
    recipe: recipe(),
    embed: nobody,
    languageModel: { logProbabilities: nobody },
    materials: nothingPrepared,
  };
  const ofRun = await loadFilters(recipe(), place);
  const screened = await screenPairs([candidate(0, loud), candidate(1, calm)], ofRun, context);
  expect(screened.map(({ state, decidedBy }) => [state, decidedBy])).toEqual([
    ['rejected', 'shouting'],
    ['open', null],
  ]);
});

test('`rescreen` moves its threshold over the scores that a run stored', async () => {
  const stored = {
    ...{ iteration: 0, ordinal: 0, state: 'accepted', decidedBy: null, strategy: 'selfInstruct' },
    ...{ instruction, input: '', family: null, identity: null, classification: false, judgedOther: [] },
    ...{ askedCell: null, askedLanguage: null },
    responses: [{ response: 0, input: '', text: calm, finishReason: 'stop', kept: true }],
    scores: [{ response: 0, stage: 'pair', filter: 'shouting', score: 0.4, passed: true, reason: null }],
  } as unknown as StoredCandidate;
  const after = recipe({ shouting: { max: 0.3 } });
  const materials = { seeds: [], sources: [] };
  const again = new Rescreening({ before: recipe(), after, materials, filters, embed: nobody });
  expect(await again.iteration([stored])).toMatchObject([
    {
      state: 'rejected',
      decidedBy: 'shouting',
      reason: 'it scored 0.40, at most 0.3 is allowed',
    },
  ]);
});

describe('labels', () => {
  const labelled = Array.from({ length: 100 }, (_, index): LabelledPair => {
    const results = { shouting: { score: index / 250, passed: true } };
    return {
      item: { ids: [String(index)], instruction, input: '', response: calm, results },
      bad: index >= 60,
    };
  });

  test('`calibrate` fits its threshold, and says where the recipe has it', async () => {
    const calibration = await calibrate(labelled, { kind: 'f1' }, scoreThresholds);
    expect(calibration.filters).toMatchObject([
      { filter: 'shouting', field: 'filters.shouting.max', side: 'max' },
    ]);
    expect(calibration.filters[0]?.threshold).toBeCloseTo(0.238, 3);
  });

  test('results move it, where it is what tells bad from good', async () => {
    const settings = { maxLost: 0.05, min: 50 };
    const found = await refit(recipe(), labelled.slice(0, 99), scoreThresholds, settings);
    expect(found?.moved).toMatchObject({ field: 'filters.shouting.max', before: 0.5 });
    expect(withThreshold(recipe(), found!).filters['shouting']).toEqual({ max: found!.moved.after });
  });
});

test('no module of a user may take its name', () => {
  expect(takenNames.has('shouting')).toBe(true);
});
