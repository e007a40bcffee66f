import { coverageProblems, gridOf } from '../../../../core/recipe/coverage/grid';
import { recipeSchema, type RecipeInput } from '../../../../core/run/recipeSchema';

const recipe = (coverage: RecipeInput['coverage'], more: Partial<RecipeInput> = {}) =>
  recipeSchema.parse({
    name: 'test',
    seeds: { tasks: [{ instruction: 'a', response: 'b' }] },
    coverage,
    ...more,
  });
const messages = (coverage: RecipeInput['coverage'], more?: Partial<RecipeInput>): string[] =>
  coverageProblems(recipe(coverage, more)).map(({ message }) => message);

describe('the grid of a recipe', () => {
  test('is the product of its axes, with weights that add up to 1, the last axis going round fastest', () => {
    const grid = gridOf(recipe({ axes: { taskType: { coding: 3, planning: 1 }, tone: ['dry', 'warm'] } }));
    expect(grid?.cells).toEqual([
      { key: 'coding/dry', weight: 0.375 },
      { key: 'coding/warm', weight: 0.375 },
      { key: 'planning/dry', weight: 0.125 },
      { key: 'planning/warm', weight: 0.125 },
    ]);
  });

  test('multiplies exceptions, leaves out what has the weight 0, and still knows its values', () => {
    const grid = gridOf(
      recipe({
        axes: { taskType: { coding: 1, planning: 1, 'role play': 0 }, tone: ['dry', 'warm'] },
        cells: [
          { cell: { taskType: 'coding', tone: 'warm' }, weight: 0 },
          { cell: { tone: 'dry' }, weight: 2 },
        ],
      }),
    );
    expect(grid?.cells).toEqual([
      { key: 'coding/dry', weight: 0.4 },
      { key: 'planning/dry', weight: 0.4 },
      { key: 'planning/warm', weight: 0.2 },
    ]);
    expect(grid?.axes[0]?.values.map(({ name }) => name)).toEqual(['coding', 'planning', 'role play']);
  });

  test("describes the values that Seedbed knows, and takes a user's own description instead of ours", () => {
    const own = { name: 'coding', description: 'Write COBOL.' };
    const grid = gridOf(recipe({ axes: { taskType: [own, 'planning', 'gossip'], complexity: 'all' } }));
    const [taskType, complexity] = grid?.axes ?? [];
    expect(taskType?.values[0]).toEqual({ ...own, examples: [] });
    expect(taskType?.values[1]?.description).toMatch(/plan/);
    expect(taskType?.values[1]?.examples.length).toBeGreaterThan(5);
    expect(taskType?.values[2]).toEqual({ name: 'gossip', description: undefined, examples: [] });
    expect(complexity?.values.map(({ name }) => name)).toEqual(['simple', 'moderate', 'hard']);
  });

  test('is undefined where the recipe has none', () => {
    expect(gridOf(recipe(undefined))).toBeUndefined();
  });
});

describe('a grid that cannot be steered by is refused before anything is paid, with the place and the mend', () => {
  test.each<[string, NonNullable<RecipeInput['coverage']>, RegExp]>([
    ['an axis in an exception', { axes: { tone: ['dry', 'warm'] }, cells: [{ cell: { tome: 'dry' }, weight: 2 }] }, /coverage\.cells\[0\]\.cell" names the axis "tome".*did you mean "tone"/],
    ['a value in an exception', { axes: { tone: ['dry', 'warm'] }, cells: [{ cell: { tone: 'wram' }, weight: 2 }] }, /names "wram", which is no value.*did you mean "warm"/],
    ['"all" of an axis that is not built in', { axes: { tone: 'all' } }, /only taskType, domain, complexity have built-in values/],
    ['one value', { axes: { tone: { dry: 1 } } }, /one value/],
    ['a value twice', { axes: { tone: ['dry', 'dry'] } }, /"dry" twice/],
    ['no weight on an axis', { axes: { tone: { dry: 0, warm: 0 } } }, /Every value.*weight 0/],
    ['no weight on any cell', { axes: { tone: ['dry', 'warm'] }, cells: [{ cell: {}, weight: 0 }] }, /Every cell/],
    ['too many cells', { axes: Object.fromEntries(['a', 'b', 'c', 'd'].map((axis) => [axis, Array.from({ length: 10 }, (_, index) => `v${index}`)])) }, /10000 cells, but at most 5000/],
  ])('%s', (_, coverage, expected) => {
    const found = messages(coverage);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(expected);
  }); // prettier-ignore

  test('routes of the teacher name axes and values of the grid', () => {
    const teacher = { respond: { routes: [{ when: { complexity: ['hard', 'harder'] }, model: 'strong' }] } };
    expect(messages({ axes: { complexity: 'all' } }, { teacher })).toEqual([
      expect.stringMatching(/"teacher\.respond\.routes\[0\]\.when" names "harder".*did you mean "hard"/),
    ]);
    expect(messages({ axes: { taskType: 'all' } }, { teacher })[0]).toMatch(/the axis "complexity"/);
    expect(messages(undefined, { teacher })[0]).toMatch(/the recipe has no grid: add "coverage"/);
  });

  test('nothing is wrong with the built-in axes together', () => {
    expect(messages({ axes: { taskType: 'all', domain: 'all', complexity: 'all' } })).toEqual([]);
  });

  test('names that would not come apart again in a cell are refused by the schema', () => {
    for (const axis of [['a/b', 'c'], { 'a/b': 1, c: 1 }]) {
      expect(recipeSchema.safeParse({ name: 'test', coverage: { axes: { x: axis } } }).success).toBe(false);
    }
  });
});
