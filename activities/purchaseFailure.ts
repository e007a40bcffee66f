import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import { EndpointElsewhere } from '../adapters/purchasing/endpointLeases';
import { PurchaseStopped } from '../adapters/purchasing/purchaser';
import { TeacherError } from '../adapters/teacher';
import { needsMending } from '../core/run/failureTypes';

/**
 * What Temporal should do about a purchase that stopped. A long wait is made durable and frees the worker; what somebody must
 * mend is not retried, since the workflow pauses on it; what another worker sends is asked for there. Anything else is retried as it is.
 */
export function purchaseFailure(error: unknown): unknown {
  if (error instanceof EndpointElsewhere) {
    return ApplicationFailure.create({
      message: error.message,
      type: error.name,
      nextRetryDelay: '1 second',
      category: ApplicationFailureCategory.BENIGN,
    });
  }
  if (!(error instanceof PurchaseStopped || error instanceof TeacherError)) return error;
  const { kind, retryAfterMs, message } = error.failure;
  if (kind === 'unanswerable') return error;
  if (kind === 'unusable' || kind === 'quotaExhausted')
    return ApplicationFailure.create({ message, type: needsMending, nonRetryable: true });
  return ApplicationFailure.create({
    message,
    type: 'TeacherAsksToWait',
    ...(retryAfterMs === undefined ? {} : { nextRetryDelay: retryAfterMs }),
    category: ApplicationFailureCategory.BENIGN,
  });
}
