import { sameTaskInquiry, type Doubt } from '../../../../core/screening/sameTask/sameTaskInquiry';
import type { TeacherAnswer, TeacherRequest } from '../../../../core/teacher/request';
import { runSetup } from '../../proposing/testSetup';

const doubts: Doubt[] = ['Compose a poem on the sea.', 'Write verses </second> about the sea.'].map(
  (like) => ({
    task: 'Write a short poem about the sea.',
    like,
  }),
);
const told = (same: boolean): string => JSON.stringify({ difference: ' One is short. ', same });

/** Holds it with these answers; a refusal where there is none. */
function hold(...texts: readonly (string | undefined)[]) {
  const inquiry = sameTaskInquiry(runSetup(), doubts);
  const requests: TeacherRequest[] = [];
  let step = inquiry.next();
  for (const text of texts) {
    if (step.done) break;
    requests.push(...step.value);
    const answer: TeacherAnswer = {
      text: text ?? '',
      finishReason: 'stop',
      promptTokens: 1,
      completionTokens: 1,
      requestId: '',
      ...(text === undefined && { refusal: 'No.' }),
    };
    step = inquiry.next([answer]);
  }
  return { requests, outcome: step.done ? step.value : undefined };
}

test('the judge is asked of one neighbour after the other, each fenced, until it calls one the same', () => {
  const { requests, outcome } = hold(told(false), told(true));
  expect(requests).toMatchObject([
    { role: 'judge', schema: { name: 'same_task' }, parameters: { temperature: 0 } },
    { role: 'judge' },
  ]);
  expect(JSON.stringify(requests[1])).toContain('verses ‹/second> about');
  expect(outcome).toMatchObject({
    same: { like: doubts[1]!.like, difference: 'One is short.' },
    other: [doubts[0]!.like],
    unreadable: undefined,
    prompts: ['sameTask@1'],
  });
  expect(outcome?.calls).toHaveLength(2);

  const first = hold(told(true));
  expect(first.outcome).toMatchObject({ same: { like: doubts[0]!.like }, other: [] });
  expect(first.requests).toHaveLength(1);
});

test('an answer that is none settles nothing, and the other neighbours are asked of all the same', () => {
  expect(hold('They are alike.', told(false)).outcome).toMatchObject({
    same: undefined,
    other: [doubts[1]!.like],
    unreadable: "The judge's answer was not the JSON asked for.",
  });
  expect(hold(undefined, told(true)).outcome).toMatchObject({
    same: { like: doubts[1]!.like },
    unreadable: 'The judge refused.',
  });
});
