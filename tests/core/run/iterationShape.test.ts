import { iterationShape, slotsOf, type Capacity } from '../../../core/run/iterationShape';
import { recipeSchema } from '../../../core/run/recipeSchema';
import type { Recipe } from '../../../core/recipe/schema';
import { runSetup } from '../proposing/testSetup';
import { simulateRun, type Simulated, type SimulatedOutcome } from './simulatedRun';

function recipe(target: number, iteration: Partial<Recipe['iteration']> = {}): Recipe {
  const seeds = { tasks: [{ instruction: 'Name a bird.', response: 'Wren.' }] };
  return recipeSchema.parse({ name: 'shaped', target, seeds, iteration });
}

function seedsOf(count: number, simulated: Omit<Simulated, 'seed'>): readonly SimulatedOutcome[] {
  return Array.from({ length: count }, (_, seed) => simulateRun({ ...simulated, seed }));
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describe('by default', () => {
  test.each([
    [1_000, 64],
    [5_000, 64],
    [5_000, 512],
    [100_000, 512],
    [200, 4],
    [5_000, 2],
  ])('of %i pairs, %i slots have work under way for four times what they take', (target, slots) => {
    const { iterationSize, openIterations } = iterationShape(recipe(target), slots);
    expect(iterationSize * openIterations).toBeGreaterThanOrEqual(4 * slots);
    expect(openIterations).toBeLessThanOrEqual(32);
  });

  test.each([24, 100, 1_000, 2_500, 20_000])('most of %i pairs learn from others before them', (target) => {
    for (const slots of [1, 8, 64, 512, 4_096]) {
      const { iterationSize, openIterations } = iterationShape(recipe(target), slots);
      const atOnce = iterationSize * openIterations;
      expect(atOnce).toBeLessThanOrEqual(Math.max(target / 2, target - 1_000) + 20 + iterationSize);
      expect(iterationSize).toBeLessThanOrEqual(400);
    }
  });

  test('a model on this machine has iterations as small as ever, and two of them open', () => {
    for (const slots of [1, 2]) {
      expect(iterationShape(recipe(24), slots)).toMatchObject({ iterationSize: 12, openIterations: 2 });
      expect(iterationShape(recipe(100), slots)).toMatchObject({ iterationSize: 20, openIterations: 2 });
    }
  });

  test('a large run may have as many iterations as it takes', () => {
    const { maxIterations, iterationSize } = iterationShape(recipe(1_000_000), 64);
    expect(maxIterations * iterationSize).toBeGreaterThanOrEqual(10_000_000);
    expect(iterationShape(recipe(100), 64).maxIterations).toBe(1_000);
  });
});

test('what the recipe says stands, and the rest follows from it', () => {
  expect(iterationShape(recipe(5_000, { size: 400, open: 2, max: 7 }), 64)).toMatchObject({
    iterationSize: 400,
    openIterations: 2,
    maxIterations: 7,
  });
  expect(iterationShape(recipe(5_000, { size: 400 }), 64)).toMatchObject({ openIterations: 3 });
  expect(iterationShape(recipe(5_000, { open: 4 }), 64)).toMatchObject({ iterationSize: 256 });
});

describe('the slots that count', () => {
  const role = (endpoint: string) => ({ ...runSetup().roles.respond, endpoint });
  const setup = (respond: string, routes: readonly string[], propose: string, judge = propose) => ({
    ...runSetup(),
    roles: { ...runSetup().roles, respond: role(respond), propose: role(propose), judge: role(judge) },
    routes: routes.map(role),
  });
  const known: Record<string, Capacity> = {
    a: { concurrency: 64 },
    b: { concurrency: 32 },
    c: { concurrency: 200 },
  };
  const endpoints = (name: string): Capacity | undefined => known[name];

  test('are those of all endpoints that respond, each once', () => {
    expect(slotsOf(setup('a', [], 'a'), endpoints)).toBe(64);
    expect(slotsOf(setup('a', ['b', 'a', 'b'], 'a'), endpoints)).toBe(96);
  });

  test('are those of another endpoint that takes more, where it is asked at all', () => {
    expect(slotsOf(setup('a', [], 'c'), endpoints)).toBe(200);
    expect(slotsOf(setup('a', [], 'a', 'c'), endpoints)).toBe(64);
  });

  test('are no more than a known limit of requests lets be used', () => {
    expect(slotsOf(setup('a', [], 'a'), () => ({ concurrency: 64, requestsPerMinute: 30 }))).toBe(15);
    expect(slotsOf(setup('a', [], 'a'), () => ({ concurrency: 64, requestsPerMinute: 1_200 }))).toBe(64);
  });
});

describe('in simulated time, between the first request and the last', () => {
  test.each([1, 3])(
    '64 slots are busy for 0.96 of it on 1,000 pairs, at %i requests a response',
    (rounds) => {
      const runs = seedsOf(8, { target: 1_000, slots: 64, rounds });
      expect(mean(runs.map(({ use }) => use))).toBeGreaterThan(0.96);
    },
  );

  test('512 slots are busy for 0.95 of it on 5,000 pairs, since those that idle at the start answer what was proposed so far', () => {
    const wide = { target: 5_000, slots: 512, seed: 0 };
    expect(simulateRun(wide).use).toBeGreaterThan(0.95);
    expect(simulateRun({ ...wide, asksAhead: false }).use).toBeLessThan(0.945);
  });

  test.each([1, 3])(
    '64 slots are busy for 0.98 of it on 5,000 pairs, at %i requests a response',
    (rounds) => {
      const runs = seedsOf(2, { target: 5_000, slots: 64, rounds });
      expect(mean(runs.map(({ use }) => use))).toBeGreaterThan(0.98);
    },
  );

  test('one answer in three hundred that takes twenty times the mean idles few slots', () => {
    const held = { target: 3_000, slots: 64, stragglers: 1 / 300 };
    const [deep, shallow] = [held, { ...held, size: 160, open: 2 }].map((one) => seedsOf(2, one));
    const used = (runs: readonly SimulatedOutcome[] = []) => mean(runs.map(({ use }) => use));
    expect(used(deep)).toBeGreaterThan(0.88);
    expect(used(shallow)).toBeLessThan(0.7);
  });
});

describe('what is asked for beyond the target', () => {
  test.each([
    ['nearly all are accepted', 0.98, 0.98],
    ['most are', 0.85, 0.9],
    ['few are', 0.4, 0.5],
  ])('is at most a twentieth in the mean where %s, and no run is left short', (_, screened, accepted) => {
    const runs = seedsOf(10, { target: 1_000, slots: 64, rounds: 1, screened, accepted });
    for (const run of runs) expect(run.accepted).toBeGreaterThanOrEqual(1_000);
    expect(mean(runs.map((run) => run.accepted))).toBeLessThan(1_050);
  });

  test.each([100, 300])('is a few pairs of %i, at two slots', (target) => {
    const runs = seedsOf(20, { target, slots: 2, rounds: 1 });
    expect(mean(runs.map((run) => run.accepted)) - target).toBeLessThan(10);
  });
});

test('what an iteration brings decides the next, whatever was faster', () => {
  const of = (slots: number) => {
    const { size, open } = { size: 60, open: 4 };
    // The slots change when iterations are ready, and through `caution` how many there are: with equal shapes nothing else.
    return simulateRun({ target: 800, slots, seed: 5, size, open, rounds: 2 });
  };
  const [slow, fast] = [of(64), of(200)];
  expect([slow.accepted, slow.iterations]).toEqual([fast.accepted, fast.iterations]);
});
