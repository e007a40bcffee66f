import { miniLmModel, miniLmTokenizer } from './assets';
import { fetchAsset, type FetchOptions } from './fetch';

/** Paths of what the local embedding model is made of. */
export interface MiniLmFiles {
  readonly model: string;
  readonly tokenizer: string;
}

/**
 * Finds the local embedding model: named by SEEDBED_MINILM_MODEL and SEEDBED_MINILM_TOKENIZER, in the cache, else fetched into
 * it (22 MB). One after another, so that people are asked one thing at a time.
 * @throws UserError as `fetchAsset` does.
 */
export async function fetchMiniLm(options: FetchOptions = {}): Promise<MiniLmFiles> {
  const tokenizer = await fetchAsset(miniLmTokenizer, options);
  const model = await fetchAsset(miniLmModel, options);
  return { model: model.path, tokenizer: tokenizer.path };
}
