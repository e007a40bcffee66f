import { defineQuery, defineSignal } from '@temporalio/workflow';
import type { Funnel } from '../core/vocabulary/funnel';

/** What a person may tell a run. Without arguments, so that they can be typed anywhere. */
export const pauseSignal = defineSignal('pause');
export const resumeSignal = defineSignal('resume');
export const stopSignal = defineSignal('stop');
export type RunMessage = typeof pauseSignal | typeof resumeSignal | typeof stopSignal;

/** An iteration tells its run that the teacher needs somebody to mend something. */
export const needsMendingSignal = defineSignal<[reason: string]>('needsMending');

export interface Progress {
  readonly stage: string;
  readonly accepted: number;
  readonly target: number;
  readonly committedIterations: number;
  readonly openIterations: readonly number[];
  /** What the run waits for, in words; empty when it is at work. */
  readonly waitsFor: string;
}

export const progressQuery = defineQuery<Progress>('progress');
/** Committed candidates by state: `proposed` is the sum of the others. */
export const funnelQuery = defineQuery<Funnel>('funnel');
