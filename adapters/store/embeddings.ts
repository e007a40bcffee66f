import { createHash } from 'node:crypto';
import { UserError } from '../../core/foundations/userError';
import { dequantise, quantise } from '../../core/foundations/embedding/quantise';
import type { Embedder } from '../embedder/embedder';
import type { Queryable } from './database';

export interface StoredEmbeddingsOptions {
  /** Most memory for vectors that were used lately. */
  readonly rememberBytes?: number;
}

/** Texts that are computed and stored together: the most that a crash loses. */
const atOnce = 128;

/** A text whose vector somebody waits for. */
interface Missing {
  /** Its sha256, in hexadecimal. */
  readonly hash: string;
  readonly text: string;
  readonly resolve: (vector: Float32Array) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Embeddings that are computed once and kept, by model and sha256 of the text. What was stored first stands for every
 * process, so a text has the same vector, bit for bit, before and after any crash, and wherever else it is computed.
 *
 * Within a process a text is computed once, however many ask at the same time. Two processes may both compute it.
 */
export class StoredEmbeddings<Account = void> {
  /** By hash, the longest unused first; what is under way too. */
  private readonly recent = new Map<string, Promise<Float32Array>>();
  private readonly maxRecent: number;

  constructor(
    private readonly database: Queryable,
    private readonly embedder: Embedder<Account>,
    { rememberBytes = 32 * 1024 * 1024 }: StoredEmbeddingsOptions = {},
  ) {
    this.maxRecent = Math.floor(rememberBytes / (embedder.dimensions * Float32Array.BYTES_PER_ELEMENT));
  }

  /** One vector of length 1 a text, in the texts' order. They are shared, so not to be changed. */
  async embed(texts: readonly string[], account: Account): Promise<Float32Array[]> {
    const missing: Missing[] = [];
    const vectors = new Map<string, Promise<Float32Array>>();
    const underWay: Promise<Float32Array>[] = [];
    const hashes = texts.map((text) => createHash('sha256').update(text).digest('hex'));
    hashes.forEach((hash, index) => {
      if (vectors.has(hash)) return;
      const known = this.recent.get(hash);
      if (known) underWay.push(known);
      const vector =
        known ??
        new Promise((resolve, reject) => missing.push({ hash, text: texts[index]!, resolve, reject }));
      vectors.set(hash, vector);
      this.remember(hash, vector);
    });
    const own = missing.map(({ hash }) => vectors.get(hash)!);
    void this.provide(missing, account);
    await Promise.all(own);
    // Whoever has others under way may fail for reasons of their own, such as that they were cancelled: then they are asked for again.
    const others = await Promise.allSettled(underWay);
    if (others.some(({ status }) => status === 'rejected')) return this.embed(texts, account);
    return Promise.all(hashes.map((hash) => vectors.get(hash)!));
  }

  /** Settles every one of them. */
  private async provide(missing: readonly Missing[], account: Account): Promise<void> {
    try {
      const uncomputed = settleFrom(await this.read(missing), missing);
      for (let from = 0; from < uncomputed.length; from += atOnce) {
        const some = uncomputed.slice(from, from + atOnce);
        await this.compute(some, account);
        const [lost] = settleFrom(await this.read(some), some);
        if (lost !== undefined) throw new Error('An embedding was deleted while it was being stored.');
      }
    } catch (error) {
      for (const { hash, reject } of missing) {
        this.recent.delete(hash);
        reject(error); // of no effect where it was resolved
      }
    }
  }

  private async compute(missing: readonly Missing[], account: Account): Promise<void> {
    const vectors = await this.embedder.embed(
      missing.map(({ text }) => text),
      account,
    );
    const rows = missing
      .map(({ hash }, index) => ({ hash, bytes: Buffer.from(quantise(vectors[index]!).buffer) }))
      // In one order by everybody, or two that insert the same texts could wait for each other.
      .sort((left, right) => (left.hash < right.hash ? -1 : 1));
    await this.database.query(
      `insert into embeddings (model, text_hash, vector)
       select $1, text_hash, vector from unnest($2::bytea[], $3::bytea[]) as row (text_hash, vector)
       on conflict do nothing`,
      [this.embedder.model, rows.map(({ hash }) => Buffer.from(hash, 'hex')), rows.map(({ bytes }) => bytes)],
    );
  }

  /** Vectors that are stored, by hash. */
  private async read(of: readonly Missing[]): Promise<Map<string, Float32Array>> {
    if (of.length === 0) return new Map();
    const { model, dimensions } = this.embedder;
    const { rows } = await this.database.query<{ hash: string; vector: Buffer }>(
      `select encode(text_hash, 'hex') as hash, vector from embeddings where model = $1 and text_hash = any($2::bytea[])`,
      [model, of.map(({ hash }) => Buffer.from(hash, 'hex'))],
    );
    return new Map(
      rows.map(({ hash, vector }) => {
        if (vector.length !== dimensions) {
          throw new UserError(
            `The store holds vectors of the embedding model "${model}" with ${vector.length} dimensions, and ${dimensions} are expected: the model changed under its name.`,
            { mend: 'Give it another name, or delete its rows from the table embeddings.' },
          );
        }
        return [hash, dequantise(new Int8Array(vector.buffer, vector.byteOffset, vector.length))];
      }),
    );
  }

  private remember(hash: string, vector: Promise<Float32Array>): void {
    this.recent.delete(hash);
    this.recent.set(hash, vector);
    for (const oldest of this.recent.keys()) {
      if (this.recent.size <= this.maxRecent) break;
      this.recent.delete(oldest);
    }
  }
}

/** Resolves those that were found; returns the others. */
function settleFrom(found: ReadonlyMap<string, Float32Array>, missing: readonly Missing[]): Missing[] {
  return missing.filter(({ hash, resolve }) => {
    const vector = found.get(hash);
    if (vector !== undefined) resolve(vector);
    return vector === undefined;
  });
}
