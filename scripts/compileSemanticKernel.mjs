/**
 * Writes core/screening/novelty/semanticKernel.ts out of core/screening/novelty/semanticKernel.wat.
 *
 *     npm install --no-save wabt@1.0.39 && node scripts/compileSemanticKernel.mjs
 */
import { Buffer } from 'node:buffer';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(process.argv[2] ?? import.meta.url);
const folder = join(import.meta.dirname, '../core/screening/novelty');
const wabt = await require('wabt')();
const parsed = wabt.parseWat('semanticKernel.wat', readFileSync(join(folder, 'semanticKernel.wat'), 'utf8'), {
  simd: true,
});
parsed.validate({ simd: true });
const bytes = Buffer.from(parsed.toBinary({}).buffer).toString('base64');
const lines = bytes.match(/.{1,96}/g).map((line) => `  '${line}'`);
writeFileSync(
  join(folder, 'semanticKernel.ts'),
  `/** WebAssembly of semanticKernel.wat, in base64. Written by scripts/compileSemanticKernel.mjs: change it there. */
export const semanticKernel =
${lines.join(' +\n')};
`,
);
