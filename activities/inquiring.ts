import type { Inquiry } from '../core/teacher/inquiry';
import { callKey } from '../core/teacher/callKey';
import { withRoomToThink } from '../core/teacher/withRoomToThink';
import type { TeacherAnswer, TeacherRequest } from '../core/teacher/request';

/**
 * Holds an inquiry to its end, asking as it goes: once more where the model had no room to think.
 *
 * @param ask Is told how many rounds of the inquiry went before.
 */
export async function inquire<Outcome>(
  asked: Inquiry<Outcome>,
  ask: (request: TeacherRequest, round: number) => Promise<TeacherAnswer>,
): Promise<Outcome> {
  const inquiry = withRoomToThink(asked);
  let step = inquiry.next();
  for (let round = 0; !step.done; round++) {
    const answers = step.value.map((request) => ask(request, round));
    step = inquiry.next(await Promise.all(answers));
  }
  return step.value;
}

/**
 * Holds inquiries again whose answers were bought, all of them a round at a time, so that each round is one look into the
 * ledger. Undefined for those that an answer is missing of, since the run was stopped before it was asked.
 */
export async function holdAgain<Outcome>(
  inquiries: readonly Inquiry<Outcome>[],
  lookUp: (callKeys: readonly string[]) => Promise<ReadonlyMap<string, TeacherAnswer>>,
): Promise<(Outcome | undefined)[]> {
  const outcomes: (Outcome | undefined)[] = inquiries.map(() => undefined);
  let talking = inquiries.map(withRoomToThink).map((inquiry, index) => ({
    inquiry,
    index,
    step: inquiry.next(),
  }));
  for (;;) {
    const asking: { inquiry: Inquiry<Outcome>; index: number; keys: string[] }[] = [];
    for (const { inquiry, index, step } of talking) {
      if (step.done) outcomes[index] = step.value;
      else asking.push({ inquiry, index, keys: step.value.map(callKey) });
    }
    if (asking.length === 0) return outcomes;
    const answers = await lookUp([...new Set(asking.flatMap(({ keys }) => keys))]);
    talking = asking.flatMap(({ inquiry, index, keys }) => {
      const found = keys.flatMap((key) => answers.get(key) ?? []);
      return found.length === keys.length ? [{ inquiry, index, step: inquiry.next(found) }] : [];
    });
  }
}
