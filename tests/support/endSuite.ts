import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { howToGetOne, skippedFile } from './chromium';
import { endSuite, suiteFolder } from './suiteFolder';

/** After the last test file, once, in Jest's own process. */
export default async function afterSuite(): Promise<void> {
  const folder = suiteFolder();
  if (folder === undefined) return;
  const skipped = path.join(folder, skippedFile);
  if (existsSync(skipped)) {
    const files = readFileSync(skipped, 'utf8').trim().split('\n').sort();
    process.stderr.write(
      `\nBROWSER TESTS WERE SKIPPED (${files.join(', ')}): no Chromium was found.\n${howToGetOne}\n`,
    );
  }
  await endSuite(folder);
}
