import { judgeCandidate, type JudgedResponse } from '../../../core/screening/judgeCandidate';

const aspects = { clarity: 4, accuracy: 4, relevance: 4, helpfulness: 4, conciseness: 4, safety: 5 };

const opinion = (judge: string, score: number) => ({
  ...{ judge, score, aspects, reason: 'It names a bird.', prompt: 'judge@1' },
});
const scored = (response: number, score: number): JudgedResponse => ({
  response,
  judgement: {
    ...{ score, aspects, reason: 'It names a bird.', prompt: 'judge@1', length: 10, calls: ['call'] },
    ...{ opinions: [opinion('one', score)], spread: 0, disagrees: false },
  },
});
/** A judgement of two judges. */
const scoredByTwo = (left: number, right: number): JudgedResponse => {
  const opinions = [opinion('one', left), opinion('two', right)];
  const [score, spread] = [(left + right) / 2, Math.abs(left - right)];
  return {
    response: 0,
    judgement: {
      ...{ score, aspects, reason: 'It names a bird.', prompt: 'judge@1', length: 10, calls: ['a', 'b'] },
      ...{ opinions, spread, disagrees: spread > 0.25 },
    },
  };
};
const garbled = (response: number): JudgedResponse => ({
  response,
  judgement: { unreadable: 'the answer holds no score', raw: '???', calls: ['call'] },
});

test('a pair passes where the judge likes a response of it, and keeps those alone', () => {
  const screening = judgeCandidate(3, [scored(0, 0.2), scored(1, 0.9)], 0.5);
  expect(screening).toMatchObject({ ordinal: 3, state: 'open' });
  expect(screening.responses.map(({ kept }) => kept)).toEqual([false, true]);
  expect(screening.results).toHaveLength(2);
});

test('a pair that the judge likes too little is rejected in words, its score kept', () => {
  expect(judgeCandidate(0, [scored(0, 0.2)], 0.5)).toMatchObject({
    state: 'rejected',
    decidedBy: 'judge',
    reason: 'the judge gave it 0.20, at least 0.5 is asked for: It names a bird.',
    results: [{ score: 0.2, passed: false }],
  });
});

test('an error of the judge is never a pass', () => {
  expect(judgeCandidate(0, [garbled(0)], 0)).toMatchObject({
    state: 'quarantined',
    decidedBy: 'judge',
    responses: [{ kept: false }],
  });
  expect(judgeCandidate(0, [garbled(0), scored(1, 1)], 0.5).responses).toMatchObject([
    { kept: false },
    { kept: true },
  ]);
});

test('a pair that nobody got to judge before the run was stopped is abandoned', () => {
  expect(judgeCandidate(0, [{ response: 0, judgement: undefined }], 0)).toMatchObject({ state: 'abandoned' });
});

test('what each of several judges said is kept, and a disagreement is marked', () => {
  expect(judgeCandidate(0, [scoredByTwo(0.4, 0.9)], 0.5).results).toMatchObject([
    {
      ...{ passed: true, score: 0.65 },
      evidence: { disagreement: 0.5, judges: [{ judge: 'one' }, { judge: 'two' }], calls: ['a', 'b'] },
    },
  ]);
  expect(judgeCandidate(0, [scoredByTwo(0.8, 0.9)], 0.5).results[0]?.evidence).not.toHaveProperty(
    'disagreement',
  );
  expect(judgeCandidate(0, [scored(0, 0.9)], 0.5).results[0]?.evidence).toEqual({
    ...{ aspects, reason: 'It names a bird.', prompt: 'judge@1', length: 10, call: 'call' },
  });
});
