import { createHash } from 'node:crypto';
import type { Embedder } from '../../../adapters/embedder/embedder';
import type { Database } from '../../../adapters/store/database';
import { StoredEmbeddings } from '../../../adapters/store/embeddings';
import { cosine } from '../../../core/foundations/embedding/cosine';
import { seededRandom } from '../../../core/foundations/seededRandom';
import { openTestStore, type TestStore } from '../../support/testStore';
import { eventually } from '../../support/testSeedbed';
import { unit } from '../../core/foundations/embedding/randomVectors';

const dimensions = 48;

/** An embedder whose vectors are drawn from the text and from who it is: two of them differ, as two machines might. */
class CountingEmbedder implements Embedder {
  readonly dimensions = dimensions;
  readonly asked: string[] = [];
  failure: Error | undefined;

  constructor(
    readonly model: string,
    private readonly seed = 1,
  ) {}

  embed(texts: readonly string[]): Promise<Float32Array[]> {
    this.asked.push(...texts);
    if (this.failure !== undefined) return Promise.reject(this.failure);
    return Promise.resolve(texts.map((text) => vectorOf(text, this.seed)));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

function vectorOf(text: string, seed: number): Float32Array {
  const random = seededRandom(seed, text);
  return unit(Array.from({ length: dimensions }, () => random.uniform() - 0.5));
}

const texts = (count: number, of = 'text'): string[] =>
  Array.from({ length: count }, (_, index) => `${of} ${index}`);

let postgres: TestStore;
let database: Database;
let models = 0;
const newModel = (): string => `model-${models++}`;

beforeAll(async () => {
  postgres = await openTestStore(8);
  database = postgres.database;
}, 120_000);
afterAll(async () => {
  await postgres?.stop();
});

test('a text is computed once, in one call, in several, and after a restart', async () => {
  const embedder = new CountingEmbedder(newModel());
  const before = new StoredEmbeddings(database, embedder);
  const first = await before.embed(['a', 'b', 'a', 'c']);
  const second = await before.embed(['c', 'b']);
  const third = await new StoredEmbeddings(database, embedder).embed(['b', 'a', 'd']);

  expect(embedder.asked).toEqual(['a', 'b', 'c', 'd']);
  expect(first[0]).toEqual(first[2]);
  expect(second).toEqual([first[3], first[1]]);
  expect(third.slice(0, 2)).toEqual([first[1], first[0]]);
});

test('callers that ask for a text at the same moment have it computed once', async () => {
  const embedder = new CountingEmbedder(newModel());
  const stored = new StoredEmbeddings(database, embedder);
  const all = await Promise.all(Array.from({ length: 10 }, () => stored.embed(['a', 'b'])));
  expect(embedder.asked).toEqual(['a', 'b']);
  for (const vectors of all) expect(vectors).toEqual(all[0]);
});

test('the vectors are those of the embedder, of length 1, to within what a byte can say', async () => {
  const stored = new StoredEmbeddings(database, new CountingEmbedder(newModel()));
  const given = texts(300);
  const vectors = await stored.embed(given);
  given.forEach((text, index) => {
    expect(cosine(vectors[index]!, vectorOf(text, 1))).toBeGreaterThan(0.9999);
    expect(Math.hypot(...vectors[index]!)).toBeCloseTo(1, 6);
  });
});

test('of writers that compute different vectors at the same time, all use the first that was stored', async () => {
  const model = newModel();
  const writers = [1, 2, 3, 4].map(
    (seed) => new StoredEmbeddings(database, new CountingEmbedder(model, seed)),
  );
  const given = texts(400);
  const order = (seed: number): string[] => seededRandom(seed, 'order').shuffle(given);
  const orders = writers.map((_, index) => order(index));
  const answers = await Promise.all(writers.map((writer, index) => writer.embed(orders[index]!)));

  const standing = await new StoredEmbeddings(database, new CountingEmbedder(model, 5)).embed(given);
  orders.forEach((some, writer) => {
    some.forEach((text, index) => {
      expect(answers[writer]![index]).toEqual(standing[given.indexOf(text)]);
    });
  });
});

test('what was computed before a failure is kept, and the rest is computed when it is asked for again', async () => {
  const embedder = new CountingEmbedder(newModel());
  const broken = new StoredEmbeddings(database, {
    ...embedder,
    model: embedder.model,
    dimensions,
    embed: (some) => {
      if (embedder.asked.length > 0) embedder.failure = new Error('no power');
      return embedder.embed(some);
    },
    close: () => Promise.resolve(),
  });
  const given = texts(200);
  await expect(broken.embed(given)).rejects.toThrow('no power');
  embedder.failure = undefined;
  embedder.asked.length = 0;
  const vectors = await new StoredEmbeddings(database, embedder).embed(given);
  expect(embedder.asked).toEqual(given.slice(128));
  embedder.asked.length = 0;
  expect(await new StoredEmbeddings(database, embedder).embed(given)).toEqual(vectors);
  expect(embedder.asked).toEqual([]);
});

test('a failure is told to everybody who waits, and forgotten', async () => {
  const embedder = new CountingEmbedder(newModel());
  const stored = new StoredEmbeddings(database, embedder);
  embedder.failure = new Error('no power');
  const both = await Promise.allSettled([stored.embed(['a', 'b']), stored.embed(['b'])]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  embedder.failure = undefined;
  expect(await stored.embed(['b', 'a'])).toHaveLength(2);
});

test('models do not see each other, and the table holds one byte a dimension under the hash of the text', async () => {
  const [one, other] = [new CountingEmbedder(newModel(), 1), new CountingEmbedder(newModel(), 2)];
  const [vector] = await new StoredEmbeddings(database, one).embed(['Grüße']);
  expect(await new StoredEmbeddings(database, other).embed(['Grüße'])).not.toEqual([vector]);
  const { rows } = await database.query<{ text_hash: Buffer; bytes: number }>(
    'select text_hash, length(vector) as bytes from embeddings where model = $1',
    [one.model],
  );
  expect(rows).toEqual([{ text_hash: createHash('sha256').update('Grüße').digest(), bytes: dimensions }]);
});

test('memory is bounded: what is forgotten is read from the store, and is the same', async () => {
  const embedder = new CountingEmbedder(newModel());
  const reads = jest.fn();
  const counted = {
    query: (...query: Parameters<Database['query']>) => (reads(), database.query(...query)),
  } as Database;
  const stored = new StoredEmbeddings(counted, embedder, { rememberBytes: 10 * dimensions * 4 });
  const vectors = await stored.embed(texts(30));
  reads.mockClear();
  expect(await stored.embed(texts(30).slice(20))).toEqual(vectors.slice(20));
  expect(reads).not.toHaveBeenCalled();
  expect(await stored.embed(texts(30))).toEqual(vectors);
  expect(reads).toHaveBeenCalledTimes(1);
  expect(embedder.asked).toHaveLength(30);
});

test('one whose asker was cancelled is computed for whoever else waits for it', async () => {
  const cancel = new AbortController();
  const askers: string[] = [];
  const embedder: Embedder<{ name: string; signal?: AbortSignal }> = {
    model: newModel(),
    dimensions,
    embed: (some, { name, signal }) => {
      askers.push(name);
      return signal
        ? new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('cancelled'))))
        : Promise.resolve(some.map((text) => vectorOf(text, 1)));
    },
    close: () => Promise.resolve(),
  };
  const stored = new StoredEmbeddings(database, embedder);
  const cancelled = stored.embed(['a', 'b'], { name: 'cancelled', signal: cancel.signal });
  const waiting = stored.embed(['b', 'c'], { name: 'waiting' });
  await eventually('both to be asked', () => Promise.resolve(askers.length === 2));
  cancel.abort();
  await expect(cancelled).rejects.toThrow('cancelled');
  expect(await waiting).toHaveLength(2);
  expect([...askers].sort()).toEqual(['cancelled', 'waiting', 'waiting']); // who of the first two came first is the database's
});

test('a model that changed its dimensions under its name is refused, with what to do', async () => {
  const model = newModel();
  await new StoredEmbeddings(database, new CountingEmbedder(model)).embed(['a']);
  const changed: Embedder = {
    ...new CountingEmbedder(model),
    dimensions: 64,
    embed: jest.fn(),
    close: jest.fn(),
  };
  await expect(new StoredEmbeddings(database, changed).embed(['a'])).rejects.toMatchObject({
    name: 'UserError',
    message: expect.stringMatching(/with 48 dimensions, and 64 are expected/) as string,
    mend: expect.stringMatching(/another name/) as string,
  });
});
