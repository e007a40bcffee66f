import { searchableText, searchConfiguration } from '../../../../core/foundations/passages/searchableText';

test('a text whose words stand apart is left as it is, but for signs that are one and the same', () => {
  expect(searchableText('Où est le ﬁchier? Привет, мир.')).toBe('Où est le fichier? Привет, мир.');
});

test('every two neighbours are a word where no space is set, so that a query finds them wherever words begin', () => {
  expect(searchableText('京都大学').trim().split(/\s+/u)).toEqual(['京都', '都大', '大学']);
  expect(searchableText('Die 大 Frage').split(/\s+/u)).toEqual(['Die', '大', 'Frage']);
  const thai = searchableText('ภาษาไทย').trim().split(/\s+/u);
  expect(thai.length).toBeGreaterThan(3);
});

test('marks stay on their letters, in scripts that set spaces too', () => {
  expect(searchableText('हिन्दी में')).toBe('हिन्दी में');
});

test('a language that the index has no rules for is indexed word by word', () => {
  expect([searchConfiguration('de'), searchConfiguration('sw')]).toEqual(['german', 'simple']);
});
