import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { workerAllocation, workerArguments } from '../../../adapters/stack/workerProcess';
import { fetchNode } from '../../../benchmarks/nodes';
import { temporaryFolder } from '../../support/embeddedStack';

const versions = {
  20: '11.3.244.8-node.30',
  22: '12.4.254.21-node.33',
  24: '13.6.233.17-node.53',
  26: '14.6.202.34-node.34',
};
const flagsOf = (v8: string) => workerArguments('entry.js', {}, v8).join(' ');

test('a flag that later versions of Node do not know, and would not start with, is given to earlier ones alone', () => {
  expect(flagsOf(versions[20])).toContain('--interrupt-budget');
  for (const version of [22, 24, 26] as const)
    expect(flagsOf(versions[version])).not.toContain('--interrupt-budget');
});

test.each(['24.22.3', '26.12.1'])(
  'by Node %s new objects keep to the memory that a worker gives them, also while what is old is being marked',
  async (version) => {
    const node = await fetchNode(version);
    const entry = join(await temporaryFolder(), 'entry.js');
    await writeFile(entry, allocating('process.stdout.write(String(most))'));
    const { stdout: v8 } = spawnSync(node, ['-p', 'process.versions.v8'], { encoding: 'utf8' });
    const { stdout, stderr } = spawnSync(node, workerArguments(entry, {}, v8), { encoding: 'utf8' });
    const half = Number(/--max-semi-space-size=(\d+)/.exec(flagsOf(v8))?.[1]);
    expect({ most: Number(stdout), stderr }).toEqual({ most: 2 * half, stderr: '' });
  },
  120_000,
);

test('a thread that is started with less for new objects keeps to it, and one that is started later has what all have', async () => {
  const entry = join(await temporaryFolder(), 'entry.js');
  const thread = JSON.stringify(allocating("require('node:worker_threads').parentPort.postMessage(most)"));
  const module = JSON.stringify(join(__dirname, '..', '..', '..', 'dist', 'workers', 'semiSpace.js'));
  await writeFile(
    entry,
    `const { withSemiSpace } = require(${module});
     const { Worker } = require('node:worker_threads');
     const most = () => new Promise((resolve) => new Worker(${thread}, { eval: true }).once('message', resolve));
     withSemiSpace(2, most).then(async (first) => console.log(first, await most()));`,
  );
  const { stdout, stderr } = spawnSync(process.execPath, workerArguments(entry, {}), { encoding: 'utf8' });
  expect({ told: stdout.trim(), stderr }).toEqual({ told: '4 16', stderr: '' });
}, 120_000);

/** A program that keeps more and more, beside garbage, and tells how many MB there were at `most` for new objects: two halves. */
const allocating = (tell: string) => `
  const { getHeapSpaceStatistics } = require('node:v8');
  const kept = new Map();
  let most = 0;
  function allocate(from) {
    for (let at = from; at < from + 20_000; at++) {
      kept.set(at, { at, text: 'kept ' + at });
      [at, 'garbage ' + at].map(String).join();
    }
    const { space_size } = getHeapSpaceStatistics().find((space) => space.space_name === 'new_space');
    most = Math.max(most, space_size / 2 ** 20);
    if (from < 500_000) setImmediate(allocate, from + 20_000);
    else ${tell};
  }
  allocate(0);
`;

test('a worker of the image has the flags and the memory of one that a command starts', async () => {
  const dockerfile = await readFile('Dockerfile', 'utf8');
  const variables = Object.fromEntries(
    [...dockerfile.matchAll(/^ENV (.+)$/gm)].flatMap(([, all = '']) =>
      all.split(' ').map((each) => each.split(/=(.*)/).slice(0, 2)),
    ),
  ) as NodeJS.ProcessEnv;
  expect(variables).toMatchObject({ ...workerAllocation, NODE_OPTIONS: '--max-old-space-size=2048' });
  expect(dockerfile.match(/^FROM node:\d+/gm)).toEqual(['FROM node:24', 'FROM node:24']);
  const [, command = ''] = /^CMD (.+)$/m.exec(dockerfile) ?? [];
  expect(JSON.parse(command)).toEqual([
    'node',
    ...workerArguments('dist/workers/worker.js', variables, versions[24]),
  ]);
});

test('a worker starts with its flags: this Node knows all of them', async () => {
  const entry = join(await temporaryFolder(), 'entry.js');
  await writeFile(
    entry,
    'process.stdout.write(String(require("node:v8").getHeapStatistics().heap_size_limit))',
  );
  const { stdout, stderr, status } = spawnSync(process.execPath, workerArguments(entry, {}), {
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(Number(stdout) / 2 ** 20).toBeLessThan(2_200);
});
