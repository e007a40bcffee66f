import { readFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
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

test.each([
  ['prose', pieces],
  ['next to nothing', Array.from({ length: 40 }, (_, length) => prose.subarray(0, length))],
  ['what has no order', [1, 100, 70_000].map((length) => randomBytes(length))],
  ['one byte over and over', [15, 16, 64, 68, 69, 200_000].map((length) => Buffer.alloc(length, 'a'))],
  ['a page that is a view of more', [new Uint8Array(prose.buffer, prose.byteOffset + 3, 5_000)]],
])('%s is packed into the bytes that the library makes, and comes out again', (_, inputs) => {
  for (const input of inputs) {
    const packed = Buffer.from(snappyCompress(input));
    expect(packed.equals(ofTheLibrary(input))).toBe(true);
    const output = new Uint8Array(input.length);
    if (input.length > 0) snappyUncompress(packed, output);
    expect(Buffer.compare(output, input)).toBe(0);
  }
});
