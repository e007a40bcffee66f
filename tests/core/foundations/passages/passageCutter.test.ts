import type { Block } from '../../../../core/foundations/passages/block';
import { PassageCutter } from '../../../../core/foundations/passages/passageCutter';
import { rowText } from '../../../../core/foundations/passages/rowText';
import { TextBlocks } from '../../../../core/foundations/passages/textBlocks';

function cut(blocks: readonly Block[], longest = 60) {
  const cutter = new PassageCutter(longest);
  return [...blocks.flatMap((block) => cutter.push(block)), ...cutter.end()];
}

function blocksOf(text: string, { markdown = false, pieces = 7 } = {}): Block[] {
  const reader = new TextBlocks(markdown);
  const blocks: Block[] = [];
  for (let from = 0; from < text.length; from += pieces)
    blocks.push(...reader.push(text.slice(from, from + pieces)));
  return [...blocks, ...reader.end()];
}

/** Whether no half of a character that takes two units is in a text. */
const isWhole = (text: string): boolean => Buffer.from(text).toString() === text;

const words = (text: string): string[] => text.split(/\s+/u).filter((word) => word !== '');

test('paragraphs under one heading are together up to the length, and never over a heading', () => {
  const text = '# Tea\n\nGreen tea.\n\nBlack tea.\n\n## Brewing\n\nHot water.\n\n# Coffee\n\nStrong.';
  expect(cut(blocksOf(text, { markdown: true }))).toEqual([
    { headings: ['Tea'], text: 'Green tea.\n\nBlack tea.' },
    { headings: ['Tea', 'Brewing'], text: 'Hot water.' },
    { headings: ['Coffee'], text: 'Strong.' },
  ]);
});

test('a passage ends with its page, and says which it was', () => {
  const page = (page: number, text: string): Block => ({ kind: 'paragraph', text, page });
  expect(cut([page(1, 'One.'), page(1, 'Two.'), page(2, 'Three.')])).toEqual([
    { headings: [], text: 'One.\n\nTwo.', page: 1 },
    { headings: [], text: 'Three.', page: 2 },
  ]);
});

test('a row is a passage of its own, with the names of its columns', () => {
  const row = (...fields: string[]): Block => ({
    kind: 'row',
    text: rowText(['City', 'People', ''], fields),
  });
  expect(cut([row('Bern', '134 000', 'capital'), row('Chur', '', '')]).map(({ text }) => text)).toEqual([
    'City: Bern\nPeople: 134 000\ncapital',
    'City: Chur',
  ]);
});

test('a long paragraph is cut where a sentence ends, and no word is lost or longer than asked', () => {
  const sentences = Array.from({ length: 40 }, (_, index) => `Sentence ${index} has some words, e.g. this.`);
  const text = sentences.join(' ');
  const passages = cut([{ kind: 'paragraph', text }], 100);
  expect(passages.every((passage) => passage.text.length <= 100)).toBe(true);
  expect(passages.every((passage) => passage.text.endsWith('this.'))).toBe(true);
  expect(words(passages.map((passage) => passage.text).join(' '))).toEqual(words(text));
});

test.each([
  ['no spaces', 'x'.repeat(1_000)],
  ['signs that take two units', '😀'.repeat(333)],
  ['Chinese', '他说了一句话。'.repeat(100)],
  ['Thai', 'ภาษาไทย'.repeat(100)],
])('%s: a text is cut all the same, within no character', (_, text) => {
  const passages = cut([{ kind: 'paragraph', text }]);
  expect(passages.map((passage) => passage.text).join('')).toBe(text);
  expect(passages.every((passage) => passage.text.length <= 60 && isWhole(passage.text))).toBe(true);
});

test('Markdown: code is no heading, what stands before the text is left out, underlined headings count', () => {
  const text =
    '---\ntitle: x\n---\nTop\n===\n\n```sh\n# no heading\n\nls\n```\n\nSub *one*\n---\nText\n# **Last** #\n';
  expect(blocksOf(text, { markdown: true })).toEqual([
    { kind: 'heading', level: 1, text: 'Top' },
    { kind: 'paragraph', text: '```sh\n# no heading\n\nls\n```' },
    { kind: 'heading', level: 2, text: 'Sub *one*'.replaceAll('*', '') },
    { kind: 'paragraph', text: 'Text' },
    { kind: 'heading', level: 1, text: 'Last' },
  ]);
});

test('lines end by any of the three ways, wherever the pieces in which a text arrives are parted', () => {
  const text = 'a\r\n\r\nb\rc\n\nd\r';
  for (const pieces of [1, 2, 3, 100])
    expect(blocksOf(text, { pieces }).map((block) => block.text)).toEqual(['a', 'b\nc', 'd']);
});

test('a line that never ends, and a paragraph that never ends, are handed on in pieces', () => {
  const line = blocksOf('y'.repeat(200_000), { pieces: 65_536 });
  expect(line.length).toBeGreaterThan(4);
  expect(line.map((block) => block.text).join('')).toHaveLength(200_000);
  const paragraph = blocksOf('some words\n'.repeat(20_000), { pieces: 65_536 });
  expect(paragraph.length).toBeGreaterThan(4);
});
