import { readFileSync } from 'node:fs';
import path from 'node:path';
import { jsonKernel } from '../../../core/dataset/formats/jsonKernel';
import { snappyKernel } from '../../../core/dataset/formats/snappyKernel';
import { semanticKernel } from '../../../core/screening/novelty/semanticKernel';

test.each([
  ['dataset/formats/jsonKernel.wat', jsonKernel, ['memory', 'escape']],
  ['dataset/formats/snappyKernel.wat', snappyKernel, ['memory', 'pack']],
  ['screening/novelty/semanticKernel.wat', semanticKernel, ['dot', 'distances', 'within']],
])('the compiled kernel is there, and its source beside it: %s', (place, compiled, names) => {
  expect(Buffer.from(compiled, 'base64').subarray(0, 4).toString('latin1')).toBe('\0asm');
  const source = readFileSync(path.join(__dirname, '../../../core', place), 'utf8');
  for (const name of names) expect(source).toContain(`(export "${name}")`);
});
