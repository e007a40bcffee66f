import { parseRecipe } from '../../../core/run/parseRecipe';

const parse = (judge: unknown) =>
  parseRecipe({
    name: 'test',
    seeds: { tasks: [{ instruction: 'Name a bird.', response: 'robin' }] },
    judge,
  });

test('one judge, one pair in a call and nothing corrected, unless a recipe says otherwise', () => {
  expect(parse({})).toMatchObject({
    ok: true,
    recipe: { judge: { min: 0.5, combine: 'mean', disagreement: 0.25, pairsPerCall: 1, orders: 1 } },
  });
});

test('both orders of a pair that is asked about alone are refused: they would be one question, paid for as two', () => {
  const parsed = parse({ orders: 2 });
  expect(parsed.ok ? [] : parsed.problems).toEqual([
    {
      field: 'judge.orders',
      message:
        '"judge.orders" is 2, but needs a pairsPerCall of 2 or more, since a pair that is asked about alone has no order.',
    },
  ]);
  expect(parse({ orders: 2, pairsPerCall: 2 }).ok).toBe(true);
});
