import { spawnSync } from 'node:child_process';
import { open, writeFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { DatasetFile } from '../../../adapters/exports/datasetFile';
import { builtEntry } from '../../../adapters/stack/nodeProcesses';
import { workerArguments } from '../../../adapters/stack/workerProcess';
import { temporaryFolder } from '../../support/embeddedStack';

test('what a worker wrote leaves no buffers behind that wait until all of its heap is collected', async () => {
  const folder = await temporaryFolder();
  const entry = join(folder, 'entry.js');
  // With as much garbage beside each pair as one makes that is read from the store.
  await writeFile(
    entry,
    `const { DatasetFile } = require(${JSON.stringify(builtEntry('adapters/exports/datasetFile.js'))});
     (async () => {
       const file = await DatasetFile.create(${JSON.stringify(join(folder, 'set.jsonl'))});
       let most = 0;
       for (let pair = 0; pair < 20_000; pair++) {
         const scores = Array.from({ length: 40 }, (_, index) => ({ name: 'filter ' + index, score: pair / 7 }));
         file.write(JSON.stringify(JSON.parse(JSON.stringify({ pair, response: 'word '.repeat(200), scores }))));
         if (file.isFull) await file.drain();
         if (pair % 100 === 0) most = Math.max(most, process.memoryUsage().arrayBuffers);
       }
       const { bytes } = await file.close();
       process.stdout.write(JSON.stringify({ bytes, most }));
     })();`,
  );
  const { stdout } = spawnSync(process.execPath, workerArguments(entry, {}), { encoding: 'utf8' });
  const { bytes, most } = JSON.parse(stdout) as { bytes: number; most: number };
  expect(bytes).toBeGreaterThan(40 * 2 ** 20);
  expect(most).toBeLessThan(8 * 2 ** 20);
});

test('a disk that fails while a file is being written is not taken for one that has it', async () => {
  const folder = await temporaryFolder();
  const file = await DatasetFile.create(join(folder, 'set.jsonl'));
  const probe = await open(join(folder, 'probe'), 'w');
  const failing = jest
    .spyOn(Object.getPrototypeOf(probe) as FileHandle, 'datasync')
    .mockRejectedValueOnce(new Error('EIO: i/o error, fdatasync'));
  await probe.close();
  const piece = Buffer.alloc(1 << 20, 'word ');
  const writing = (async () => {
    for (let written = 0; written < 40; written++) {
      file.write(piece);
      await file.drain();
    }
    return file.close();
  })();
  await expect(writing).rejects.toThrow('EIO');
  expect(failing).toHaveBeenCalledTimes(1);
  await file.abandon();
});
