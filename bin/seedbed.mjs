#!/usr/bin/env node
// The command, where npm links it: it is there before anything is built. In a checkout that was not set up it does that first.
import { existsSync } from 'node:fs';
import module from 'node:module';
import path from 'node:path';

const dist = new URL('../dist/', import.meta.url);
const program = new URL('client/seedbed.js', dist);
if (!existsSync(program)) await import('../scripts/setup.mjs');
// From Node 22.8 on, what was compiled once is kept: in a folder of the user's own, since whoever may write there has code run.
const { cacheFolder } = await import(new URL('adapters/stack/cache.js', dist).href);
module.enableCompileCache?.(path.join(cacheFolder(), 'compiled'));
await import(program.href);
