import { callKey } from './callKey';
import type { Inquiry } from './inquiry';

export interface NotedCalls<Outcome> {
  readonly outcome: Outcome;
  /** The ledger's keys of all that was asked, those whose answers were only a step among them. */
  readonly calls: readonly string[];
}

/** The same conversation, which ends with the keys of its calls as well. */
export function* notingCalls<Outcome>(
  conversation: Inquiry<Outcome>,
): Inquiry<NotedCalls<Outcome>> {
  const calls: string[] = [];
  let step = conversation.next();
  while (!step.done) {
    calls.push(...step.value.map(callKey));
    step = conversation.next(yield step.value);
  }
  return { outcome: step.value, calls };
}
