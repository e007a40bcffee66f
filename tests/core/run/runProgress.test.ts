import { asOfNow } from '../../../core/run/status';
import { emptyFunnel, type Funnel } from '../../../core/vocabulary/funnel';
import type { IterationInput } from '../../../core/run/iteration';
import { recipeSchema } from '../../../core/run/recipeSchema';
import { RunProgress, type CarriedRun, type NextStep, type PreparedRun } from '../../../core/run/runProgress';

const prepared: PreparedRun = {
  runKey: 'run@1',
  target: 1_000,
  iterationSize: 80,
  runTag: 'tag',
  openIterations: 2,
  maxIterations: 100,
  caution: 1,
  iterationsWithoutPairs: 3,
  listsQueue: 'teacher-a',
  collapse: recipeSchema.shape.collapse.parse(undefined),
  listsToWrite: 0,
  reviewsGate: false,
  refits: false,
  searchAttributes: true,
};

function progressOf(changes: Partial<PreparedRun> = {}): RunProgress {
  return new RunProgress({ ...prepared, ...changes });
}

/** Starts what is next; says what that is. */
function start(progress: RunProgress): IterationInput {
  const next = progress.next();
  if (next.kind !== 'start') throw new Error(`Nothing is started: ${JSON.stringify(next)}`);
  progress.opened(next.input);
  return next.input;
}

/** Commits the oldest open iteration: of `proposed` candidates, `accepted` are. */
function commit(progress: RunProgress, proposed: number, accepted: number, works = 1): void {
  const oldest = progress.open[0];
  if (!oldest) throw new Error('Nothing is open.');
  const funnel: Funnel = { ...emptyFunnel, proposed, accepted, rejected: proposed - accepted };
  progress.committedOldest({ iteration: oldest.iteration, works, funnel, reviews: [] });
}

const ending = (progress: RunProgress): NextStep => progress.next();

describe('a batch that gathers', () => {
  const gathered = (progress: RunProgress, accepted: number, items: number): void => {
    const iteration = progress.open[0]?.iteration ?? -1;
    const funnel: Funnel = {
      ...emptyFunnel,
      proposed: 20,
      accepted,
      awaitingReview: 0,
      rejected: 20 - accepted,
    };
    progress.committedOldest({ iteration, works: 1, funnel, reviews: [], gathering: { batch: 3, items } });
  };

  test('is handed out when the run ends, and holds up nothing before', () => {
    const progress = progressOf({ target: 20, iterationSize: 10, openIterations: 1 });
    start(progress);
    gathered(progress, 10, 1);
    expect(progress.takeGathered()).toBeUndefined();
    start(progress);
    gathered(progress, 10, 2);
    expect(new RunProgress(progress.prepared, progress.carry()).takeGathered()).toBe(3);
    expect(progress.takeGathered()).toBe(3);
    expect(progress.takeGathered()).toBeUndefined();
    expect([progress.next().kind, progress.reviews.open]).toEqual(['end', [3]]);
  });

  test('at a gate is handed out once nothing is under way, and nothing new begins until it is decided', () => {
    const progress = progressOf({ reviewsGate: true });
    start(progress);
    start(progress);
    gathered(progress, 0, 1);
    expect([progress.next().kind, progress.takeGathered()]).toEqual(['wait', undefined]);
    gathered(progress, 0, 2);
    expect([progress.next().kind, progress.takeGathered(), progress.next().kind]).toEqual([
      'review',
      3,
      'review',
    ]);
    progress.reviewed(3, 1, emptyFunnel);
    expect(progress.next().kind).toBe('start');
  });
});

