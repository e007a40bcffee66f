#!/usr/bin/env node
// The command, where npm links it: it is there before anything is built. In a checkout that was not set up it does that first.
import { existsSync } from 'node:fs';

const program = new URL('../dist/client/seedbed.js', import.meta.url);
if (!existsSync(program)) await import('../scripts/setup.mjs');
await import(program.href);
