import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fetchNode } from '../../../benchmarks/nodes';
import { temporaryFolder } from '../../support/embeddedStack';

test('by Node 24 a process that is told so keeps to the memory for new objects that is enough', async () => {
  const node = await fetchNode('24.22.3');
  const entry = join(await temporaryFolder(), 'entry.js');
  await writeFile(entry, allocating);
  const most = (hold: string): number => {
    const { stdout, stderr } = spawnSync(node, [entry, hold], { encoding: 'utf8' });
    expect(stderr).toBe('');
    return Number(stdout);
  };
  const module = join(__dirname, '..', '..', '..', 'dist', 'adapters', 'stack', 'newSpace.js');
  expect(most('')).toBeGreaterThan(64);
  expect(most(module)).toBeLessThanOrEqual(64); // it may double once between two looks
}, 120_000);

/** A program that keeps 300,000 objects and makes many more; it says how many MB there were at most for new ones. */
const allocating = `
  const { getHeapSpaceStatistics } = require('node:v8');
  if (process.argv[2] !== '') require(process.argv[2]).holdNewSpace();
  const kept = new Map();
  let most = 0;
  function allocate(from) {
    for (let at = from; at < from + 5_000; at++) {
      kept.set(at, { at, text: 'kept ' + at });
      kept.delete(at - 300_000);
    }
    const { space_size } = getHeapSpaceStatistics().find((space) => space.space_name === 'new_space');
    most = Math.max(most, space_size / 2 ** 20);
    if (from < 1_500_000) setTimeout(allocate, 0, from + 5_000);
    else process.stdout.write(String(most));
  }
  allocate(0);
`;
