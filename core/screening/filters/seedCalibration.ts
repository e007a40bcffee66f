import { UserError } from '../../foundations/userError';
import { seededRandom } from '../../foundations/seededRandom';
import type { Recipe } from '../../recipe/schema';
import { fluency, fluencySection } from './fluency';
import type { SeedTask } from '../../vocabulary/seedTask';
import { measureFluency, readAs, type TextToAssess } from '../fluency/assessFluency';
import {
  calibrateFluency,
  minTexts,
  type FluencyCalibration,
  type FluencySample,
} from '../fluency/calibration';
import { knownSamples } from '../fluency/knownSamples';
import type { NamedLanguageModel } from '../fluency/languageModel';
import { isReadableProse } from '../fluency/readableProse';

/** Goes up when the same texts come to another calibration, the samples that ship included. */
export const calibrationVersion = 3;

/** Most responses of seeds that a calibration reads: more would make its threshold hardly any steadier. */
const maxSeeds = 60;
/** A shorter text says little of how texts read. */
const minCharacters = 20;

/**
 * What is usual of fluent texts: fitted to a seeded sample of the seeds' responses, taken to be in the recipe's language, and to what was
 * measured of the texts that ship, where it was by this model. Equal arguments give equal calibrations.
 *
 * @throws UserError where fewer than eight texts of the recipe's language are there.
 */
export async function calibrateOnSeeds(
  recipe: Pick<Recipe, 'language' | 'seed' | 'filters'>,
  seeds: readonly SeedTask[],
  { model, logProbabilities }: NamedLanguageModel,
): Promise<FluencyCalibration> {
  requireTextsToCalibrate(recipe, seeds, model);
  const { falseAlarms, repairs } = fluency.settingsIn(recipe).fluency ?? fluencySection.parse({});
  const measured = await measureFluency(calibrationTexts(recipe, seeds), logProbabilities, repairs);
  const samples: FluencySample[] = [
    ...measured.filter((sample) => sample !== undefined),
    ...knownSamples(model),
  ];
  const calibration = calibrateFluency(repairs ? samples : samples.map(withoutRepairs), falseAlarms);
  if (calibration === undefined) throw new Error(`The language model ${model} finds no token in the seeds.`);
  return calibration;
}

/** @throws UserError where fewer than eight texts of the recipe's language are there. */
export function requireTextsToCalibrate(
  recipe: Pick<Recipe, 'language' | 'seed'>,
  seeds: readonly SeedTask[],
  model: string,
): void {
  const { language } = recipe;
  const texts = calibrationTexts(recipe, seeds).length;
  const known = knownSamples(model).filter((sample) => sample.language === language).length;
  if (texts + known >= minTexts) return;
  throw new UserError(
    `"filters.fluency" needs ${minTexts} seed responses of ${minCharacters} characters or more, in prose, to learn what is usual in the recipe's language ("${language}"), and there are ${texts}; the language model ${model} has no figures of its own for it. Add seeds, or leave "filters.fluency" out.`,
  );
}

/** The responses that are read: prose, of tasks that are no classifications, each once, drawn by the recipe's seed where there are many. */
export function calibrationTexts(
  { language, seed }: Pick<Recipe, 'language' | 'seed'>,
  seeds: readonly SeedTask[],
): readonly TextToAssess[] {
  const responses = new Map<string, TextToAssess>();
  for (const { instruction, instances, classification } of seeds) {
    if (classification) continue;
    for (const { input, output } of instances) {
      const text = output.trim();
      if (text.length < minCharacters || !isReadableProse(text) || responses.has(text)) continue;
      responses.set(text, { context: readAs({ instruction, input }), text, language });
    }
  }
  return seededRandom(seed, 'fluency calibration').sample([...responses.values()], maxSeeds);
}

const withoutRepairs = (sample: FluencySample): FluencySample => ({
  ...sample,
  exchange: undefined,
  insertion: undefined,
});
