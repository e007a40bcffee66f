import { picodollarsOf } from '../../../../core/foundations/picodollars';
import {
  costDimensions,
  costReport,
  workspaceCost,
  type CostCounts,
  type SpentLine,
} from '../../../../core/run/cost/costReport';
import { nothingYet, runCost } from '../../../../core/run/cost/runCost';
import { sumOfSpent } from '../../../../core/run/cost/spent';

const line = (more: Partial<SpentLine> = {}): SpentLine => ({
  ...{
    role: 'respond',
    strategy: 'selfInstruct',
    iteration: 0,
    prompt: 'respond@1',
    endpoint: 'openai',
    model: 'small',
  },
  ...{
    price: 'p',
    purpose: 'accepted',
    decidedBy: null,
    calls: 10,
    unpriced: 0,
    promptTokens: 100,
    completionTokens: 50,
  },
  ...{
    reasoningTokens: 20,
    cachedTokens: 40,
    cost: picodollarsOf('0.1'),
    savedByCache: picodollarsOf('0.01'),
  },
  ...more,
});

const counts = (more: Partial<CostCounts> = {}): CostCounts => ({
  ...{ lines: [line()], target: 100, committed: [], accepted: 4, prices: {} },
  unseen: { requests: 0, unpriced: 0, atMost: 0n },
  reused: { calls: 0, unpriced: 0, cost: 0n },
  savedByBatch: 0n,
  ...more,
});

test('whatever a run is told apart by adds up to the same total', () => {
  const lines = [
    line(),
    line({
      role: 'judge',
      purpose: 'rejected',
      decidedBy: 'novelty',
      iteration: 1,
      cost: picodollarsOf('0.2'),
    }),
    line({ role: 'embed', purpose: 'noCandidate', strategy: null, prompt: null, iteration: -1, cost: 1n }),
    line({ purpose: 'unusable', cost: picodollarsOf('0.0000000001') }),
  ];
  const report = costReport(counts({ lines }));
  expect(report.total.usd).toBe(0.300000000101);
  for (const dimension of costDimensions) {
    const members = report.by[dimension];
    const usd = members.reduce((sum, each) => sum + picodollarsOf(each.usd ?? 0), 0n);
    expect(usd).toBe(picodollarsOf(report.total.usd ?? 0));
    expect(members.reduce((sum, each) => sum + each.calls, 0)).toBe(report.total.calls);
  }
  expect(report.by.purpose.map(({ name }) => name)).toEqual([
    'rejected by novelty',
    'accepted',
    'unusable',
    'noCandidate',
  ]);
  expect(report.by.iteration.map(({ name }) => name)).toEqual(['-1', '0', '1']);
  expect(report.usdPerAccepted).toBe(0.075000000025);
});

test('a sum says at least what is known and how many calls are not; where nothing is known it is not zero', () => {
  const unknown = line({ unpriced: 10, cost: 0n });
  expect(costReport(counts({ lines: [line(), unknown] })).cost).toMatchObject({ usd: 0.1, unpriced: 10 });
  const nothing = costReport(counts({ lines: [unknown] }));
  expect(nothing.cost).toEqual({ usd: null, unpriced: 10, projectedUsd: null });
  expect(nothing.usdPerAccepted).toBeNull();
  expect(nothing.total.usd).toBeNull();
  expect(costReport(counts({ lines: [] })).cost).toEqual({ usd: 0, unpriced: 0, projectedUsd: null });
});

describe('where it leads', () => {
  const spent = { cost: picodollarsOf(3), unpriced: 0 };
  const through = (dollars: number, accepted: number) => ({ cost: picodollarsOf(dollars), accepted });

  test('is told by what a pair cost in the later half of the iterations', () => {
    // 10 pairs for $1, then 5 for $1: the 85 that are missing cost $0.20 each.
    expect(runCost(spent, { half: through(1, 10), last: through(2, 15) }, 100).projectedUsd).toBe(19);
  });

  test('is never less than what is spent, and not told before a pair is accepted or when none is missing', () => {
    expect(runCost(spent, { half: nothingYet, last: through(2, 99) }, 100).projectedUsd).toBe(3);
    expect(runCost(spent, { half: nothingYet, last: through(2, 0) }, 100).projectedUsd).toBeNull();
    expect(runCost(spent, { half: nothingYet, last: through(2, 100) }, 100).projectedUsd).toBeNull();
  });

  test('goes by all iterations where the later ones accepted nothing', () => {
    expect(runCost(spent, { half: through(1, 10), last: through(2, 10) }, 20).projectedUsd).toBe(4);
  });

  test('is the same in the report, which knows each iteration', () => {
    const committed = [
      { iteration: 0, ...through(1, 10) },
      { iteration: 1, ...through(1, 5) },
    ];
    const { cost, trend } = costReport(counts({ committed, accepted: 15 }));
    expect(cost.projectedUsd).toBe(19);
    expect(trend.map(({ usdPerAccepted }) => usdPerAccepted)).toEqual([0.1, 0.2]);
  });
});

test('a workspace is told by run and by month, both adding up to the same', () => {
  const spent = sumOfSpent([line()]);
  const of = (runKey: string, month: string) => ({
    ...spent,
    runKey,
    name: runKey,
    startedAt: '2026-10-01T00:00:00.000Z',
    accepted: 1,
    month,
  });
  const { total, runs, months } = workspaceCost([
    of('a@1', '2026-10'),
    of('a@1', '2026-11'),
    of('b@1', '2026-10'),
  ]);
  expect(total.usd).toBe(0.3);
  expect(runs.map(({ name, usd }) => [name, usd])).toEqual([
    ['a@1', 0.2],
    ['b@1', 0.1],
  ]);
  expect(months.map(({ name, usd }) => [name, usd])).toEqual([
    ['2026-10', 0.2],
    ['2026-11', 0.1],
  ]);
});
