import { examplesIn } from '../../../../core/screening/code/examples';
import { codeJobOf, judgeCode } from '../../../../core/screening/code/judgeCode';
import { literalText, readLiteral, type CodeValue } from '../../../../core/screening/code/literal';
import { sameValue } from '../../../../core/screening/code/sameValue';
import type { CodeOutcome } from '../../../../core/screening/code/codeJob';

const told = (text: string): readonly string[] =>
  examplesIn(text).map(
    ({ name = '?', args, expected }) =>
      `${name}(${args.map(literalText).join(', ')}) = ${literalText(expected)}`,
  );

test.each([
  ['add(1, 2) returns 3.', ['add(1, 2) = 3']],
  ['`add(1, 2)` → `3`, and add(-1, 1) should give 0', ['add(1, 2) = 3', 'add(-1, 1) = 0']],
  ['>>> add(2, 3)\n5\n>>> add(-1, 1)\n0', ['add(2, 3) = 5', 'add(-1, 1) = 0']],
  ['assert is_pal("abba") == True', ['is_pal("abba") = true']],
  ['parse("") // {}', ['parse("") = {}']],
  ['It returns 6 for add(2, 4).', ['add(2, 4) = 6']],
  ['Input: 5 → Output: 120. Input: 0 → Output: 1.', ['?(5) = 120', '?(0) = 1']],
  ['Input: nums = [2,7], target = 9\nOutput: [0,1]', ['?([2, 7], 9) = [0, 1]']],
  ['| n | out |\n|---|---|\n| 3 | 6 |\n| 0 | 1 |', ['?(3) = 6', '?(0) = 1']],
  ['For example 3661 → "1:01:01" and 59 → "0:00:59".', ['?(3661) = "1:01:01"', '?(59) = "0:00:59"']],
  ['isLeap(2000) true, isLeap(1900) false', ['isLeap(2000) = true', 'isLeap(1900) = false']],
  ['quersumme(199) ergibt 19', ['quersumme(199) = 19']],
  ['compte("a b") doit donner { a: 1, b: 1 }', ['compte("a b") = {"a": 1, "b": 1}']],
  ['kv("a=1") should give {"a": 1} (integers!)', ['kv("a=1") = {"a": 1}']],
])('examples are read as people write them: %s', (text, expected) => {
  expect(told(text)).toEqual(expected);
});

test.each([
  'Explain why quicksort(n) takes O(n log n).',
  'f(3) gives 3 items',
  'f(x) = 2 * x + 1',
  'f(2) = 2 + 1',
  'Fix the bug: add(2, 3) returns 6.',
  'Currently add(2, 3) returns 6 instead of 5.',
  'Write a function that adds two numbers.',
  'In 2019 - 2020 sales rose from 5 to 7.',
])('where nothing is told in full, there is no example: %s', (text) => {
  expect(told(text)).toEqual([]);
});

test('of faulty code, only what it should give is an example', () => {
  expect(told('Fix it: add(2, 3) returns 6, but add(2, 3) should return 5.')).toEqual(['add(2, 3) = 5']);
});

const value = (text: string): CodeValue => readLiteral(text, 0)!.value;
test.each([
  ['[1, 2]', '[1, 2.0]', 'python', true],
  ['True', '1', 'python', true],
  ['true', '1', 'javascript', false],
  ['(1, 2)', '[1, 2]', 'python', false],
  ['5', '"5"', 'python', false],
  ['0.33', '0.3333333333', 'python', true],
  ['0.5', '0.52', 'python', false],
  ['0.3', '0.30000000000000004', 'python', true],
  ['2880067194370816120', '2880067194370816121', 'python', false],
  ['{"a": 1, "b": 2}', '{"b": 2, "a": 1}', 'javascript', true],
  ['[1, 9, 10]', '[1, 10, 9]', 'javascript', false],
] as const)(
  'values are compared as their language does: %s, %s in %s: %s',
  (expected, got, language, same) => {
    expect(sameValue(value(expected), value(got), language)).toBe(same);
  },
);

const examples = examplesIn('add(1, 2) returns 3; add(2, 2) returns 4');
const response = 'Here:\n\n```python\ndef add(a, b):\n    return a + b\n```\n';
const job = codeJobOf('', response, examples)!;
const judged = (outcome: Partial<CodeOutcome>) =>
  judgeCode(examples, job, { loaded: { is: 'loaded' }, calls: [], ...outcome });
const gives = (number: number) => ({ is: 'value', value: { kind: 'number', value: number } }) as const;

test('the first example that fails is named, with what was expected and what came', () => {
  const { passed, score, reason, evidence } = judged({ calls: [gives(3), gives(5)] });
  expect([passed, score]).toEqual([false, 0.5]);
  expect(reason).toBe('add(2, 2) gives 5, where 4 is expected');
  expect(evidence).toMatchObject({
    language: 'python',
    failed: { call: 'add(2, 2)', expected: '4', got: '5' },
  });
});

test.each<[string, Partial<CodeOutcome>]>([
  ['all examples hold', { calls: [gives(3), gives(4)] }],
  [
    'a package is not there',
    { loaded: { is: 'error', type: 'ModuleNotFoundError', message: 'No module named numpy' } },
  ],
  ['a file is not there', { calls: [{ is: 'error', type: 'FileNotFoundError', message: 'data.csv' }] }],
  ['the machine gave out', { calls: [gives(3)], ended: 'machine' }],
  ['it printed without end', { calls: [], ended: 'output' }],
  ['the value is of a class', { calls: [{ is: 'value', value: { kind: 'other', text: 'a generator' } }] }],
])('where %s, nothing is held against it', (why, outcome) => {
  const { passed, score } = judged(outcome);
  // What is kept of a run is what was said: that all examples held.
  expect([passed, score]).toEqual([true, why === 'all examples hold' ? 1 : undefined]);
});

test('what never ends fails the example that it was at', () => {
  expect(judged({ calls: [gives(3)], ended: 'time' }).reason).toBe(
    'add(2, 2) does not end, where 4 is expected',
  );
});

test('a response without code, or with code of another language, is not run', () => {
  expect(codeJobOf('', 'Use a + b.', examples)).toBeUndefined();
  expect(codeJobOf('', '```rust\nfn add(a: i32, b: i32) -> i32 { a + b }\n```', examples)).toBeUndefined();
});
