import { createHash } from 'node:crypto';
import { onnxOfGguf } from '../../../../adapters/fluency/onnx';
import { tinyLlama } from './tinyLlama';

const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

// Models are kept in the cache under `formVersion` (fetchCausalModel.ts): it must go up with these hashes.
test('a model is written as these bytes, so that what is kept in the cache stays good', () => {
  const { body, head } = onnxOfGguf(tinyLlama());
  expect([hashOf(body), hashOf(head)]).toEqual([
    'b3b6fd577b8833d0d183fb80bd4228734f5a67d84946247c37adfc6baa31b12c',
    '75333622af4507d9bee289b596ca60877883c6d71a4fc288242deeee5954b512',
  ]);
});

test('a model of another architecture is refused by its name', () => {
  const other = Buffer.from(tinyLlama().toString('latin1').replace('llama', 'other'), 'latin1');
  expect(() => onnxOfGguf(other)).toThrow('its architecture is "other"');
});
