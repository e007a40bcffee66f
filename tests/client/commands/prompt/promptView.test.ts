import pc from 'picocolors';
import { lineDiff } from '../../../../client/commands/prompt/lineDiff';
import { promptTable, renderedView } from '../../../../client/commands/prompt/promptView';
import { triedView } from '../../../../client/commands/prompt/triedView';

const colors = pc.createColors(false);

describe('the difference of two versions', () => {
  test('is a unified diff, three unchanged lines around each change', () => {
    const before = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm'];
    const after = ['a', 'b', 'c', 'd', 'E', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n'];
    expect(lineDiff(`${before.join('\n')}\n`, `${after.join('\n')}\n`)).toEqual([
      '@@ -2,7 +2,7 @@', ' b', ' c', ' d', '-e', '+E', ' f', ' g', ' h',
      '@@ -11,3 +11,4 @@', ' k', ' l', ' m', '+n',
    ]); // prettier-ignore
  });

  test('is nothing where nothing changed, and everything where nothing stayed', () => {
    expect(lineDiff('a\nb\n', 'a\nb\n')).toEqual([]);
    expect(lineDiff('a\nb\n', 'c\n')).toEqual(['@@ -1,2 +1,1 @@', '-a', '-b', '+c']);
    expect(lineDiff('', 'c\n')).toEqual(['@@ -1,0 +1,1 @@', '+c']);
  });

  test('says nothing of a line feed at the end of a text', () => {
    expect(lineDiff('a\nb', 'a\nb\n')).toEqual([]);
    expect(lineDiff('a\nb', 'a\nc\n')).toEqual(['@@ -1,2 +1,2 @@', ' a', '-b', '+c']);
  });
});

test('prompts are listed one version a line, with a mark on the one that is used', () => {
  const prompt = {
    name: 'judge',
    version: '1',
    reference: 'judge@1',
    origin: 'seedbed',
    role: 'judge',
    description: 'Scores.',
  } as const;
  expect(promptTable([{ ...prompt, used: true }], colors, undefined)).toEqual([
    'PROMPT  VERSION  FROM     ROLE   WHAT IT ASKS FOR',
    'judge   1 *      seedbed  judge  Scores.',
  ]);
});

test('what the teacher reads is shown without what a terminal would obey', () => {
  const prompt = { kind: 'chat', messages: [{ role: 'user', content: 'One\u001b[2J\n\n  Two' }] } as const;
  expect(renderedView(prompt, colors)).toEqual(['── user', 'One [2J', '', '  Two']);
});

test('an answer that was tried shows what was read of it, tokens, cost and time', () => {
  const tried = {
    about: { instruction: 'Name a bird.', input: '', response: 'robin' },
    prompt: { kind: 'completion', prompt: 'x' },
    answer: '{"a": {"b": [1]}}',
    parsed: { a: { b: [1] } },
    unreadable: null,
    promptTokens: 1321,
    completionTokens: 45,
    costUsd: 0.000075,
    milliseconds: 1234,
  } as const;
  expect(triedView(tried, 1, colors, 80)).toEqual([
    ' 1 Name a bird.',
    '   a:',
    '     b:',
    '       - 1',
    '   1,321 + 45 tokens   $0.000075   1.2 s',
  ]);
  const unreadable = { ...tried, parsed: null, unreadable: 'it is empty', answer: 'hm', costUsd: null };
  expect(triedView(unreadable, 2, colors, 80).slice(1)).toEqual([
    '   unreadable: it is empty',
    '   hm',
    '   1,321 + 45 tokens   price not known   1.2 s',
  ]);
});
