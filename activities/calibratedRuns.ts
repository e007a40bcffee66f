import type { CalibrationStore } from '../adapters/store/calibrationStore';
import type { StoredRun } from '../adapters/store/runStore';
import { withThreshold } from '../core/run/refit';
import type { IterationInput } from '../core/run/iteration';
import type { ActivityDependencies } from './dependencies';

/** A run as an iteration is to go by it: its snapshot, with the threshold and the scorer that verdicts had moved by then. */
export function calibratedRuns(
  loadRun: ActivityDependencies['loadRun'],
  calibrations: Pick<CalibrationStore, 'inForce'>,
): (input: Pick<IterationInput, 'runKey' | 'reviewed'>) => Promise<StoredRun> {
  /** By run and version: what is made of a run's materials is remembered by them. */
  const known = new Map<string, StoredRun>();
  return async ({ runKey, reviewed }) => {
    const run = await loadRun(runKey);
    const calibration = await calibrations.inForce(runKey, reviewed);
    if (!calibration) return run;
    const key = `${runKey} ${calibration.version}`;
    const { setup, materials } = run;
    const { scorer } = calibration;
    const calibrated = known.get(key) ?? {
      ...run,
      setup: { ...setup, recipe: withThreshold(setup.recipe, calibration) },
      materials: scorer ? { ...materials, scorer } : materials,
    };
    known.set(key, calibrated);
    return calibrated;
  };
}
