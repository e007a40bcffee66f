import { judgingReport, type StoredJudgement } from '../../../../core/run/report/judgingReport';

const aspects = { clarity: 4, accuracy: 4, relevance: 4, helpfulness: 4, conciseness: 4, safety: 5 };
const judged = (scores: readonly number[], more: Partial<StoredJudgement> = {}): StoredJudgement => ({
  score: scores.reduce((sum, score) => sum + score, 0) / scores.length,
  length: 100,
  positionEffect: null,
  disagrees: false,
  judges:
    scores.length > 1
      ? scores.map((score, index) => ({
          judge: `judge ${index}`,
          score,
          aspects: { ...aspects, clarity: score },
        }))
      : [],
  ...more,
});

test('nothing judged, nothing reported', () => {
  expect(judgingReport([])).toBeNull();
});

test('one judge has no agreement; answers that could not be used are counted', () => {
  const unreadable = judged([0], { score: null, length: null });
  expect(judgingReport([judged([0.5]), unreadable])).toEqual({
    ...{ judged: 1, unreadable: 1 },
    ...{ length: null, agreement: null, position: null },
  });
});

test('two judges have a weighted kappa, three an alpha, and disagreements are counted', () => {
  const two = [judged([0.2, 0.2]), judged([0.9, 0.9]), judged([0.1, 0.8], { disagrees: true })];
  expect(judgingReport(two)?.agreement).toMatchObject({
    ...{ statistic: 'kappa', judges: ['judge 0', 'judge 1'], pairs: 3, disagreements: 1 },
    aspects: { safety: null },
  });
  const three = [judged([0.2, 0.2, 0.2]), judged([0.9, 0.9, 0.9])];
  expect(judgingReport(three)?.agreement).toMatchObject({ statistic: 'alpha', overall: 1 });
});

test('what a place in the call is worth is told both ways', () => {
  const asked = [0.2, -0.1, 0.2].map((positionEffect) => judged([0.5], { positionEffect }));
  expect(judgingReport(asked)?.position).toEqual({
    pairs: 3,
    mean: expect.closeTo(0.1) as number,
    size: expect.closeTo(0.5 / 3) as number,
  });
});
