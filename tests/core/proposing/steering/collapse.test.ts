import { CollapseWatch, describeMeasures, measuresOf } from '../../../../core/proposing/steering/collapse';
import type { Health } from '../../../../core/proposing/steering/health';
import { recipeSchema, type RecipeInput } from '../../../../core/run/recipeSchema';
import { Draws } from '../../../support/seededDraws';

const healthy: Health = {
  proposals: 60,
  novel: 0.8,
  distinct1: 0.7,
  distinct2: 0.95,
  verbObjectEntropy: 0.95,
  nearestSimilarity: 0.6,
  responseDistinct1: 0.65,
  responseDistinct2: 0.95,
  commonOpening: 0.05,
};
const collapsed: Health = { ...healthy, novel: 0.02, distinct1: 0.3, verbObjectEntropy: 0.4 };

const watchOf = (collapse: RecipeInput['collapse'] = {}): CollapseWatch =>
  new CollapseWatch(recipeSchema.parse({ name: 'test', collapse }).collapse);
/** Iterations that are each planned after the one before committed. */
const observe = (watch: CollapseWatch, health: Health, times: number): CollapseWatch => {
  for (let time = 0; time < times; time++) watch.observe(health, watch.level);
  return watch;
};

describe('the watch for collapse', () => {
  test('lets a healthy run go on for ever, with the noise that runs have', () => {
    for (let seed = 0; seed < 20; seed++) {
      const draws = new Draws('noise', seed);
      const watch = watchOf();
      for (let iteration = 0; iteration < 400; iteration++) {
        const noise = (): number => 1 + 0.12 * draws.normal();
        watch.observe(
          {
            ...healthy,
            proposals: draws.integer(1, 120),
            novel: 0.3 * noise(),
            distinct1: draws.chance(0.1) ? null : 0.7 * noise(),
            verbObjectEntropy: 0.9 * noise(),
            responseDistinct1: 0.6 * noise(),
            commonOpening: 0.2 * noise(),
          },
          watch.level,
        );
      }
      expect(watch.level).toBe(0);
      expect(watch.ending).toBeUndefined();
      expect(watch.description).toBe('');
    }
  });

  test('takes one measure after the other in a collapsed run, gives each its time, and ends with the reason', () => {
    const watch = observe(watchOf({ window: 5, patience: 4 }), healthy, 12);
    const levels: number[] = [];
    while (watch.ending === undefined && levels.length < 100) {
      observe(watch, collapsed, 1);
      levels.push(watch.level);
    }
    // One or two bad iterations out of five are not enough.
    expect(levels.indexOf(1)).toBeGreaterThanOrEqual(2);
    expect(levels.filter((level) => level === 1)).toHaveLength(4);
    expect(levels.filter((level) => level === 2)).toHaveLength(4);
    expect(watch.ending).toMatch(
      /^the run repeats itself, in spite of a higher temperature, personas and diverse examples: 2 % of proposals are new, less than 10 %/,
    );
  });

  test('waits for iterations that were planned at the new level: those that were open say nothing of it', () => {
    const watch = observe(watchOf({ window: 2, patience: 2 }), collapsed, 2);
    expect(watch.level).toBe(1);
    for (let open = 0; open < 10; open++) watch.observe(collapsed, 0);
    expect(watch.level).toBe(1);
    watch.observe(collapsed, 1);
    watch.observe(collapsed, 1);
    expect(watch.level).toBe(2);
  });

  test('keeps what helped when the run recovers, ends nothing, and goes on from there when it decays again', () => {
    const watch = observe(watchOf({ window: 3, patience: 3 }), collapsed, 3);
    expect(watch.level).toBe(1);
    observe(watch, healthy, 50);
    expect(watch.level).toBe(1);
    expect(watch.ending).toBeUndefined();
    expect(watch.description).toBe('Against repetition: a higher temperature.');
    observe(watch, collapsed, 3);
    expect(watch.level).toBe(2);
  });

  test('takes one bad iteration for no decay', () => {
    const watch = observe(watchOf(), healthy, 10);
    observe(watch, { ...collapsed, proposals: 60 }, 1);
    observe(watch, healthy, 10);
    expect(watch.level).toBe(0);
  });

  test('needs two signs where each alone may have a good reason', () => {
    const openings: Health = { ...healthy, commonOpening: 0.9 };
    expect(observe(observe(watchOf(), healthy, 10), openings, 20).level).toBe(0);
    const both: Health = { ...openings, verbObjectEntropy: 0.3 };
    const watch = observe(observe(watchOf({ watch: 'report' }), healthy, 10), both, 10);
    expect(watch.description).toBe(
      'The run repeats itself: 90 % of responses begin alike, more than 50 %; variety of verbs and objects fell by 68 % since the run began, more than 30 %.',
    );
  });

  test('concludes nothing from a handful of proposals', () => {
    expect(observe(watchOf(), { ...collapsed, proposals: 1 }, 19).level).toBe(0);
  });

  test('report only says it; off does not look', () => {
    const reporting = observe(watchOf({ watch: 'report' }), collapsed, 100);
    expect([reporting.level, reporting.ending]).toEqual([0, undefined]);
    expect(reporting.description).toMatch(/^The run repeats itself: 2 % of proposals are new/);
    expect(observe(watchOf({ watch: 'off' }), collapsed, 100).description).toBe('');
  });

  test('comes to the same when its state was written down and read again after any iteration', () => {
    const settings = recipeSchema.parse({ name: 'test', collapse: { window: 3, patience: 2 } }).collapse;
    const straight = new CollapseWatch(settings);
    let carried = new CollapseWatch(settings);
    const draws = new Draws('carried');
    for (let iteration = 0; iteration < 60; iteration++) {
      const health = draws.chance(iteration / 60) ? collapsed : healthy;
      straight.observe(health, straight.level);
      carried.observe(health, carried.level);
      carried = new CollapseWatch(
        settings,
        JSON.parse(JSON.stringify(carried.state)) as CollapseWatch['state'],
      );
      expect(JSON.stringify(carried.state)).toBe(JSON.stringify(straight.state));
    }
  });
});

test('each level adds to the one before', () => {
  expect([0, 1, 2, 3].map(measuresOf)).toEqual([
    { temperatureShift: 0, personas: false, policy: undefined },
    { temperatureShift: 0.3, personas: false, policy: undefined },
    { temperatureShift: 0.3, personas: true, policy: undefined },
    { temperatureShift: 0.3, personas: true, policy: 'diverse' },
  ]);
  expect([0, 1, 2, 3].map(describeMeasures)).toEqual([
    '',
    'a higher temperature',
    'a higher temperature and personas',
    'a higher temperature, personas and diverse examples',
  ]);
});
