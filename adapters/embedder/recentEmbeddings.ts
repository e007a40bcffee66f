import type { Embedder } from './embedder';

/** Vectors that were used lately, in memory: for commands that have no store. A text asked for twice is computed once. */
export class RecentEmbeddings {
  /** The longest unused first; what is under way too. */
  private readonly recent = new Map<string, Promise<Float32Array>>();

  constructor(
    private readonly embedder: Embedder,
    private readonly max = 4_096,
  ) {}

  /** One vector of length 1 a text, in the texts' order. They are shared, so not to be changed. */
  async embed(texts: readonly string[]): Promise<Float32Array[]> {
    const missing = [...new Set(texts)].filter((text) => !this.recent.has(text));
    const computed = missing.length === 0 ? Promise.resolve([]) : this.embedder.embed(missing);
    missing.forEach((text, index) => {
      const vector = computed.then((vectors) => vectors[index]!);
      vector.catch(() => this.recent.delete(text)); // an error is not remembered
      this.recent.set(text, vector);
    });
    const vectors = texts.map((text) => {
      const vector = this.recent.get(text)!;
      this.recent.delete(text);
      this.recent.set(text, vector);
      return vector;
    });
    for (const oldest of this.recent.keys()) {
      if (this.recent.size <= this.max) break;
      this.recent.delete(oldest);
    }
    return Promise.all(vectors);
  }
}
