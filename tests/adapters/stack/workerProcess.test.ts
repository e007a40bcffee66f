import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { workerArguments } from '../../../adapters/stack/workerProcess';
import { temporaryFolder } from '../../support/embeddedStack';

test('a flag that later versions of Node do not know, and would not start with, is given to earlier ones alone', () => {
  const flagsOf = (v8: string) => workerArguments('entry.js', {}, v8).join(' ');
  expect(flagsOf('11.3.244.8-node.30')).toContain('--interrupt-budget'); // Node 20
  for (const v8 of ['12.4.254.21-node.33', '13.6.233.10-node.28', '14.6.202.33-node.18'])
    expect(flagsOf(v8)).not.toContain('--interrupt-budget');
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
