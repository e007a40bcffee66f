import type { Database } from '../../../adapters/store/database';
import { FluencyCalibrations } from '../../../adapters/store/fluencyCalibrations';
import type { LogProbabilities } from '../../../core/screening/fluency/languageModel';
import type { Recipe } from '../../../core/recipe/schema';
import { recipeSchema } from '../../../core/run/recipeSchema';
import type { SeedTask } from '../../../core/vocabulary/seedTask';
import { openTestStore, type TestStore } from '../../support/testStore';

let postgres: TestStore;
let database: Database;

beforeAll(async () => {
  postgres = await openTestStore(2);
  database = postgres.database;
});
afterAll(async () => {
  await postgres.stop();
});

const tasks = [{ instruction: 'Name a colour of the rainbow.', response: 'red' }];
const recipeOf = (falseAlarms: number) =>
  recipeSchema.parse({ name: 'test', seeds: { tasks }, filters: { fluency: { falseAlarms } } });

const seedsOf = (subject: string): SeedTask[] =>
  Array.from({ length: 12 }, (_, index) => {
    const output = `The ${subject} number ${index} lies ${'further on '.repeat(index)}by the river.`;
    return { instruction: 'Describe it.', input: '', response: output, classification: false, instances: [{ input: '', output }] }; // prettier-ignore
  });

/** A worker whose model is surprised by so much. */
function workerOf(surprise: number) {
  let asked = 0;
  const logProbabilities: LogProbabilities = (requests) => {
    asked++;
    return Promise.resolve(
      requests.map(({ text }) =>
        text
          .split(/(?= )/u)
          .map((token, index) => ({ token, logProbability: -surprise * (1 + (index % 3)), rarity: 5 })),
      ),
    );
  };
  const calibrations = new FluencyCalibrations(database);
  const of = (recipe: Recipe, seeds: readonly SeedTask[]) =>
    calibrations.of(recipe, seeds, { model: 'cloud/base', logProbabilities });
  return { of, asked: () => asked };
}

test('every worker judges by the calibration that was stored first, even one whose model would say otherwise', async () => {
  const [first, second] = [workerOf(3), workerOf(5)];
  const calibration = await first.of(recipeOf(0.02), seedsOf('garden'));
  expect(await second.of(recipeOf(0.02), seedsOf('garden'))).toEqual(calibration);
  expect([first.asked() > 0, second.asked()]).toEqual([true, 0]);
});

test('other seeds, and other settings of the recipe, are calibrated anew', async () => {
  const worker = workerOf(3);
  const one = await worker.of(recipeOf(0.02), seedsOf('orchard'));
  expect(await worker.of(recipeOf(0.02), seedsOf('field'))).not.toBe(one);
  const asked = worker.asked();
  const looser = await worker.of(recipeOf(0.1), seedsOf('orchard'));
  expect(worker.asked()).toBeGreaterThan(asked);
  expect(looser.threshold).toBeLessThan(one.threshold);
});
