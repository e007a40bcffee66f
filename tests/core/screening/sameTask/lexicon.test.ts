import { formsOf, relationOf } from '../../../../core/screening/sameTask/lexicon';

test.each([
  ['hot', 'cold', 'antonym'],
  ['ascending', 'descending', 'antonym'],
  ['advantages', 'disadvantages', 'antonym'],
  ['increased', 'decreasing', 'antonym'],
  ['reduce', 'decrease', 'synonym'],
  ['movies', 'film', 'synonym'],
  ['Monday'.toLowerCase(), 'friday', 'sibling'],
])('%s and %s: %s', (left, right, relation) => {
  expect(relationOf(left, right)).toBe(relation);
  expect(relationOf(right, left)).toBe(relation);
});

test('words that have nothing to do with each other, or are not English, are unrelated', () => {
  expect(relationOf('river', 'quickly')).toBeUndefined();
  expect(relationOf('fleuve', 'rivière')).toBeUndefined();
});

test('an inflection leads to its word', () => {
  expect(formsOf('children')).toContain('child');
  expect(formsOf('running')).toContain('run');
  expect(formsOf('studies')).toContain('study');
});
