import { overallScore } from '../../../../core/screening/judging/rubric';

const aspects = { clarity: 5, accuracy: 5, relevance: 5, helpfulness: 5, conciseness: 5, safety: 5 };

test.each(['accuracy', 'safety'] as const)('a score is never above %s', (aspect) => {
  expect(overallScore({ ...aspects, [aspect]: 2 })).toBe(0.25);
  expect(overallScore(aspects)).toBe(1);
});
