/**
 * Writes the WebAssembly of core beside its sources, semanticKernel.ts out of semanticKernel.wat and so on.
 *
 *     npm install --no-save wabt@1.0.39 && node scripts/compileKernels.mjs
 */
import { Buffer } from 'node:buffer';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(process.argv[2] ?? import.meta.url);
const wabt = await require('wabt')();
const features = { simd: true, bulk_memory: true };
for (const [folder, name] of [
  ['core/screening/novelty', 'semanticKernel'],
  ['core/dataset/formats', 'snappyKernel'],
  ['core/dataset/formats', 'jsonKernel'],
]) {
  const place = join(import.meta.dirname, '..', folder, name);
  const parsed = wabt.parseWat(`${name}.wat`, readFileSync(`${place}.wat`, 'utf8'), features);
  parsed.validate(features);
  const bytes = Buffer.from(parsed.toBinary({}).buffer).toString('base64');
  const lines = bytes.match(/.{1,96}/g).map((line) => `  '${line}'`);
  writeFileSync(
    `${place}.ts`,
    `/** WebAssembly of ${name}.wat, in base64. Written by scripts/compileKernels.mjs: change it there. */
export const ${name} =
${lines.join(' +\n')};
`,
  );
}
