import { cutAtStop } from '../../../adapters/languageModel/stopSequences';

test('an answer ends where its first stop sequence begins, whichever it is', () => {
  expect(cutAtStop('one\n\ntwo###', ['###', '\n\n'], 0)).toBe('one');
});

test('a stop sequence that arrives in pieces is found', () => {
  expect(cutAtStop('one ###', ['###'], 'one ##'.length)).toBe('one ');
  expect(cutAtStop('one ###', ['###'], 'one #'.length)).toBe('one ');
});

test('an answer without one goes on', () => {
  expect(cutAtStop('one ##', ['###'], 0)).toBeUndefined();
  expect(cutAtStop('one', [], 0)).toBeUndefined();
});
