import type { Embedder } from './embedder';
import { fetchMiniLm, type MiniLmFiles } from './fetchMiniLm';
import { MiniLmProcess } from './miniLmProcess';
import { miniLmSpace } from './miniLmSpace';

/** all-MiniLM-L6-v2 on this machine: fetched and loaded when first needed, and loaded again after its process broke. */
export class LocalEmbedder implements Embedder {
  readonly model = miniLmSpace.model;
  readonly dimensions = miniLmSpace.dimensions;
  private process: Promise<MiniLmProcess> | undefined;
  private closed = false;

  /** @param locate Finds the model's files; it may take as long as a download. */
  constructor(private readonly locate: () => Promise<MiniLmFiles> = fetchMiniLm) {}

  async embed(texts: readonly string[]): Promise<Float32Array[]> {
    if (texts.length === 0) return [];
    if (this.closed) throw new Error('The local embedding model has been closed.');
    const process = await (this.process ??= this.start());
    return process.embed(texts);
  }

  async close(): Promise<void> {
    this.closed = true;
    const process = await this.process?.catch(() => undefined);
    await process?.end();
  }

  private async start(): Promise<MiniLmProcess> {
    const forget = (): void => void (this.process = undefined);
    try {
      return await MiniLmProcess.start(await this.locate(), forget);
    } catch (error) {
      forget();
      throw error;
    }
  }
}
