import type { Inquiry } from '../core/teacher/inquiry';
import { callKey } from '../core/teacher/callKey';
import { breathing } from '../adapters/eventLoop/breathing';
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
  return (await holdAsFarAs(inquiries, lookUp)).outcomes;
}

/** Holds inquiries as far as their answers are there, and returns as well what they wait for, each request once. */
export async function holdAsFarAs<Outcome>(
  inquiries: readonly Inquiry<Outcome>[],
  lookUp: (callKeys: readonly string[]) => Promise<ReadonlyMap<string, TeacherAnswer>>,
): Promise<{
  readonly outcomes: (Outcome | undefined)[];
  readonly waitingFor: ReadonlyMap<string, TeacherRequest>;
}> {
  const breath = breathing();
  const outcomes: (Outcome | undefined)[] = inquiries.map(() => undefined);
  const waitingFor = new Map<string, TeacherRequest>();
  let asking: Asking<Outcome>[] = [];
  /** Goes on with one inquiry: to its outcome, or to what it asks next. */
  const goOn = async (inquiry: Inquiry<Outcome>, index: number, answers?: TeacherAnswer[]): Promise<void> => {
    await breath();
    const step = answers ? inquiry.next(answers) : inquiry.next();
    if (step.done) outcomes[index] = step.value;
    else asking.push({ inquiry, index, requests: step.value, keys: step.value.map(callKey) });
  };
  for (const [index, inquiry] of inquiries.entries()) await goOn(withRoomToThink(inquiry), index);
  while (asking.length > 0) {
    const asked = asking;
    asking = [];
    const answers = await lookUp([...new Set(asked.flatMap(({ keys }) => keys))]);
    for (const { inquiry, index, requests, keys } of asked) {
      const found = keys.flatMap((key) => answers.get(key) ?? []);
      if (found.length === keys.length) await goOn(inquiry, index, found);
      else
        for (const request of requests) {
          const key = callKey(request);
          if (!answers.has(key)) waitingFor.set(key, request);
        }
    }
  }
  return { outcomes, waitingFor };
}

interface Asking<Outcome> {
  readonly inquiry: Inquiry<Outcome>;
  readonly index: number;
  readonly requests: readonly TeacherRequest[];
  readonly keys: readonly string[];
}
