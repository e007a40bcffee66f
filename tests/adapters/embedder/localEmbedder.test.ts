import childProcess from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fetchMiniLm, type MiniLmFiles } from '../../../adapters/stack/fetchMiniLm';
import { LocalEmbedder } from '../../../adapters/embedder/localEmbedder';
import { cosine } from '../../../core/foundations/embedding/cosine';
import { temporaryFolder } from '../../support/embeddedStack';

let files: MiniLmFiles;
let embedder: LocalEmbedder;

beforeAll(async () => {
  files = await fetchMiniLm();
  embedder = new LocalEmbedder(() => Promise.resolve(files));
}, 300_000);
afterAll(() => embedder?.close());

async function similarity(left: string, right: string): Promise<number> {
  const [one, other] = (await embedder.embed([left, right])) as [Float32Array, Float32Array];
  return cosine(one, other);
}

const paraphrases = [
  ['Write a short poem about the sea.', 'Compose a brief poem on the ocean.'],
  ['What is the capital of France?', 'Name the French capital city.'],
  ['Sort a list of numbers in Python.', 'Write Python code that orders an array of integers.'],
  ['Summarise the following article in two sentences.', 'Give a two-sentence summary of this article.'],
  ['Suggest a name for a bakery.', 'Come up with a good name for a bread shop.'],
  ['Translate this sentence into German.', 'Render the sentence in the German language.'],
] as const;

test('a paraphrase is closer than any other instruction', async () => {
  const left = await embedder.embed(paraphrases.map(([text]) => text));
  const right = await embedder.embed(paraphrases.map(([, text]) => text));
  left.forEach((vector, index) => {
    const similarities = right.map((other) => cosine(vector, other));
    expect(similarities.indexOf(Math.max(...similarities))).toBe(index);
    expect(similarities[index]).toBeGreaterThan(0.6);
    expect(Math.max(...similarities.toSpliced(index, 1))).toBeLessThan(0.5);
  });
});

test('a change of case is none, and one of punctuation is small', async () => {
  expect(await similarity('Name three birds.', 'NAME THREE BIRDS.')).toBeCloseTo(1, 6);
  expect(await similarity('Name three birds.', 'Name three birds!')).toBeGreaterThan(0.9);
});

test("gives the cosine that the model's card and its users know for two sentences", async () => {
  const known = await similarity('The cat sits outside', 'The dog plays in the garden');
  expect(known).toBeCloseTo(0.2838, 2);
});

test('vectors have length 1, and the same text has the same bits in any company', async () => {
  const texts = ['Name a bird.', 'word '.repeat(300), '', 'Erkläre 日本語 🦜', 'Name a bird.'];
  const together = await embedder.embed(texts);
  const again = new LocalEmbedder(() => Promise.resolve(files));
  try {
    for (const [index, text] of texts.entries()) {
      const vector = together[index]!;
      expect(vector).toHaveLength(embedder.dimensions);
      expect(Math.hypot(...vector)).toBeCloseTo(1, 6);
      expect(await again.embed([text])).toEqual([vector]);
    }
  } finally {
    await again.close();
  }
});

test('of a long text, what is beyond 256 word pieces changes nothing', async () => {
  const begin = 'bird '.repeat(254);
  const [cut, longer, shorter] = await embedder.embed([begin, `${begin}and a cat`, 'bird '.repeat(20)]);
  expect(longer).toEqual(cut);
  expect(shorter).not.toEqual(cut);
});

test('many callers at once get each their own', async () => {
  const texts = Array.from({ length: 12 }, (_, index) => `Name ${index} birds.`);
  const apart = await Promise.all(texts.map((text) => embedder.embed([text])));
  expect(apart.flat()).toEqual(await embedder.embed(texts));
  expect(await embedder.embed([])).toEqual([]);
});

test('a model that cannot be loaded is an error that names it and says what to do, and is tried again next time', async () => {
  const folder = await temporaryFolder();
  const model = path.join(folder, 'broken.onnx');
  await writeFile(model, 'not a model');
  let located: MiniLmFiles = { ...files, model };
  const mended = new LocalEmbedder(() => Promise.resolve(located));
  try {
    await expect(mended.embed(['Hello'])).rejects.toMatchObject({
      message: expect.stringContaining(`(${model}) cannot be loaded`) as string,
      mend: expect.stringContaining('fetched again') as string,
    });
    located = files;
    expect(await mended.embed(['Hello'])).toHaveLength(1);
  } finally {
    await mended.close();
    await rm(folder, { recursive: true, force: true });
  }
});

test('its process may be killed: those who wait are told, and the next request starts another', async () => {
  const forked = jest.spyOn(childProcess, 'fork');
  const killed = new LocalEmbedder(() => Promise.resolve(files));
  try {
    const [vector] = await killed.embed(['Hello']);
    const waiting = killed.embed(Array.from({ length: 500 }, (_, index) => `Name ${index} birds.`));
    const failed = expect(waiting).rejects.toThrow('it ended by SIGKILL');
    (forked.mock.results[0]!.value as childProcess.ChildProcess).kill('SIGKILL');
    await failed;
    expect(await killed.embed(['Hello'])).toEqual([vector]);
  } finally {
    forked.mockRestore();
    await killed.close();
  }
});

test('a closed one answers nobody, those who wait included', async () => {
  const closed = new LocalEmbedder(() => Promise.resolve(files));
  await closed.embed(['Hello']);
  const waiting = closed.embed(Array.from({ length: 500 }, (_, index) => `Name ${index} birds.`));
  const failed = expect(waiting).rejects.toThrow('has been closed');
  await closed.close();
  await failed;
  await expect(closed.embed(['Hello'])).rejects.toThrow('has been closed');
  await closed.close();
});
