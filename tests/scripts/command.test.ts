import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const repository = join(__dirname, '..', '..');
let checkout: string;

beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), 'seedbed-test-'));
  for (const folder of ['bin', 'scripts']) mkdirSync(join(checkout, folder));
  cpSync(join(repository, 'bin', 'seedbed.mjs'), join(checkout, 'bin', 'seedbed.mjs'));
});

afterEach(() => rmSync(checkout, { recursive: true }));

test('the command is there before anything is built, sets its checkout up first, and once', () => {
  const setUp = `
    import { mkdirSync, writeFileSync } from 'node:fs';
    console.log('sets up');
    mkdirSync(new URL('../dist/client', import.meta.url), { recursive: true });
    writeFileSync(new URL('../dist/client/seedbed.js', import.meta.url), 'console.log(process.argv[2]);');`;
  writeFileSync(join(checkout, 'scripts', 'setup.mjs'), setUp);
  const typed = (word: string): string =>
    spawnSync(join(checkout, 'bin', 'seedbed.mjs'), [word], { encoding: 'utf8' }).stdout;
  expect(typed('up')).toBe('sets up\nup\n');
  expect(typed('list')).toBe('list\n');
});