describe('what an iteration may read', () => {
  test('iterations overlap, as many as the recipe opens, and each reads what was committed before it started', () => {
    const progress = progressOf({ openIterations: 3 });
    expect(
      [start(progress), start(progress), start(progress)].map(({ iteration, readThrough }) => [
        iteration,
        readThrough,
      ]),
    ).toEqual([
      [0, -1],
      [1, -1],
      [2, -1],
    ]);
    expect(progress.next()).toEqual({ kind: 'wait' });
    commit(progress, 80, 40);
    expect(start(progress)).toMatchObject({
      iteration: 3,
      readThrough: 0,
      runKey: 'run@1',
    });
  });

  test('a successor that starts late is decided as one that started at once', () => {
    const prompt = progressOf();
    const late = progressOf();
    const decided: IterationInput[][] = [[], []];
    for (const [index, progress] of [prompt, late].entries()) {
      const pausing = index === 1;
      decided[index]?.push(start(progress), start(progress));
      for (let turn = 0; turn < 3; turn++) {
        commit(progress, 75, 30);
        if (pausing) progress.pause = { by: 'person', reason: 'lunch' };
        const next = start(progress);
        if (pausing) progress.pause = undefined;
        decided[index]?.push(next);
      }
    }
    expect(decided[1]).toEqual(decided[0]);
  });

  test('an iteration that commits out of its turn is a defect, and said so', () => {
    const progress = progressOf();
    start(progress);
    start(progress);
    expect(() =>
      progress.committedOldest({ iteration: 1, works: 1, funnel: emptyFunnel, reviews: [] }),
    ).toThrow('Iteration 1 committed out of order.');
  });
});

describe('how much is asked for', () => {
  test('a full iteration, as long as more than that is missing', () => {
    expect(start(progressOf()).size).toBe(80);
  });

  test('nothing more is started while what is open is expected to suffice', () => {
    const progress = progressOf({ target: 30 });
    start(progress);
    expect(progress.next()).toEqual({ kind: 'wait' });
    commit(progress, 60, 20);
    expect(progress.next().kind).toBe('start');
  });

  test('the last iterations shrink to what is missing, and what it may come short of', () => {
    const progress = progressOf({ target: 100 });
    start(progress);
    commit(progress, 80, 64);
    start(progress);
    commit(progress, 40, 32); // 4 are missing of 100, at a yield of 0.78
    const { size } = start(progress);
    expect(size).toBeGreaterThan(5);
    expect(size).toBeLessThan(12);
  });

  test('what is under way suffices only where it does in all likelihood: what is missing else is asked for at once', () => {
    const likely = progressOf({ target: 140, openIterations: 3, caution: 0 });
    const sure = progressOf({ target: 140, openIterations: 3, caution: 1.5 });
    for (const progress of [likely, sure]) {
      start(progress);
      start(progress);
      commit(progress, 80, 60); // 80 are missing, and 80 are under way
      start(progress);
      expect(progress.open.length).toBe(2);
    }
    expect(sure.open[1]!.size - likely.open[1]!.size).toBeGreaterThanOrEqual(5);
  });

  test('to be sure, at most a twentieth of the target is asked for on top', () => {
    const [size = 0, surest = 0] = [0, 50].map((caution) => {
      const progress = progressOf({ target: 1_000, iterationSize: 400, caution });
      start(progress);
      commit(progress, 400, 320);
      const more = new RunProgress({ ...progress.prepared, iterationSize: 2_000 }, progress.carry());
      return start(more).size;
    });
    expect((surest - size) * 0.8).toBeGreaterThan(40);
    expect((surest - size) * 0.8).toBeLessThanOrEqual(52);
  });

  test('a run that an earlier version began goes on as that version would', () => {
    const progress = progressOf({ target: 100, caution: undefined });
    start(progress);
    commit(progress, 80, 64);
    start(progress);
    commit(progress, 40, 32);
    expect(start(progress).size).toBe(7);
  });

  test('a yield of nothing asks for full iterations, not for endless ones', () => {
    const progress = progressOf();
    start(progress);
    commit(progress, 80, 0);
    expect(start(progress).size).toBe(80);
  });
});

