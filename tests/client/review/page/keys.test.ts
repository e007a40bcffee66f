import { actionOf, keyName, usualKeys, type KeyPress } from '../../../../client/review/page/keys';

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  repeat: false,
  isComposing: false,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  shiftKey: false,
  ...more,
});
const meaning = (key: string, more?: Partial<KeyPress>): string | undefined => {
  const name = keyName(press(key, more));
  return name === undefined ? undefined : actionOf(name, usualKeys);
};

describe('the keys of the review page', () => {
  it.each([
    ['a', 'accept'],
    ['x', 'reject'],
    [' ', 'unsure'],
    ['u', 'undo'],
    ['Backspace', 'undo'],
    ['f', 'flag'],
    ['e', 'edit'],
    ['ArrowLeft', 'previous'],
    ['ArrowRight', 'next'],
    ['i', 'evidence'],
    ['m', 'raw'],
    ['?', 'help'],
  ])('are what annotators’ hands know: %s is %s', (key, action) => {
    expect(meaning(key)).toBe(action);
  });

  it('mean the same with caps lock, and "?" with the Shift that it needs', () => {
    expect(meaning('A')).toBe('accept');
    expect(meaning('?', { shiftKey: true })).toBe('help');
  });

  it.each<[string, Partial<KeyPress>]>([
    ['held down', { repeat: true }],
    ['with Ctrl', { ctrlKey: true }],
    ['with Alt', { altKey: true }],
    ['with Command', { metaKey: true }],
    ['with Shift', { shiftKey: true }],
    ['in a composition', { isComposing: true }],
  ])('decide nothing %s', (_, more) => {
    expect(meaning('a', more)).toBeUndefined();
  });
});
