import module from 'node:module';
import path from 'node:path';
import { makeFolderSync } from '../../adapters/files/makeFolder';
import { cacheFolder } from '../../adapters/stack/cache';

/** What Node has from version 22.8 on. */
const { enableCompileCache } = module as typeof module & { enableCompileCache?: (folder: string) => unknown };

// What is required from here on is compiled once, and kept: in a folder of the user's own, since whoever may write there has code run.
if (enableCompileCache) {
  const folder = path.join(cacheFolder(), 'compiled');
  try {
    makeFolderSync(folder); // Node would go on for ever where it can't be made
    enableCompileCache(folder);
  } catch {
    // Without it a command starts as it did before; whoever needs the cache says what is wrong with it.
  }
}
