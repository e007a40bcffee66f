import { createHash } from 'node:crypto';
import { onnxOfGguf } from '../../../../adapters/fluency/onnx';
import { tinyLlama } from './tinyLlama';

const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

// Models are kept in the cache under `formVersion` (fetchCausalModel.ts): it must go up with these hashes.
test('a model is written as these bytes, so that what is kept in the cache stays good', () => {
  const { body, head } = onnxOfGguf(tinyLlama());
  expect([hashOf(body), hashOf(head)]).toEqual([
    '0819ee53d3155ae1a1951f4c666a4dfb8c66a4b027364814e300dac43ebd1b10',
    '599f03f9a94a01728ac1c1c15e5dd444fe0858682f2f9a9869b00d6f88989ecb',
  ]);
});

test('a model of another architecture is refused by its name', () => {
  const other = Buffer.from(tinyLlama().toString('latin1').replace('llama', 'other'), 'latin1');
  expect(() => onnxOfGguf(other)).toThrow('its architecture is "other"');
});
