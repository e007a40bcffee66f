import { fuseRankings } from '../../../../core/foundations/ranking/reciprocalRankFusion';

const keys = (rankings: readonly (readonly string[])[]): string[] =>
  fuseRankings(rankings).map(({ key }) => key);

test('what both ways find comes before what one of them finds a little earlier', () => {
  expect(keys([['a', 'b', 'c'], ['d', 'b', 'e']])[0]).toBe('b'); // prettier-ignore
});

test('what one way alone finds is found', () => {
  expect(keys([[], ['x', 'y']])).toEqual(['x', 'y']);
  expect(keys([])).toEqual([]);
});

test('equal scores are ordered by key, whichever ranking comes first', () => {
  expect(keys([['b'], ['a']])).toEqual(['a', 'b']);
  expect(keys([['a'], ['b']])).toEqual(['a', 'b']);
});
