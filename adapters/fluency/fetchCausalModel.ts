import { existsSync } from 'node:fs';
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../../core/foundations/userError';
import { smolLm2 } from '../stack/assets';
import { cachedAt, fetchAsset, type FetchOptions } from '../stack/fetch';
import { onnxOfGguf } from './onnx';
import { makeFolder } from '../files/makeFolder';

/** Paths of what the local language model is made of. */
export interface CausalModelFiles {
  /** In GGUF; its vocabulary is read from it. */
  readonly vocabulary: string;
  /** In ONNX: all but the last layer, and the last. */
  readonly body: string;
  readonly head: string;
}

/** Goes up whenever `onnxOfGguf` makes other bytes. */
const formVersion = 4;

/**
 * The local language model in the form that is evaluated fastest: made once, in seconds, from the weights that the local teacher
 * uses (named by SEEDBED_SMOLLM2, in the cache, else fetched into it), and kept in the cache (250 MB).
 * @throws UserError as `fetchAsset` does, and for a file that is no such model.
 */
export async function fetchCausalModel(options: FetchOptions = {}): Promise<CausalModelFiles> {
  const { path } = await fetchAsset(smolLm2, options);
  const { size, mtimeMs } = await stat(path);
  // A file of the user's own may be replaced under the same name.
  const form = `${basename(path, '.gguf')}-${size}-${Math.floor(mtimeMs)}-${formVersion}`;
  const folder = join(dirname(cachedAt(smolLm2, options.environment)), 'onnx', form);
  const files = { vocabulary: path, body: join(folder, 'body.onnx'), head: join(folder, 'head.onnx') };
  if (existsSync(folder)) return files;

  const unfinished = `${folder}.${process.pid}`;
  try {
    const { body, head } = onnxOfGguf(await readFile(path));
    await makeFolder(unfinished);
    await writeFile(join(unfinished, 'body.onnx'), body);
    await writeFile(join(unfinished, 'head.onnx'), head);
    await rename(unfinished, folder); // whole or not there
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    if (existsSync(folder)) return files; // somebody else made it meanwhile
    if (!(error instanceof RangeError)) throw error;
    throw new UserError(`${path} cannot be used as the local language model: ${error.message}.`, {
      exitCode: 1,
      mend: `Remove ${path}, so that it is fetched again; or configure an endpoint for fluency.`,
    });
  }
  return files;
}
