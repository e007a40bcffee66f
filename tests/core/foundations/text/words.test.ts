import { countWords, wordPartsOf, wordsOf } from '../../../../core/foundations/text/words';

test.each([
  ['What is 2 + 2, my well-known friend?', 8],
  ["  Don't\tgo\n\nthere.  ", 3],
  ['写一首诗', 3],
  ['用Python写一个函数，谢谢。', 6],
  ['俳句を詠んでください。', 6],
  ['แต่งกลอนให้หน่อย', 4],
  ['시를 써 주세요.', 3],
  ['एक कविता लिखो', 3],
  ['اكتب قصيدة قصيرة', 3],
  ['', 0],
])('%j has %i words', (text, count) => expect(countWords(text)).toBe(count));

test('vowel signs and joiners are parts of a word, and an apostrophe is as the caller wants it', () => {
  expect(wordsOf('Don’t लिखो, क्‍षेत्र!')).toEqual(['don’t', 'लिखो', 'क्‍षेत्र']);
  expect(wordPartsOf("Don't write 写一首诗")).toEqual(['don', 't', 'write', '写', '一首', '诗']);
});
