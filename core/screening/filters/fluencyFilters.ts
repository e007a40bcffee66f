import type { FluencyCalibration } from '../fluency/calibration';
import type { Filter } from './filter';
import { fluencyFilter } from './fluency';
import { followingDifficulty } from './followingDifficulty';

/** The filters that read responses with a language model; each is on where the recipe asks for it. */
export function fluencyFilters(calibration: () => Promise<FluencyCalibration>): readonly Filter[] {
  return [fluencyFilter(calibration), followingDifficulty];
}
