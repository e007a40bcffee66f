import { storable, storableJson } from '../../../../core/foundations/text/storable';

test('what can be stored is left alone, and is the same value', () => {
  const value = { text: 'a 🐦 \\u0000 "quoted"', list: [1, null, { deep: 'é' }], date: new Date(0) };
  expect(storable(value)).toBe(value);
  expect(storableJson(value)).toBe(JSON.stringify(value));
});

test('NUL and half a character are replaced wherever they are, names of fields too', () => {
  expect(storable({ 'na\u0000me': ['\ud83d', { deep: ['\udc26x', 7] }] })).toEqual({
    'na\ufffdme': ['\ufffd', { deep: ['\ufffdx', 7] }],
  });
  expect(storableJson({ text: '\ud83d\u0000' })).toBe('{"text":"\ufffd\ufffd"}');
});

test('bytes stay bytes', () => {
  const bytes = Buffer.from([0, 0xd8]);
  expect(storable([bytes])[0]).toBe(bytes);
});
