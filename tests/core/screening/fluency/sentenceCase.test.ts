import { smallSentence } from '../../../../core/screening/fluency/sentenceCase';

test('finds a sentence that begins in lower case', () => {
  expect(smallSentence('We went home. ate early and slept.')).toBe('home. ate');
  expect(smallSentence('Gehen Sie früh ins Bett. zur Ruhe kommen hilft.')).toBe('Bett. zur');
});

test.each([
  ['a style without capitals', 'we went home. we ate early.'],
  ['shortened words', 'It takes approx. two hours (incl. dinner), e.g. on Mondays at 8 p.m. or later.'],
  ['names, versions and addresses', 'Open the page. npm.js.org is one. iPhone users may go on.'],
  ['lines of a list', 'Buy these now.\nbread\nmilk'],
  ['a script without case', '今日は雨です。 明日は晴れです。'],
])('minds neither %s', (_, text) => {
  expect(smallSentence(text)).toBeUndefined();
});
