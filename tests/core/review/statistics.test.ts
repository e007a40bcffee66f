import { estimateShare, peopleReport, type PeopleCounts } from '../../../core/review/statistics';

type Given = PeopleCounts['verdicts'][number];

const item = (
  number: number,
  more: Partial<PeopleCounts['items'][number]> = {},
): PeopleCounts['items'][number] => ({
  batch: 0,
  item: number,
  kind: 'sample',
  expected: null,
  probability: 0.5,
  drawnBy: 'random',
  ...more,
});

const given = (
  number: number,
  reviewer: string,
  verdict: Given['verdict'],
  more: Partial<Given> = {},
): Given => ({
  batch: 0,
  item: number,
  reviewer,
  revision: 1,
  verdict,
  flagged: false,
  seconds: null,
  assisted: false,
  settles: false,
  ...more,
});

function reportOf(items: PeopleCounts['items'], verdicts: PeopleCounts['verdicts']) {
  const batches = [{ batch: 0, closed: true }];
  return peopleReport({ batches, items, verdicts, waiting: 0, passed: 100, rejected: 50 });
}

test('a later verdict supersedes an earlier one, a withdrawn one counts for nothing, and switches are told', () => {
  const report = reportOf(
    [item(1), item(2), item(3)],
    [
      given(1, 'ana', 'approve'),
      given(1, 'ana', 'reject', { revision: 2, assisted: true }),
      given(2, 'ana', 'approve'),
      given(2, 'ana', 'withdrawn', { revision: 2 }),
      given(3, 'ana', 'edit', { seconds: 12, flagged: true }),
    ],
  );
  expect(report.verdicts).toEqual({ approve: 0, reject: 1, edit: 1, unsure: 0 });
  expect(report).toMatchObject({ items: 3, judged: 2, flagged: 1 });
  expect(report.reviewers).toMatchObject([
    { reviewer: 'ana', verdicts: 2, approving: 0.5, seconds: 12, switched: 1, switchedAfterScores: 1 },
  ]);
});

test('pairs that were chosen for how another group was answered count in no rate', () => {
  const chosen = { drawnBy: 'counterfactual', probability: 1 };
  const report = reportOf(
    [item(1), item(2, chosen), item(3, chosen)],
    [given(1, 'ana', 'approve'), given(2, 'ana', 'reject'), given(3, 'ana', 'reject')],
  );
  expect(report.good).toMatchObject({ share: 1, items: 1 });
  expect(report.verdicts).toMatchObject({ approve: 1, reject: 2 });
});

test('hidden checks say how many bad pairs were caught and good ones kept, and count in no rate', () => {
  const bad = { kind: 'check', expected: 'reject', probability: 1 } as const;
  const report = reportOf(
    [item(1, bad), item(2, bad), item(3, { ...bad, expected: 'approve' }), item(4)],
    [1, 2, 3, 4].map((number) => given(number, 'ana', number === 1 ? 'reject' : 'approve')),
  );
  expect(report.checks.bad).toMatchObject({ answered: 2, right: 1 });
  expect(report.checks.good).toMatchObject({ answered: 1, right: 1 });
  expect(report.reviewers[0]?.checks).toMatchObject({ answered: 3, right: 2 });
  expect(report.good).toMatchObject({ share: 1, items: 1, of: 100 });
});

test('rates are weighted back by the probability of each item', () => {
  const report = reportOf(
    [
      item(1, { probability: 0.1 }),
      item(2, { probability: 1 }),
      item(3, { kind: 'rejection', probability: 0.2 }),
      item(4, { kind: 'rejection', probability: 0.2 }),
    ],
    [
      given(1, 'ana', 'approve'),
      given(2, 'ana', 'reject'),
      given(3, 'ana', 'approve'),
      given(4, 'ana', 'unsure'),
    ],
  );
  expect(report.good?.share).toBeCloseTo(10 / 11);
  expect(report.falseRejections).toMatchObject({ share: 1, items: 1, of: 50 }); // who is unsure says nothing
});

test('agreement is that of items seen by two', () => {
  const items = Array.from({ length: 40 }, (_, index) => item(index + 1));
  const verdicts = items.flatMap(({ item: number }) => [
    given(number, 'ana', number % 2 === 0 ? 'approve' : 'reject'),
    given(number, 'ben', number % 2 === 0 ? 'edit' : number === 1 ? 'approve' : 'reject'),
  ]);
  expect(reportOf(items, verdicts).agreement).toMatchObject({
    measure: 'cohenKappa',
    value: 0.95,
    items: 40,
  });
  expect(reportOf(items, []).agreement).toBeNull();
});

test('the interval of a share is as wide as so many items allow', () => {
  const items = (good: number, bad: number) => [
    ...Array.from({ length: good }, () => ({ probability: 0.2, isSo: true })),
    ...Array.from({ length: bad }, () => ({ probability: 0.2, isSo: false })),
  ];
  expect(estimateShare([], 10)).toBeNull();
  const [low, high] = estimateShare(items(80, 20), 500)?.interval ?? [0, 0];
  expect(low).toBeCloseTo(0.711, 2);
  expect(high).toBeCloseTo(0.867, 2);
  expect(estimateShare(items(10, 0), 50)?.interval[0]).toBeCloseTo(0.722, 2); // also where all are alike
});
