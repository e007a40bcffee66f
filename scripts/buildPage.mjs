// Bundles the review page into dist/client/review/page, or into the folder that is named: `node scripts/buildPage.mjs [folder]`.
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const source = join(root, 'client', 'review', 'page');

await build({
  entryPoints: [join(source, 'main.tsx')],
  outdir: resolve(process.argv[2] ?? join(root, 'dist', 'client', 'review', 'page')),
  tsconfig: join(source, 'tsconfig.json'),
  bundle: true,
  minify: true,
  format: 'esm',
  target: ['es2022'],
  legalComments: 'none',
  logLevel: 'warning',
});
