// Makes a checkout ready: installs the packages and builds, each only where it is out of date. Plain Node, since nothing is
// installed yet when it runs first.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const at = (...path) => join(root, ...path);
const sources = [
  'core',
  'adapters',
  'workflows',
  'activities',
  'workers',
  'client',
  'tests',
  'benchmarks',
  'scripts',
];
/** Written when a build succeeded; what is newer has not been built. */
const built = at('dist', '.built');

if (Number(process.versions.node.split('.')[0]) < 20) {
  fail(
    `Seedbed needs Node 20 or later, this is ${process.versions.node}.`,
    'Install it from https://nodejs.org and run the same command again.',
  );
}
if (changedAt('package-lock.json') > changedAt('node_modules', '.package-lock.json')) {
  console.error(
    'Installing packages as package-lock.json has them (npm ci): 1.2 GB on disk, a minute or more ...',
  );
  // Packages that say they want a newer Node are tried with the oldest that we name.
  npm(
    ['ci', '--no-audit', '--no-fund', '--loglevel=error'],
    'Check the network, then run the same command again.',
  );
}
if (
  Math.max(changedAt('package-lock.json'), changedAt('tsconfig.json'), ...sources.map(newestIn)) >
  changedAt('dist', '.built')
) {
  console.error('Building (tsc, workflow bundle): a minute or more ...');
  rmSync(built, { force: true });
  const began = new Date();
  npm(['run', '--silent', 'build'], 'Mend what the compiler names, then run the same command again.');
  writeFileSync(built, '');
  utimesSync(built, began, began); // a file that was saved while it was being compiled is built again
}

/** Milliseconds since the epoch; 0 for what is not there. */
function changedAt(...path) {
  const file = at(...path);
  return existsSync(file) ? statSync(file).mtimeMs : 0;
}

/** Folders count too: theirs is the time of a deletion. */
function newestIn(folder) {
  if (!existsSync(at(folder))) return 0;
  const entries = readdirSync(at(folder), { recursive: true, withFileTypes: true });
  const times = entries
    .filter((entry) => entry.isDirectory() || /\.(tsx?|css|json|mjs)$/.test(entry.name))
    .map((entry) => statSync(join(entry.parentPath ?? entry.path, entry.name)).mtimeMs);
  return Math.max(changedAt(folder), ...times);
}

function npm(args, mend) {
  // npm names itself to its scripts; without it, its command is a batch file on Windows.
  const itself = process.env.npm_execpath;
  const [command, first] = itself ? [process.execPath, [itself]] : ['npm', []];
  const { status, error } = spawnSync(command, [...first, ...args], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: !itself && process.platform === 'win32',
  });
  if (status !== 0) fail(`npm ${args.join(' ')} failed${error ? `: ${error.message}` : ''}.`, mend);
}

function fail(message, mend) {
  console.error(`${message}\n${mend}`);
  process.exit(1);
}
