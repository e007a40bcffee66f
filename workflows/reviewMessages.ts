import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { BatchView, HeldItems, HoldItems, SubmitOutcome, SubmitVerdicts } from '../core/review/batch';

/**
 * What a person may tell a batch from anywhere: `{"items": [1, 2, 5] | "all", "reviewer": "ana", "reason"?: "...", "edit"?: {...}}`.
 * Whatever arrives is read with care: a signal can be anything.
 */
export const approveSignal = defineSignal<[unknown]>('approve');
export const rejectSignal = defineSignal<[unknown]>('reject');
export const editSignal = defineSignal<[unknown]>('edit');
export const unsureSignal = defineSignal<[unknown]>('unsure');
/** Ends the batch now: what nobody decided is handled as at its timeout; with "extend", it is left out. */
export const finishSignal = defineSignal<[unknown]>('finish');

/** The validated path. Refused with a message that names the field. */
export const submitVerdictsUpdate = defineUpdate<SubmitOutcome, [SubmitVerdicts]>('submitVerdicts');
export const holdItemsUpdate = defineUpdate<HeldItems, [HoldItems]>('holdItems');

export const pendingQuery = defineQuery<BatchView>('pending');

/** A batch tells its run that it is done. */
export const reviewedSignal = defineSignal<[batch: number]>('reviewed');
/** Somebody accepts a calibration that was proposed to the run: `{"version": 2, "reviewer": "ana"}`. */
export const acceptCalibrationSignal = defineSignal<[unknown]>('acceptCalibration');
