import {
  calibrate,
  calibrationSchema,
  type Calibration,
} from '../../../../core/screening/calibration/calibration';
import type { LabelledPair } from '../../../../core/screening/calibration/labelledPair';
import { featuresOf, resultsByFilter } from '../../../../core/screening/calibration/pairFeatures';
import {
  type Filter,
  type FilterContext,
  type Subject,
  applyFilters,
  nothingPrepared,
} from '../../../../core/screening/filters/filter';
import { scoreThresholds } from '../../../../core/screening/filters/scoreThresholds';
import { learned } from '../../../../core/screening/filters/learned';
import { parseRecipe } from '../../../../core/run/parseRecipe';
import { seededRandom } from '../../../../core/foundations/seededRandom';

const parsed = parseRecipe({
  name: 'test',
  seeds: { tasks: [{ instruction: 'Name a fruit.', response: 'An apple.' }] },
  filters: { learned: { file: 'calibration.json', min: 0.5 } },
});
if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
const subject = (response: string): Subject => ({
  instruction: 'Describe a pear.',
  input: '',
  response,
  classification: false,
  finishReason: 'stop',
  language: 'en',
  strategy: null,
});

/** Pairs that are bad where the score of `taste` is low; another score is there for every other pair, and tells nothing. */
function labelled(count: number): LabelledPair[] {
  const random = seededRandom(5, 'learned');
  return Array.from({ length: count }, (_, index) => {
    const taste = random.uniform();
    const results = resultsByFilter([
      { filter: 'taste', score: taste, passed: true },
      { filter: 'judge', score: taste, passed: true },
      ...(index % 2 === 0 ? [{ filter: 'size', score: random.uniform(), passed: true }] : []),
    ]);
    return {
      item: { ids: [], instruction: 'Describe a pear.', input: '', response: 'It is green.', results },
      bad: taste < 0.5,
    };
  });
}

let scorer: Calibration['scorer'];
let context: FilterContext;

beforeAll(async () => {
  ({ scorer } = await calibrate(labelled(300), { kind: 'f1' }, scoreThresholds));
  context = {
    recipe: parsed.recipe,
    embed: () => Promise.reject(new Error('nothing is to be embedded')),
    languageModel: { logProbabilities: () => Promise.reject(new Error('no model is to be asked')) },
    materials: { ...nothingPrepared, scorer },
  };
});

const taste = (score: number): Filter => ({
  name: 'taste',
  version: 1,
  stage: 'pair',
  needs: 'languageModel',
  isOn: () => true,
  evaluate: (subjects) => Promise.resolve(subjects.map(() => ({ passed: true, score }))),
});

test('rejects by what the filters before it said, and comes after the dearest of them', async () => {
  const [bad] = await applyFilters([learned, taste(0.05)], [subject('It is green.')], context);
  expect(bad?.rejectedBy?.filter).toBe('learned');
  expect(bad?.results.map(({ filter }) => filter)).toEqual(['taste', 'learned']);
  const [good] = await applyFilters([learned, taste(0.95)], [subject('It is green.')], context);
  expect(good?.rejectedBy).toBeUndefined();
  expect(good?.results.at(-1)?.score).toBeGreaterThan(0.9);
});

test('what the instruction was given by its own filters counts too', async () => {
  const known = [{ filter: 'taste', version: 1, passed: true, score: 0.02 }];
  const [screening] = await applyFilters([learned], [subject('It is green.')], context, {
    known: () => known,
  });
  expect(screening?.rejectedBy?.filter).toBe('learned');
});

test('a score that is missing counts as average, and does not fail the filter', async () => {
  const [screening] = await applyFilters([learned], [subject('It is green.')], context);
  expect(screening?.failed).toBeUndefined();
  const score = screening?.results[0]?.score ?? 0;
  expect(score).toBeGreaterThan(0.2);
  expect(score).toBeLessThan(0.8);
});

test('the judge, who comes after it, and novelty, which is not of the pair, are no features', () => {
  const features = featuresOf(
    subject('It is green.'),
    resultsByFilter([
      { filter: 'judge', score: 0.1, passed: false },
      { filter: 'novelty', score: 0.9, passed: false },
      { filter: 'echo', score: 0.2, passed: true },
      { filter: 'code', passed: false },
    ]),
  );
  expect(Object.keys(features).filter((name) => !name.startsWith('text.'))).toEqual([
    'score.echo',
    'rejected.code',
  ]);
});

test('the file of a calibration holds what the filter needs, and the threshold that reaches the goal', async () => {
  const read = calibrationSchema.parse(
    JSON.parse(JSON.stringify(await calibrate(labelled(300), { kind: 'f1' }, scoreThresholds))),
  );
  expect(read.scorer?.weights).toEqual(scorer?.weights);
  expect(read.scorer?.min).toBeGreaterThan(0.2);
  expect(read.scorer?.min).toBeLessThan(0.8);
});

test('without a scorer nothing is decided, and nothing passes', async () => {
  const [screening] = await applyFilters([learned], [subject('It is green.')], {
    ...context,
    materials: nothingPrepared,
  });
  expect(screening?.failed).toMatchObject({ filter: 'learned' });
});
