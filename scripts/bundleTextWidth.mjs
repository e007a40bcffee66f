// Bundles client/terminal/displayWidth.ts over what the compiler made of it. The packages that it is made of, string-width and
// wrap-ansi, exist as ES modules alone, and a CommonJS file can't load those on every Node 20 (only from 20.19 on).
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

await build({
  entryPoints: [join(root, 'client', 'terminal', 'displayWidth.ts')],
  outfile: join(root, 'dist', 'client', 'terminal', 'displayWidth.js'),
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: ['node20'],
  sourcemap: true,
  logLevel: 'warning',
});
