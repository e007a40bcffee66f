import { fluency } from '../../core/screening/filters/fluency';
import type { FluencyCalibration } from '../../core/screening/fluency/calibration';
import type { NamedLanguageModel } from '../../core/screening/fluency/languageModel';
import {
  calibrateOnSeeds,
  calibrationTexts,
  calibrationVersion,
} from '../../core/screening/filters/seedCalibration';
import type { Recipe } from '../../core/recipe/schema';
import type { SeedTask } from '../../core/vocabulary/seedTask';
import { storableJson } from '../../core/foundations/text/storable';
import type { Queryable } from './database';
import { hashOf } from './runStore';

/**
 * What is usual of fluent texts, computed once and kept by language model and by what it was fitted to. What was stored first stands for
 * every process, so a response is judged by the same figures before and after any crash and on any machine.
 */
export class FluencyCalibrations {
  constructor(private readonly database: Queryable) {}

  /** @throws UserError as `calibrateOnSeeds` does. */
  async of(
    recipe: Recipe,
    seeds: readonly SeedTask[],
    languageModel: NamedLanguageModel,
  ): Promise<FluencyCalibration> {
    const { model } = languageModel;
    const fittedTo = hashOf({
      version: calibrationVersion,
      section: fluency.settingsIn(recipe).fluency ?? null,
      language: recipe.language,
      texts: calibrationTexts(recipe, seeds),
    });
    const known = await this.read(model, fittedTo);
    if (known) return known;
    const fitted = await calibrateOnSeeds(recipe, seeds, languageModel);
    await this.database.query(
      'insert into fluency_calibrations (model, fitted_to, calibration) values ($1, $2, $3) on conflict do nothing',
      [model, fittedTo, storableJson(fitted)],
    );
    const stored = await this.read(model, fittedTo);
    if (!stored) throw new Error('A fluency calibration was deleted while it was being stored.');
    return stored;
  }

  private async read(model: string, fittedTo: string): Promise<FluencyCalibration | undefined> {
    const { rows } = await this.database.query<{ calibration: FluencyCalibration }>(
      'select calibration from fluency_calibrations where model = $1 and fitted_to = $2',
      [model, fittedTo],
    );
    return rows[0]?.calibration;
  }
}
