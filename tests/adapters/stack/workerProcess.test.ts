import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { workerArguments } from '../../../adapters/stack/workerProcess';
import { temporaryFolder } from '../../support/embeddedStack';

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
