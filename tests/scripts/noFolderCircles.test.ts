import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Linter } from 'eslint';
import { parser } from 'typescript-eslint';
import noFolderCircles from '../../scripts/noFolderCircles.cjs';

const repository = join(__dirname, '..', '..');
let folder: string;

beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'folder-circles-'))));
afterEach(() => rmSync(folder, { recursive: true }));

/** What the rule says of a file with this text, in a checkout with these other files. */
function complaints(
  text: string,
  filename: string,
  { cwd = folder, ...options }: { cwd?: string; root: string; depth?: number },
): string[] {
  const config: Linter.Config = {
    files: ['**/*.ts'],
    languageOptions: { parser },
    plugins: { seedbed: { rules: { noFolderCircles: noFolderCircles } } },
    rules: { 'seedbed/noFolderCircles': ['error', options] },
  };
  return new Linter({ cwd }).verify(text, config, join(cwd, filename)).map(({ message }) => message);
}

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

test.each([
  ['an import', "import { b } from '../b/b';"],
  ['an import of a type', "import type { B } from '../b/b';"],
  ['an inline type', "export type A = import('../b/b').B;"],
  ['an import that happens later', "export const load = () => import('../b/b.js');"],
  ['an export from elsewhere', "export { b } from '../b/b';"],
  ['an import of a folder', "import { b } from '../b';"],
])('%s that closes a circle of folders is an error that names the way', (_name, text) => {
  write({
    'app/a/a.ts': text,
    'app/b/b.ts': '',
    'app/b/index.ts': '',
    'app/b/other.ts': "import { c } from '../c/c';",
    'app/c/c.ts': "import type { A } from '../a/other';",
    'app/a/other.ts': '',
  });
  expect(complaints(text, 'app/a/a.ts', { root: 'app' })).toEqual([
    'app/a and app/b import each other in a circle: app/a imports app/b here, app/b/other.ts imports app/c, app/c/c.ts imports app/a. See docs/architecture.md.',
  ]);
});

test('imports that go one way, or stay in their folder, or leave the root, are no circle', () => {
  const text = "import '../b/b'; import './other'; import 'node:path'; import '../../elsewhere/x';";
  write({
    'app/a/a.ts': text,
    'app/a/other.ts': "import './a';",
    'app/b/b.ts': "import '../../elsewhere/x';",
    'elsewhere/x.ts': "import '../app/a/a';",
  });
  expect(complaints(text, 'app/a/a.ts', { root: 'app' })).toEqual([]);
});

test('a folder and one inside it are two, unless the depth says that they are one', () => {
  const text = "import './inner/inner';";
  write({ 'app/a/a.ts': text, 'app/a/inner/inner.ts': "import '../a';" });
  expect(complaints(text, 'app/a/a.ts', { root: 'app' })).toHaveLength(1);
  expect(complaints(text, 'app/a/a.ts', { root: 'app', depth: 1 })).toEqual([]);
});

describe('in this repository', () => {
  test.each([
    ['client', 'client/terminal/deliberate.ts', "import type { Session } from '../connection/session';"],
    ['client', 'client/review/deliberate.ts', "import '../commands/run';"],
    ['adapters', 'adapters/stack/deliberate.ts', "import type { Embedder } from '../embedder/embedder';"],
  ])('a new circle in %s fails lint', (root, file, text) => {
    expect(complaints(text, file, { cwd: repository, root })).toEqual([
      expect.stringContaining('import each other in a circle'),
    ]);
  });

  test.each(['client/program.ts', 'client/review/page/keys.ts', 'adapters/store/ledger.ts'])(
    '%s is held to it',
    (file) => {
      const eslint = join(repository, 'node_modules', 'eslint', 'bin', 'eslint.js');
      const printed = execFileSync(process.execPath, [eslint, '--print-config', file], {
        cwd: repository,
        encoding: 'utf8',
      });
      const { rules } = JSON.parse(printed) as { rules: Record<string, unknown> };
      expect(rules['seedbed/noFolderCircles']).toEqual([2, { root: file.split('/')[0] }]);
    },
  );
});
