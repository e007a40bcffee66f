import { UserError } from '../../core/foundations/userError';
import { LocalModel } from '../modelProcess/localModel';
import type { Embedder } from './embedder';
import { fetchMiniLm, type MiniLmFiles } from '../stack/fetchMiniLm';
import { miniLmSpace } from './miniLmSpace';

/** all-MiniLM-L6-v2 on this machine: fetched and loaded when first needed, and loaded again after its process broke. */
export class LocalEmbedder implements Embedder {
  readonly model = miniLmSpace.model;
  readonly dimensions = miniLmSpace.dimensions;
  private readonly local: LocalModel<string, Float32Array>;

  /** @param locate Finds the model's files; it may take as long as a download. */
  constructor(locate: () => Promise<MiniLmFiles> = fetchMiniLm) {
    this.local = new LocalModel('local embedding model', async () => {
      const { model, tokenizer } = await locate();
      return {
        server: 'embedder/miniLmServer.js',
        files: [model, tokenizer],
        unloadable: (reason) =>
          new UserError(`The local embedding model (${model}) cannot be loaded: ${reason}.`, {
            exitCode: 1,
            mend: `Remove ${model} and ${tokenizer}, so that they are fetched again; or use an endpoint for embeddings.`,
          }),
      };
    });
  }

  async embed(texts: readonly string[]): Promise<Float32Array[]> {
    const vectors = await this.local.ask(texts);
    return vectors.map((vector) => Float32Array.from(vector));
  }

  close(): Promise<void> {
    return this.local.close();
  }
}
