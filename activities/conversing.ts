import type { Inquiry } from '../core/teacher/inquiry';
import { callKey } from '../core/teacher/callKey';
import type { TeacherAnswer, TeacherRequest } from '../core/teacher/request';

/** Holds a conversation to its end, asking as it goes. */
export async function converse<Outcome>(
  conversation: Inquiry<Outcome>,
  ask: (request: TeacherRequest) => Promise<TeacherAnswer>,
): Promise<Outcome> {
  let step = conversation.next();
  while (!step.done) step = conversation.next(await Promise.all(step.value.map(ask)));
  return step.value;
}

/**
 * Holds conversations again whose answers were bought, all of them a round at a time, so that each round is one look into the
 * ledger. Undefined for those that an answer is missing of, since the run was stopped before it was asked.
 */
export async function holdAgain<Outcome>(
  conversations: readonly Inquiry<Outcome>[],
  lookUp: (callKeys: readonly string[]) => Promise<ReadonlyMap<string, TeacherAnswer>>,
): Promise<(Outcome | undefined)[]> {
  const outcomes: (Outcome | undefined)[] = conversations.map(() => undefined);
  let talking = conversations.map((conversation, index) => ({
    conversation,
    index,
    step: conversation.next(),
  }));
  for (;;) {
    const asking: { conversation: Inquiry<Outcome>; index: number; keys: string[] }[] = [];
    for (const { conversation, index, step } of talking) {
      if (step.done) outcomes[index] = step.value;
      else asking.push({ conversation, index, keys: step.value.map(callKey) });
    }
    if (asking.length === 0) return outcomes;
    const answers = await lookUp([...new Set(asking.flatMap(({ keys }) => keys))]);
    talking = asking.flatMap(({ conversation, index, keys }) => {
      const found = keys.flatMap((key) => answers.get(key) ?? []);
      return found.length === keys.length ? [{ conversation, index, step: conversation.next(found) }] : [];
    });
  }
}
