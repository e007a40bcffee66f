import { canonicalJson } from '../../../core/foundations/canonicalJson';
import { differenceOfRecipes } from '../../../core/recipe/differenceOfRecipes';
import { recipeSchema } from '../../../core/run/recipeSchema';

const recipe = (change: object = {}) =>
  recipeSchema.parse({ name: 'kitchen', seeds: { file: 'a.jsonl' }, ...change });

test('canonical JSON is the same whatever the order in which fields were written', () => {
  expect(canonicalJson({ b: [1, { d: null, c: 'é' }], a: undefined, A: -0 })).toBe(
    '{"A":0,"b":[1,{"c":"é","d":null}]}',
  );
  expect(canonicalJson({ x: 1, y: 2 })).toBe(canonicalJson({ y: 2, x: 1 }));
});

test.each([[undefined], [NaN], [[undefined]], [{ a: Infinity }], [() => 1], [1n]])(
  'canonical JSON refuses what JSON has no word for: %p',
  (value) => expect(() => canonicalJson(value)).toThrow(TypeError),
);

test('equal recipes have no difference, whether a default was written or not', () => {
  expect(differenceOfRecipes(recipe(), recipe({ target: 100 }))).toEqual([]);
});

test('each field in which recipes differ is named, with both values', () => {
  const changed = recipe({ target: 5, filters: { blocklist: ['x'] }, teacher: { model: 'm' } });
  expect(differenceOfRecipes(recipe({ filters: { blocklist: [] } }), changed)).toEqual([
    { field: 'filters.blocklist', before: [], after: ['x'] },
    { field: 'target', before: 100, after: 5 },
    { field: 'teacher.model', before: undefined, after: 'm' },
  ]);
});
