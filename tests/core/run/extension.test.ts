import { budgetNow, carriedAfterEnd, parseStartInput, targetOfExtension } from '../../../core/run/extension';
import type { IterationInput, IterationOutcome } from '../../../core/run/iteration';
import { OpenReviews } from '../../../core/run/openReviews';
import { recipeSchema } from '../../../core/run/recipeSchema';
import { RunProgress, type PreparedRun } from '../../../core/run/runProgress';
import { emptyFunnel } from '../../../core/vocabulary/funnel';

const prepared: PreparedRun = {
  runKey: 'garden@1',
  runTag: 'tag',
  target: 100,
  iterationSize: 20,
  openIterations: 2,
  maxIterations: 100,
  caution: 1,
  iterationsWithoutPairs: 2,
  listsQueue: 'teacher-a',
  collapse: recipeSchema.shape.collapse.parse(undefined),
  listsToWrite: 0,
  reviewsGate: false,
  refits: false,
  searchAttributes: false,
};
const cost = { usd: 1, unpriced: 0, projectedUsd: null };
const nothing = { made: 0, open: [], arrived: [] };

/** Runs until it has nothing to begin, or for so many commits; each brings what is given. Returns the commits too. */
function played(accepted: readonly number[]) {
  const progress = new RunProgress(prepared);
  const committed: { input: IterationInput; outcome: IterationOutcome }[] = [];
  for (const pairs of accepted) {
    progress.openNext();
    const [input] = progress.open;
    if (!input) throw new Error('The run has nothing open.');
    const funnel = { ...emptyFunnel, proposed: 20, accepted: pairs, rejected: 20 - pairs };
    const outcome = { iteration: input.iteration, works: 4, funnel, reviews: [] };
    progress.committedOldest(outcome);
    committed.push({ input, outcome });
  }
  return { progress, committed };
}

test('a run that ended knows of its commits what it knew before, and finishes the iterations that it had begun', () => {
  const { progress, committed } = played([11, 9, 14]);
  const planned = [...progress.open];
  const carried = carriedAfterEnd(prepared, { committed, planned, applied: [], reviews: nothing, cost });
  expect(planned).not.toEqual([]);
  const asItWas = progress.carry();
  expect(carried).toEqual({ ...asItWas, cost, reviews: { ...nothing, watermark: 0 } });

  const [goesOn, neverEnded] = [new RunProgress(prepared, carried), new RunProgress(prepared, asItWas)];
  goesOn.openNext();
  neverEnded.openNext();
  expect(goesOn.open).toEqual(neverEnded.open);
});

test('what ended a run is given another try, and what people decided since counts', () => {
  const { progress, committed } = played([3, 0, 0]);
  expect(progress.next()).toMatchObject({ kind: 'wait' });
  const change = { ...emptyFunnel, accepted: -2, declined: 2 };
  const applied = [{ watermark: 3, change }];
  const carried = carriedAfterEnd(prepared, { committed, planned: [], applied, reviews: nothing, cost });
  expect(carried).toMatchObject({
    withoutPairs: 0,
    funnel: { proposed: 60, accepted: 1, declined: 2 },
    reviews: { watermark: 3 },
  });
  const next = new RunProgress(prepared, carried, new OpenReviews(carried.reviews)).next();
  expect(next).toMatchObject({ kind: 'start', input: { iteration: 3, readThrough: 2, reviewed: 3 } });
});

test('a run that repeated itself has another window at its last measure', () => {
  const ending = 'the run repeats itself';
  const watch = { ...new RunProgress(prepared).carry().collapse, level: 3 as const, ending };
  const progress = new RunProgress(prepared, { ...new RunProgress(prepared).carry(), collapse: watch });
  expect(progress.next()).toMatchObject({ kind: 'end', ending: { reason: ending } });
  progress.goOn([]);
  expect(progress.next()).toMatchObject({ kind: 'start', input: { measures: 3 } });
});

test.each([
  [undefined, 100, { ok: true, value: 120 }],
  [130, 100, { ok: true, value: 130 }],
  [undefined, 120, { ok: false, problem: expect.stringContaining('more than 120') as string }],
  [100, 120, { ok: false, problem: expect.stringContaining('has 120 pairs of 120') as string }],
])('an extension to %p of a run with %p pairs of 120', (asked, accepted, expected) => {
  const ended = { name: 'garden', target: 120, accepted, committed: 9, maxIterations: undefined };
  expect(targetOfExtension(ended, asked)).toEqual(expected);
});

test('a run at the limit that its recipe sets is refused in words', () => {
  const ended = { name: 'garden', target: 120, accepted: 10, committed: 9, maxIterations: 9 };
  expect(targetOfExtension(ended, 130)).toEqual({
    ok: false,
    problem:
      "Run garden can't be extended: its recipe allows 9 iterations (iteration.max), and it has had them.",
  });
});

test.each([
  [{ recipe: 'quickstart', target: 5 }, { ok: true }],
  [{ extend: 'garden' }, { ok: true, input: { extend: 'garden' } }],
  [{ extend: 'garden', budget: { usd: 5 }, target: 9 }, { ok: true }],
  [
    { extend: 'garden', recipe: 'quickstart' },
    { ok: false, problem: expect.stringContaining('leave "recipe" out') as string },
  ],
  [
    { extend: 'garden', pairs: 9 },
    { ok: false, problem: expect.stringContaining('pairs') as string },
  ],
  [
    { extend: '', target: 9 },
    { ok: false, problem: expect.stringContaining('extend') as string },
  ],
  [undefined, { ok: false, problem: expect.stringContaining('without its argument') as string }],
])('the argument %j of generateDataset', (given, expected) => {
  expect(parseStartInput(given)).toMatchObject(expected);
});

test('a budget has the limits to which people raised it', () => {
  const line = { spent: 1, reserved: 0, perhaps: 0, left: 1, isLow: false };
  const lines = [
    { of: 'run', unit: 'usd' as const, limit: 7, ...line },
    { of: 'judge', unit: 'requests' as const, limit: 90, ...line },
    { of: 'day', unit: 'usd' as const, limit: 1, ...line },
  ];
  const budget = { usd: 5, warnAt: 0.8, roles: { judge: { requests: 50 } } };
  expect(budgetNow(budget, lines)).toEqual({ usd: 7, warnAt: 0.8, roles: { judge: { requests: 90 } } });
  expect(budgetNow(undefined, lines)).toBeUndefined();
});
