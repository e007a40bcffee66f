import { raised, readNewTarget, readRaise, readRate } from '../../../core/run/changes';
import type { Budget } from '../../../core/teacher/budget/budget';

const budget: Budget = { usd: 1, tokens: 1_000, warnAt: 0.8, roles: { respond: { usd: 0.5 } } };

test.each([
  [undefined, 'The argument of raiseBudget is empty'],
  [{}, 'raiseBudget was given no limit: give the new one, such as {"usd": 5}.'],
  ['5', 'must be an object'],
  [{ usd: '5' }, '"usd" is the text "5", but must be a number above 0'],
  [{ usd: -5 }, '"usd" is -5, but must be a number above 0'],
  [{ usd: 0 }, '"usd" is 0, but must be a number above 0'],
  [{ usd: NaN }, '"usd" is NaN, but must be a number above 0'],
  [{ usd: Number('1e400') }, '"usd" is Infinity, but must be a number above 0'],
  [{ usd: '$5' }, '"usd" is the text "$5", but must be a number above 0'],
  [{ eur: 5 }, '"eur" is not a field of the argument of raiseBudget'],
  [{ usd: 1 }, 'The run has a limit of 1 dollars already: give the new limit, which is more than that.'],
  [{ usd: 0.5 }, 'The run has a limit of 1 dollars already'],
  [{ requests: 5 }, 'The run has no limit in requests: there is nothing to raise.'],
  [{ usd: 5, role: 'judge' }, 'Role "judge" has no limit in dollars: there is nothing to raise.'],
  [{ usd: 5, role: 'writer' }, '"role" is the text "writer", but must be one of propose, respond'],
  [{ tokens: 1_000.5 }, '"tokens" is 1000.5, but must be a whole number'],
])('raiseBudget(%j) is refused with a sentence', (payload, sentence) => {
  const read = readRaise(payload, budget);
  expect(read).toMatchObject({ ok: false, problem: expect.stringContaining(sentence) as string });
});

test('a raised limit is the new one, of the run or of a role, and the others stay', () => {
  expect(readRaise({ usd: 5 }, budget)).toEqual({ ok: true, value: { usd: 5 } });
  expect(raised(budget, { usd: 5 })).toEqual({ ...budget, usd: 5 });
  expect(raised(budget, { usd: 2, role: 'respond' })).toEqual({ ...budget, roles: { respond: { usd: 2 } } });
});

test.each([
  [{ pairs: 0 }, '"pairs" is 0, but must be a whole number from 1'],
  [{ pairs: NaN }, '"pairs" is NaN, but must be a whole number from 1'],
  [{ pairs: Number('1e400') }, '"pairs" is Infinity, but must be a whole number from 1'],
  [{ pairs: 'many' }, '"pairs" is the text "many"'],
  [{ pairs: 40 }, 'The target is 40 pairs already.'],
  [{}, '"pairs" is missing'],
  [{ target: 5 }, '"pairs" is missing'],
])('changeTarget(%j) is refused with a sentence', (payload, sentence) => {
  expect(readNewTarget(payload, 40)).toMatchObject({
    ok: false,
    problem: expect.stringContaining(sentence) as string,
  });
});

test('a target may be raised and lowered', () => {
  expect(readNewTarget({ pairs: 20 }, 40)).toEqual({ ok: true, value: { pairs: 20 } });
  expect(readNewTarget({ pairs: 80 }, 40)).toEqual({ ok: true, value: { pairs: 80 } });
});

test.each([
  [{ requestsPerMinute: -1 }, '"requestsPerMinute" is -1, but must be a number above 0'],
  [{ requestsPerMinute: 0 }, '"requestsPerMinute" is 0, but must be a number above 0'],
  [{ requestsPerMinute: NaN }, '"requestsPerMinute" is NaN, but must be a number above 0'],
  [{ requestsPerMinute: Number('1e400') }, '"requestsPerMinute" is Infinity, but must be a number above 0'],
  [{ requestsPerMinute: 'fast' }, '"requestsPerMinute" is the text "fast"'],
  [{}, '"requestsPerMinute" is missing'],
])('setRate(%j) is refused with a sentence', (payload, sentence) => {
  expect(readRate(payload)).toMatchObject({
    ok: false,
    problem: expect.stringContaining(sentence) as string,
  });
});
