import { appendFileSync, existsSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { suiteFolder } from './suiteFolder';

const named = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** Chromium on this machine: CHROMIUM_PATH, then PATH, then Playwright's own; undefined where there is none. */
export function findChromium(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const onPath = (environment['PATH'] ?? '')
    .split(path.delimiter)
    .flatMap((folder) => named.map((name) => path.join(folder, name)));
  const candidates = [environment['CHROMIUM_PATH'], ...onPath, chromium.executablePath()];
  return candidates.find((candidate) => candidate !== undefined && candidate !== '' && existsSync(candidate));
}

/**
 * The Chromium that a file's browser tests run in. Undefined where there is none: they are skipped, and the suite says so at its end.
 * @throws where CI says that everything has to run.
 */
export function chromiumFor(
  file: string,
  {
    find = findChromium,
    environment = process.env,
  }: { find?: typeof findChromium; environment?: NodeJS.ProcessEnv } = {},
): string | undefined {
  const found = find(environment);
  if (found !== undefined) return found;
  if (environment['CI'] === 'true')
    throw new Error(
      `No Chromium to run ${path.basename(file)} in, and nothing is skipped with CI=true. ${howToGetOne}`,
    );
  const suite = suiteFolder();
  if (suite !== undefined) appendFileSync(path.join(suite, skippedFile), `${path.basename(file)}\n`);
  return undefined;
}

/** In the suite's folder: names of the files whose browser tests were skipped. */
export const skippedFile = 'browser-tests-skipped';

export const howToGetOne =
  'Install it (Debian, Ubuntu: apt-get install chromium), or set CHROMIUM_PATH to a Chromium or Chrome.';
