import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { cacheFolder } from '../adapters/stack/cache';
import { spawnSimulatedTeacher } from '../tests/support/simulatedTeacherProcess';
import { testRecipe } from '../tests/support/testRecipe';
import { TestSeedbed } from '../tests/support/testSeedbed';
import { mostMemory, processorSeconds } from './processUse';

const run = promisify(execFile);

/** What a run by one version of Node came to. */
export interface GrownByNode {
  readonly version: string;
  readonly accepted: number;
  readonly sha256: string;
  /** Processor seconds of the worker per 1,000 requests. */
  readonly seconds: number;
  /** Most that the worker had resident, in MB. */
  readonly memory: number;
}

/**
 * Whether Seedbed runs with each version of Node that people have: its servers, a worker and a run, by that version alone, and the dataset the same by
 * its SHA-256. And what the worker takes of processors and memory, which a run of 24 pairs doesn't tell, but one of 1,000.
 *
 *     npm run try:nodes [-- --versions 22,24,26 --pairs 1000]
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      versions: { type: 'string', default: '22,24,26' },
      pairs: { type: 'string', default: '24' },
      here: { type: 'boolean', default: false },
    },
  });
  const pairs = Number(values.pairs);
  if (values.here) {
    process.stdout.write(`${JSON.stringify(await grow(pairs))}\n`);
    return;
  }
  const grown = [await grow(pairs)];
  for (const version of values.versions.split(',')) grown.push(await growBy(version, pairs));
  for (const { version, accepted, sha256, seconds, memory } of grown) {
    const worker = `worker ${seconds.toFixed(1)} s per 1,000 requests, ${memory.toFixed(0)} MB at most`;
    console.log(`Node ${version.padEnd(9)} ${accepted} pairs, SHA-256 ${sha256}; ${worker}`);
  }
  const differ = new Set(grown.map(({ sha256 }) => sha256)).size > 1;
  console.log(differ ? 'The datasets differ.' : 'The same dataset by all of them.');
  process.exitCode = differ ? 1 : 0;
}

/** The same by another version of Node; by what was built. */
export async function growBy(version: string, pairs = 24): Promise<GrownByNode> {
  const node = await fetchNode(version);
  const { stdout } = await run(node, [
    path.resolve('dist/benchmarks/nodes.js'),
    '--here',
    '--pairs',
    `${pairs}`,
  ]);
  return JSON.parse(stdout.trim().split('\n').at(-1)!) as GrownByNode;
}

/** The program of another version of Node, which is fetched from the registry where it is not in the cache. */
export async function fetchNode(version: string): Promise<string> {
  const folder = path.join(cacheFolder(), 'nodes', version);
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  await mkdir(folder, { recursive: true });
  await run('npm', ['install', '--no-save', '--prefer-offline', '--prefix', folder, `${name}@${version}`]);
  return path.join(folder, 'node_modules', name, 'bin', 'node');
}

async function grow(pairs: number): Promise<GrownByNode> {
  const slots = 64;
  const latency = { meanSeconds: 0.3, sigma: 0.5 };
  const teacher = await spawnSimulatedTeacher({ latency, concurrency: slots });
  const seedbed = await TestSeedbed.start({ teacher: teacher.baseUrl, endpoint: { concurrency: slots } });
  try {
    const worker = seedbed.pid('worker');
    const before = processorSeconds([worker]);
    const handle = await seedbed.startRun(testRecipe({ name: 'nodes', target: pairs }));
    const { accepted } = await handle.result();
    const seconds = ((processorSeconds([worker]) - before) / (await teacher.stats()).requests) * 1_000;
    const memory = mostMemory(worker);
    const dataset = await seedbed.dataset('nodes');
    const sha256 = createHash('sha256').update(dataset).digest('hex');
    return { version: process.versions.node, accepted, sha256, seconds, memory };
  } finally {
    await seedbed.stop();
    await teacher.close();
  }
}

if (require.main === module) void main();
