import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { snappyUncompress } from 'hyparquet';
import { snappyCompress as ofTheLibrary } from 'hyparquet-writer/src/snappy.js';
import { snappyCompress } from '../../../../core/dataset/formats/snappy';
import { seededRandom } from '../../../../core/foundations/seededRandom';

const prose = readFileSync(path.join(__dirname, '../../../../docs/recipe.md'));
const random = seededRandom(3, 'bytes to pack');
const pieces = Array.from({ length: 200 }, () => {
  const from = random.below(prose.length);
  return prose.subarray(from, from + Math.floor(random.uniform() ** 4 * 150_000));
});
const ofFewLetters = (length: number): Uint8Array =>
  Uint8Array.from({ length }, () => 97 + Math.floor(random.uniform() ** 3 * 5));

test.each([
  ['prose', pieces],
  ['next to nothing', Array.from({ length: 40 }, (_, length) => prose.subarray(0, length))],
  ['few letters in any order', Array.from({ length: 60 }, (_, at) => ofFewLetters(at * 61 + (at % 7)))],
  ['more than a copy reaches back', [ofFewLetters(300_000)]],
  ['what has no order', [1, 60, 61, 100, 256, 257, 70_000].map((length) => randomBytes(length))],
  [
    'what comes again from afar',
    [65_534, 65_535, 65_536, 65_537, 131_072].map((away) => {
      const [text, between] = [randomBytes(40), randomBytes(away - 40)];
      return Buffer.concat([text, between, text, between.subarray(0, 30)]);
    }),
  ],
  [
    'one byte over and over',
    [15, 16, ...Array.from({ length: 80 }, (_, more) => 60 + more), 200_000].map((length) =>
      Buffer.alloc(length, 'a'),
    ),
  ],
  ['a page that is a view of more', [new Uint8Array(prose.buffer, prose.byteOffset + 3, 5_000)]],
])('%s comes out of what it is packed into', (_, inputs) => {
  for (const input of inputs) {
    const packed = snappyCompress(input);
    const output = new Uint8Array(input.length);
    if (input.length > 0) snappyUncompress(packed, output);
    expect(Buffer.compare(output, input)).toBe(0);
  }
});

test('prose takes up no more than as packed by the library', () => {
  expect(snappyCompress(prose).length).toBeLessThan(ofTheLibrary(prose).length * 1.01);
});

test('the same bytes are packed into the same bytes, whatever was packed before, and on every machine', () => {
  const texts = seededRandom(5, 'texts to pack');
  const page = Buffer.from(
    Array.from({ length: 60_000 }, () => texts.below(1 + texts.below(3_000)).toString(36)).join(' '),
  );
  const sumOf = () => createHash('sha256').update(snappyCompress(page)).digest('hex');
  const sum = sumOf();
  for (const other of [prose, randomBytes(400_000), page.subarray(7)]) {
    snappyCompress(other);
    expect(sumOf()).toBe(sum);
  }
  expect(sum).toBe('2f039bc47d53f470115bc8dec8ad8c30506995fd8d4a8dea25bc18c1dcd515ee');
});
