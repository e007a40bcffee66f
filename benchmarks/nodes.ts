import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { cacheFolder } from '../adapters/stack/cache';
import { spawnSimulatedTeacher } from '../tests/support/simulatedTeacherProcess';
import { testRecipe } from '../tests/support/testRecipe';
import { TestSeedbed } from '../tests/support/testSeedbed';

const run = promisify(execFile);

/** What a run by one version of Node came to. */
export interface GrownByNode {
  readonly version: string;
  readonly accepted: number;
  readonly sha256: string;
}

/**
 * Whether Seedbed runs with each version of Node that people have: its servers, a worker and a run, by that version alone, and the dataset the same by
 * its SHA-256.
 *
 *     npm run try:nodes [-- --versions 22,24,26]
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { versions: { type: 'string', default: '22,24,26' }, here: { type: 'boolean', default: false } },
  });
  if (values.here) {
    process.stdout.write(`${JSON.stringify(await grow())}\n`);
    return;
  }
  const grown = [await grow()];
  for (const version of values.versions.split(',')) grown.push(await growBy(version));
  for (const { version, accepted, sha256 } of grown)
    console.log(`Node ${version.padEnd(9)} ${accepted} pairs, SHA-256 ${sha256}`);
  const differ = new Set(grown.map(({ sha256 }) => sha256)).size > 1;
  console.log(differ ? 'The datasets differ.' : 'The same dataset by all of them.');
  process.exitCode = differ ? 1 : 0;
}

/** The same by another version of Node, which is fetched from the registry where it is not in the cache; by what was built. */
export async function growBy(version: string): Promise<GrownByNode> {
  const folder = path.join(cacheFolder(), 'nodes', version);
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  await mkdir(folder, { recursive: true });
  await run('npm', ['install', '--no-save', '--prefer-offline', '--prefix', folder, `${name}@${version}`]);
  const node = path.join(folder, 'node_modules', name, 'bin', 'node');
  const { stdout } = await run(node, [path.resolve('dist/benchmarks/nodes.js'), '--here']);
  return JSON.parse(stdout.trim().split('\n').at(-1)!) as GrownByNode;
}

async function grow(): Promise<GrownByNode> {
  const teacher = await spawnSimulatedTeacher();
  const seedbed = await TestSeedbed.start({ teacher: teacher.baseUrl });
  try {
    const handle = await seedbed.startRun(testRecipe({ name: 'nodes', target: 24 }));
    const { accepted } = await handle.result();
    const dataset = await seedbed.dataset('nodes');
    const sha256 = createHash('sha256').update(dataset).digest('hex');
    return { version: process.versions.node, accepted, sha256 };
  } finally {
    await seedbed.stop();
    await teacher.close();
  }
}

if (require.main === module) void main();
