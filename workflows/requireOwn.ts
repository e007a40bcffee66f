import { ApplicationFailure } from '@temporalio/workflow';
import { invalidInput } from '../core/run/failureTypes';
import type { Own } from '../core/vocabulary/readOwn';

/** What was read of an argument; where it can't be read, the workflow fails at once, with the sentence that says why. */
export function requireOwn<Value>(read: Own<Value>): Value {
  if (!read.ok) throw ApplicationFailure.nonRetryable(read.problem, invalidInput);
  return read.value;
}
