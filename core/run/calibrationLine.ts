import type { Refit } from './refit';

/** A calibration as the store has it. */
export interface KnownCalibration extends Pick<Refit, 'moved' | 'expected'> {
  readonly version: number;
  readonly scorer: unknown;
  readonly inForceFrom: number | null;
  readonly acceptedBy: string | null;
  readonly createdAt: Date;
}

/** A calibration in figures, for the report. Shares are from 0 to 1. */
export interface CalibrationLine {
  readonly version: number;
  /** `proposed`: it waits for somebody to accept it. */
  readonly state: 'proposed' | 'inForce';
  /** Null where the recipe applies it by itself, and while it is proposed. */
  readonly acceptedBy: string | null;
  readonly field: string;
  /** Null where the recipe had no threshold there. */
  readonly before: number | null;
  readonly after: number;
  /** Whether it came with a scorer that was learned from the verdicts. */
  readonly learned: boolean;
  readonly labels: { readonly good: number; readonly bad: number };
  /** Of good pairs among those that pass, with the 95 % interval: before, and as it is to be expected. */
  readonly precisionBefore: number;
  readonly precisionAfter: number;
  readonly precisionInterval: readonly [number, number];
  /** Of good pairs that still pass. */
  readonly keeps: number;
}

export function calibrationLine(known: KnownCalibration): CalibrationLine {
  const { moved, expected, version, acceptedBy } = known;
  const { labels, precision, recall } = expected;
  const [low, high] = precision.after.interval;
  return {
    version,
    state: known.inForceFrom === null ? 'proposed' : 'inForce',
    acceptedBy,
    field: moved.field,
    before: moved.before ?? null,
    after: moved.after,
    learned: known.scorer !== null,
    labels: { good: labels.good, bad: labels.bad },
    precisionBefore: precision.before.value,
    precisionAfter: precision.after.value,
    precisionInterval: [low, high],
    keeps: recall.value,
  };
}
