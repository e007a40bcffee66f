import { dequantised, readGguf } from '../../../../adapters/fluency/onnx/gguf';
import { text, whole } from './tinyLlama';

/** Two texts and a list in the header, and one tensor of 32 weights: 0.5 · level − 4 for the levels 0 to 15, and back. */
function file(type = 3): Buffer {
  const header = Buffer.concat([
    Buffer.from('GGUF'), whole(3, 4), whole(1, 8), whole(3, 8),
    text('general.architecture'), whole(8, 4), text('tiny'),
    text('tokens'), whole(9, 4), whole(8, 4), whole(2, 8), text('a'), text('bcd'),
    text('tiny.width'), whole(4, 4), whole(32, 4),
    text('w'), whole(2, 4), whole(32, 8), whole(1, 8), whole(type, 4), whole(0, 8),
  ]); // prettier-ignore
  const block = Buffer.alloc(20);
  block.writeUInt16LE(0x3800, 0); // 0.5
  block.writeUInt16LE(0xc400, 2); // -4
  for (let index = 0; index < 16; index++) block[4 + index] = index | ((15 - index) << 4);
  return Buffer.concat([header, Buffer.alloc(-header.length & 31), block]);
}

test('reads the header past its lists, and weights of four bits as the numbers that they stand for', () => {
  const { header, tensors } = readGguf(file());
  expect(Object.fromEntries(header)).toEqual({ 'general.architecture': 'tiny', 'tiny.width': 32 });
  const weights = [...dequantised(tensors.get('w')!)];
  const rising = Array.from({ length: 16 }, (_, level) => 0.5 * level - 4);
  expect(weights).toEqual([...rising, ...rising.toReversed()]);
});

test.each([
  ['another format', Buffer.from('PK, a zip, which is longer than a header')],
  ['a type that is not known', file(2)],
  ['a file that was cut', file().subarray(0, -1)],
])('refuses %s', (_, damaged) => {
  expect(() => readGguf(damaged)).toThrow(RangeError);
});
