import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../../adapters/workspace/packageRoot';
import { UserError } from '../../../core/foundations/userError';

const types: Readonly<Record<string, string>> = {
  'main.js': 'text/javascript; charset=utf-8',
  'main.css': 'text/css; charset=utf-8',
};

export const shell = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>Seedbed review</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="/main.css">
    <script type="module" src="/main.js"></script>
  </head>
  <body>
    <div id="page"><noscript>The review page needs JavaScript. "seedbed review" in a terminal does the same without.</noscript></div>
  </body>
</html>
`;

/** The folder that the build wrote the page to. */
export function builtPage(): string {
  const folder = join(packageRoot(), 'dist', 'client', 'review', 'page');
  if (!existsSync(join(folder, 'main.js')))
    throw new UserError('The review page has not been built.', { mend: 'npm run build' });
  return folder;
}

/** One of the page's own files, or undefined: no other name reaches the disk. */
export async function pageFile(folder: string, name: string): Promise<Response | undefined> {
  const type = types[name];
  if (type === undefined) return undefined;
  return new Response(await readFile(join(folder, name)), { headers: { 'content-type': type } });
}