describe('how a run ends', () => {
  test('completed, once its target is reached and all that is open has committed; overshoot is kept', () => {
    const progress = progressOf({ target: 60 });
    start(progress);
    start(progress);
    commit(progress, 80, 70);
    expect(progress.next()).toEqual({ kind: 'wait' });
    commit(progress, 80, 35);
    expect(ending(progress)).toEqual({
      kind: 'end',
      ending: { state: 'completed', reason: '105 pairs of 60 accepted, 45 more than asked for' },
    });
  });

  test('exhausted, after as many iterations as the recipe allows', () => {
    const progress = progressOf({ maxIterations: 2 });
    start(progress);
    start(progress);
    expect(progress.next()).toEqual({ kind: 'wait' });
    commit(progress, 80, 10);
    expect(progress.next()).toEqual({ kind: 'wait' });
    commit(progress, 80, 10);
    expect(ending(progress)).toEqual({
      kind: 'end',
      ending: {
        state: 'exhausted',
        reason: '2 iterations are the most that the recipe allows (iteration.max)',
      },
    });
  });

  test('exhausted, after as many iterations in a row without a pair as the recipe allows', () => {
    const progress = progressOf();
    for (const accepted of [0, 0, 1, 0, 0]) {
      start(progress);
      commit(progress, 80, accepted);
    }
    start(progress);
    commit(progress, 80, 0);
    expect(ending(progress)).toEqual({
      kind: 'end',
      ending: { state: 'exhausted', reason: 'no pair was accepted in 3 iterations in a row' },
    });
  });

  test('exhausted, when no strategy has anything left to do', () => {
    const progress = progressOf();
    start(progress);
    commit(progress, 80, 10);
    start(progress);
    commit(progress, 0, 0, 0);
    expect(ending(progress)).toMatchObject({
      ending: {
        state: 'exhausted',
        reason: 'its templates and existing pairs have nothing more to give',
      },
    });
  });

  test('stopped, once what is open has committed', () => {
    const progress = progressOf();
    start(progress);
    progress.stopRequested = true;
    expect(progress.next()).toEqual({ kind: 'wait' });
    commit(progress, 30, 7);
    expect(ending(progress)).toEqual({
      kind: 'end',
      ending: { state: 'stopped', reason: 'stopped by a person at 7 pairs of 1000' },
    });
  });

  test('completed and not stopped, when the target was reached all the same', () => {
    const progress = progressOf({ target: 5 });
    start(progress);
    progress.stopRequested = true;
    commit(progress, 30, 7);
    expect(ending(progress)).toMatchObject({ ending: { state: 'completed' } });
  });
});

test('a run that continues as new, by way of JSON, decides as one that does not', () => {
  const decided: IterationInput[][] = [[], []];
  for (const [index, continues] of [false, true].entries()) {
    let progress = progressOf();
    for (let turn = 0; turn < 8; turn++) {
      while (progress.next().kind === 'start') decided[index]?.push(start(progress));
      if (continues && turn % 3 === 2) {
        // What is under way commits, and what became due meanwhile is decided, and started by the next execution alone.
        commit(progress, 70 + turn, 20 * (turn % 3));
        while (progress.next().kind === 'start') decided[index]?.push(start(progress));
        progress = new RunProgress(prepared, JSON.parse(JSON.stringify(progress.carry())) as CarriedRun);
      } else commit(progress, 70 + turn, 20 * (turn % 3));
    }
    decided[index]?.push(...progress.open);
  }
  expect(decided[1]).toEqual(decided[0]);
});

test('a pause and a stop are carried over', () => {
  const progress = progressOf();
  progress.pause = { by: 'needsMending', reason: 'Put a valid key there.' };
  progress.stopRequested = true;
  const carried = new RunProgress(prepared, progress.carry());
  expect(carried.pause).toEqual(progress.pause);
  expect(carried.next()).toMatchObject({ kind: 'end', ending: { state: 'stopped' } });
});

test('what is said of a run that reached its target counts what people decided since; other words stay', () => {
  expect(asOfNow('65 pairs of 60 accepted, 5 more than asked for', 71)).toBe(
    '71 pairs of 60 accepted, 11 more than asked for',
  );
  expect(asOfNow('60 pairs of 60 accepted', 58)).toBe('58 pairs of 60 accepted');
  expect(asOfNow('a preview', 2)).toBe('a preview');
});
