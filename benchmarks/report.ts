import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { migrate, openDatabase } from '../adapters/store/database';
import { reportOutput } from '../client/commands/report/output';
import { printReport } from '../client/commands/report/showReport';
import { Session } from '../client/connection/session';
import { Terminal } from '../client/terminal/terminal';
import { launchBrowser } from '../tests/client/review/reviewBrowser';
import { findChromium } from '../tests/support/chromium';
import { startTestPostgres } from '../tests/support/embeddedStack';
import { fillRun } from '../tests/support/filledRun';
import { mostMemory } from './processUse';

interface Made {
  readonly bytes: number;
  readonly seconds: number;
  readonly processor: number;
  readonly memory: number;
}

/**
 * What the page of a report takes, by the number of pairs: its size, the seconds and the memory of the process that makes it, and how soon Chromium
 * has painted it and is done loading, where there is one.
 *
 *   npm run bench:report -- --pairs 1000,10000,100000
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      pairs: { type: 'string', default: '1000,10000,100000' },
      keep: { type: 'string' },
      // How it starts itself again, as the process that is measured.
      child: { type: 'string' },
      url: { type: 'string', default: '' },
      file: { type: 'string', default: '' },
    },
  });
  if (values.child !== undefined) return makePage(values.child, values.url, values.file);
  const postgres = await startTestPostgres();
  const database = openDatabase(postgres.url);
  const folder = values.keep ?? (await mkdtemp(path.join(os.tmpdir(), 'seedbed-report-')));
  try {
    await migrate(database);
    for (const pairs of values.pairs.split(',').map(Number)) {
      const runKey = `garden-${pairs}@1`;
      await fillRun(database, { runKey, pairs });
      const file = path.join(folder, `garden-${pairs}.html`);
      const child = spawn(
        process.execPath,
        [__filename, '--child', runKey, '--url', postgres.url, '--file', file],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      const printed = await text(child.stdout);
      if (child.exitCode === null) await once(child, 'exit');
      const { bytes, seconds, processor, memory } = JSON.parse(printed) as Made;
      say(
        `${pairs.toLocaleString('en').padStart(9)} pairs: ${(bytes / 1_000).toFixed(0)} kB, made in ${seconds.toFixed(1)} s (${processor.toFixed(1)} s of processor, the database's left out), ` +
          `at most ${memory.toFixed(0)} MB resident; ${await opened(file)}`,
      );
    }
    const load = os.loadavg().map((one) => one.toFixed(1));
    say(`load of the machine meanwhile: ${load.join(', ')} on ${os.cpus().length} cores`);
  } finally {
    await database.close();
    await postgres.stop();
    if (values.keep === undefined) await rm(folder, { recursive: true, force: true });
  }
}

async function makePage(runKey: string, url: string, file: string): Promise<void> {
  const database = openDatabase(url, 2);
  const addresses = {
    // The command never asks Temporal.
    ...{ temporalAddress: '127.0.0.1:9', temporalNamespace: 'default', databaseUrl: url, logs: '' },
    ...{ uiUrl: undefined, teacherUrl: undefined, models: {} },
  };
  const session = new Session(path.dirname(file), addresses, database, undefined, false);
  const stdout = new PassThrough();
  const [out, error] = [stdout, new PassThrough()].map((stream) => stream as unknown as NodeJS.WriteStream);
  const startedAt = performance.now();
  const printed = text(stdout);
  await printReport(session, runKey, new Terminal({ json: true }, out, error), { file, open: false });
  stdout.end();
  const seconds = (performance.now() - startedAt) / 1_000;
  const told = reportOutput.parse(JSON.parse(await printed));
  if (!('bytes' in told)) throw new Error('It printed figures instead of writing a page.');
  await database.close();
  const { user, system } = process.cpuUsage();
  const made: Made = {
    bytes: told.bytes,
    seconds,
    processor: (user + system) / 1e6,
    memory: mostMemory(process.pid),
  };
  say(JSON.stringify(made));
}

/** The median of three times, each in a browser's context of its own. */
async function opened(file: string): Promise<string> {
  const chromium = findChromium();
  if (chromium === undefined) return 'no Chromium here to open it';
  const browser = await launchBrowser(chromium);
  try {
    const times: { painted: number; loaded: number }[] = [];
    for (let time = 0; time < 3; time++) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
      const page = await context.newPage();
      await page.goto(pathToFileURL(file).href, { waitUntil: 'load' });
      await page.waitForFunction(`performance.getEntriesByName('first-contentful-paint').length > 0`);
      times.push(
        await page.evaluate<{ painted: number; loaded: number }>(
          `({ painted: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN, loaded: performance.getEntriesByType('navigation')[0].loadEventEnd })`,
        ),
      );
      await context.close();
    }
    const median = (of: (one: (typeof times)[number]) => number): string =>
      `${(times.map(of).sort((left, right) => left - right)[1] ?? NaN).toFixed(0)} ms`;
    return `Chromium has painted it after ${median((one) => one.painted)}, and loaded it after ${median((one) => one.loaded)}`;
  } finally {
    await browser.close();
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

void main();
