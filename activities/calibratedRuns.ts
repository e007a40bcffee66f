import type { CalibrationStore } from '../adapters/store/calibrationStore';
import { withThreshold } from '../core/run/refit';
import type { IterationInput } from '../core/run/iteration';
import type { ActivityDependencies, LoadedRun } from './dependencies';

/** A run as an iteration is to go by it: its snapshot, with the threshold and the scorer that verdicts had moved by then. */
export function calibratedRuns(
  loadRun: ActivityDependencies['loadRun'],
  calibrations: Pick<CalibrationStore, 'inForce'>,
): (input: Pick<IterationInput, 'runKey' | 'reviewed'>) => Promise<LoadedRun> {
  /** By snapshot, then by version: what is made of a run's materials is remembered by them, and is gone with the snapshot. */
  const known = new WeakMap<LoadedRun, Map<number, LoadedRun>>();
  return async ({ runKey, reviewed }) => {
    const run = await loadRun(runKey);
    const calibration = await calibrations.inForce(runKey, reviewed);
    if (!calibration) return run;
    const { setup, materials } = run;
    const { scorer } = calibration;
    const versions = known.get(run) ?? new Map<number, LoadedRun>();
    known.set(run, versions);
    const calibrated = versions.get(calibration.version) ?? {
      ...run,
      setup: { ...setup, recipe: withThreshold(setup.recipe, calibration) },
      materials: scorer ? { ...materials, scorer } : materials,
    };
    versions.set(calibration.version, calibrated);
    return calibrated;
  };
}
