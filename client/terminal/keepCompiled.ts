import module from 'node:module';
import path from 'node:path';
import { cacheFolder } from '../../adapters/stack/cache';

/** What Node has from version 22.8 on. */
const { enableCompileCache } = module as typeof module & { enableCompileCache?: (folder: string) => unknown };

// What is required from here on is compiled once, and kept: in a folder of the user's own, since whoever may write there has code run.
enableCompileCache?.(path.join(cacheFolder(), 'compiled'));
