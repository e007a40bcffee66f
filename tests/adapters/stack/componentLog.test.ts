import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ComponentLog } from '../../../adapters/stack/componentLog';
import { temporaryFolder } from '../../support/embeddedStack';

test('what a process said last is what it said, however many places in its code follow', async () => {
  const folder = await temporaryFolder();
  const places = Array.from({ length: 9 }, (_, line) => `    at main (worker.js:${line}:1)`).join('\n');
  await writeFile(
    join(folder, 'worker.log'),
    `worker starts\nError: the server is not to be reached\n${places}\n`,
  );
  const said = new ComponentLog(folder, 'worker').lastLines(0);
  expect(said).toBe('worker starts\nError: the server is not to be reached');
});
