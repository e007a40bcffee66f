import { readHold, readSignal, readSubmission } from '../../../core/review/readMessages';
import { malformedSignals, malformedSubmissions } from './malformedMessages';

const isKnownOnlyToABatch = (payload: unknown) => JSON.stringify(payload ?? null).includes('999');

test('there are forty ways to get a signal wrong, and each is answered with a short sentence that names the field', () => {
  expect(malformedSignals.length).toBeGreaterThanOrEqual(40);
  for (const [payload, names] of malformedSignals) {
    const read = readSignal('approve', payload);
    if (read.ok) expect(isKnownOnlyToABatch(payload)).toBe(true);
    else {
      expect(read.problem).toContain(names);
      expect(read.problem.length).toBeLessThanOrEqual(200);
    }
  }
});

test.each(malformedSubmissions.filter(([payload]) => !isKnownOnlyToABatch(payload)))(
  'a submission is refused for what is wrong with it (%#)',
  (payload, names) => {
    const read = readSubmission(payload);
    expect(read).toMatchObject({ ok: false, problem: expect.stringContaining(names) as string });
    if (!read.ok) expect(read.problem.length).toBeLessThanOrEqual(200);
  },
);

test('a signal is read as it was meant', () => {
  expect(readSignal('reject', { items: [5, 1, 5], reviewer: ' ana ', reason: ' wrong ' })).toEqual({
    ok: true,
    value: { items: [5, 1], reviewer: 'ana', given: { verdict: 'reject', reason: 'wrong' } },
  });
  expect(readSignal('edit', { items: 'all', reviewer: 'ana', edit: { input: '' } })).toMatchObject({
    ok: true,
    value: { items: 'all', given: { edit: { input: '' } } },
  });
});

test('an edit that would be recorded a thousand times over is refused', () => {
  const read = readSignal('edit', { items: 'all', reviewer: 'ana', edit: { response: 'x'.repeat(32_000) } });
  expect(read).toMatchObject({ ok: false, problem: expect.stringContaining('"edit"') as string });
});

test('an edit of later turns names its exchanges, and nothing is taken out by it', () => {
  const read = (turns: unknown) => readSignal('edit', { items: [1], reviewer: 'ana', edit: { turns } });
  expect(
    read([
      { exchange: 3, response: 'c' },
      { exchange: 2, message: 'b' },
    ]),
  ).toMatchObject({
    value: {
      given: {
        edit: {
          turns: [
            { exchange: 2, message: 'b' },
            { exchange: 3, response: 'c' },
          ],
        },
      },
    },
  });
  for (const [turns, names] of [
    [[], 'edit.turns'],
    [[{ exchange: 1, response: 'a' }], 'exchange'],
    [[{ exchange: 2 }], '"message" or "response"'],
    [[{ exchange: 2, response: ' ' }], "turns can't be taken out"],
    [
      [
        { exchange: 2, response: 'a' },
        { exchange: 2, message: 'b' },
      ],
      'twice',
    ],
    [[{ exchange: 2, response: 'a', more: 1 }], 'more'],
    [[2, 3, 4, 5, 6].map((exchange) => ({ exchange, response: 'x'.repeat(32_000) })), 'in all'],
  ] as const)
    expect(read(turns)).toMatchObject({ ok: false, problem: expect.stringContaining(names) as string });
});

test('a hold says for whom, and how many', () => {
  expect(readHold({ reviewer: 'ana', count: 10 })).toEqual({
    ok: true,
    value: { reviewer: 'ana', count: 10 },
  });
  expect(readHold({ reviewer: 'ana', count: 0 })).toMatchObject({ ok: false });
  expect(readHold({ count: 1 })).toMatchObject({ ok: false });
});
