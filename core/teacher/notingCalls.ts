import { callKey } from './callKey';
import type { Inquiry } from './inquiry';

export interface NotedCalls<Outcome> {
  readonly outcome: Outcome;
  /** The ledger's keys of all that was asked, those whose answers were only a step among them. */
  readonly calls: readonly string[];
}

/** The same inquiry, which ends with the keys of its calls as well. */
export function* notingCalls<Outcome>(inquiry: Inquiry<Outcome>): Inquiry<NotedCalls<Outcome>> {
  const calls: string[] = [];
  let step = inquiry.next();
  while (!step.done) {
    calls.push(...step.value.map(callKey));
    const answers = yield step.value;
    calls.push(...answers.flatMap(({ call }) => call ?? []));
    step = inquiry.next(answers);
  }
  return { outcome: step.value, calls };
}
