import { passageSearch } from '../../../adapters/knowledge/passageSearch';
import type { Database } from '../../../adapters/store/database';
import { PassageStore, type StoredDocument } from '../../../adapters/store/passageStore';
import type { CutPassage } from '../../../core/foundations/passages/cutPassage';
import { openTestStore, type TestStore } from '../../support/testStore';

let postgres: TestStore;
let database: Database;
let store: PassageStore;

beforeAll(async () => {
  postgres = await openTestStore(4);
  database = postgres.database;
  store = new PassageStore(database);
});
afterAll(async () => {
  await postgres.stop();
});

/** Meanings that a text has by what it speaks of, whichever word it takes. */
const senses = [/\b(cars?|automobiles?|vehicles?)\b/iu, /\b(doctors?|physicians?)\b/iu, /Fluss|Strom/u];
let embedded = 0;
const embed = (texts: readonly string[]) => {
  embedded += texts.length;
  return Promise.resolve(
    texts.map((text) => Float32Array.from([...senses.map((sense) => (sense.test(text) ? 1 : 0)), 0.1])),
  );
};

async function* cut(
  texts: readonly (string | CutPassage)[],
  leftOut: string | null = null,
): AsyncGenerator<CutPassage, string | null> {
  for (const one of texts) yield typeof one === 'string' ? { headings: [], text: one } : one;
  return Promise.resolve(leftOut);
}

const add = (id: string, texts: readonly (string | CutPassage)[], language = 'en'): Promise<StoredDocument> =>
  store.add({ id, name: `${id}.txt`, format: 'text', bytes: 1, language }, cut(texts));

async function found(corpus: string, query: string, limit = 5) {
  const [passages = []] = await passageSearch(database, embed, corpus)([query], { limit });
  return passages;
}

test('a passage is found by its words, by its meaning, and first where both say so', async () => {
  const traffic = await add('traffic', [
    'An automobile needs a licence plate.',
    'Bicycles need a bell.',
    'The licence of a pilot is renewed each year.',
  ]);
  const health = await add('health', ['Physicians are paid by the hour.', 'Nurses work in shifts.']);
  const { id } = await store.corpusOf([traffic, health], 'en');

  const byMeaning = await found(id, 'Who pays the doctor?');
  expect(byMeaning[0]).toMatchObject({ passage: { name: 'health.txt', position: 0 }, byMeaning: 1 });
  const byWords = await found(id, 'bells for bicycle riders');
  expect(byWords[0]).toMatchObject({ passage: { text: 'Bicycles need a bell.' }, byText: 1 });
  const byBoth = await found(id, 'Which licence does a car need?');
  expect(byBoth[0]).toMatchObject({
    passage: { text: 'An automobile needs a licence plate.' },
    byMeaning: 1,
  });
});

test('a corpus finds its own documents alone, and equal documents are one corpus', async () => {
  const one = await add('one', ['Tea is grown on hills.']);
  const other = await add('other', ['Tea is drunk in the afternoon.']);
  const both = await store.corpusOf([other, one], 'en');
  expect(await store.corpusOf([one, other], 'en')).toEqual(both);
  const alone = await store.corpusOf([one], 'en');
  expect((await found(alone.id, 'tea')).map(({ passage }) => passage.name)).toEqual(['one.txt']);
});

test('headings are searched with what stands below them', async () => {
  const document = await add('terms', [
    { headings: ['Refunds', 'Deadlines'], text: 'It has to be asked for within thirty days.' },
    { headings: ['Shipping'], text: 'It takes thirty days.' },
  ]);
  const { id } = await store.corpusOf([document], 'en');
  expect((await found(id, 'deadline of a refund'))[0]?.passage.headings).toEqual(['Refunds', 'Deadlines']);
});

test.each([
  ['de', ['Die Häuser stehen am Hang.', 'Der Hund schläft.'], 'Wo steht das Haus?', 0],
  ['zh', ['北京大学成立于一八九八年。', '长江是亚洲最长的河流。'], '亚洲最长的河是哪一条？', 1],
  ['th', ['กรุงเทพมหานครเป็นเมืองหลวงของประเทศไทย', 'ช้างเป็นสัตว์ขนาดใหญ่'], 'เมืองหลวงของไทยคืออะไร', 0],
  ['sw', ['Mlima Kilimanjaro uko Tanzania.', 'Ziwa Victoria ni kubwa.'], 'Kilimanjaro iko wapi?', 0],
])('passages in %s are found by the words of that language', async (language, texts, query, position) => {
  const document = await add(`language-${language}`, texts, language);
  const { id } = await store.corpusOf([document], language);
  const [passages = []] = await passageSearch(database, embed, id, 'text')([query], { limit: 1 });
  expect(passages[0]?.passage.position).toBe(position);
});

test('signs of queries and of SQL in a query are words, or nothing', async () => {
  const document = await add('signs', [`It's "quoted" \\ & | ! :* ('x')`]);
  const { id } = await store.corpusOf([document], 'en');
  for (const query of [`it's "quoted`, `a & | b :*`, `'; drop table passages; --`, '', '   ', '\0'])
    await expect(found(id, query)).resolves.toBeDefined();
});

test('a store that was interrupted while it took up a document goes on, and has each passage once', async () => {
  const texts = Array.from({ length: 600 }, (_, index) => `Line ${index} of the log.`);
  const broken = (async function* (): AsyncGenerator<CutPassage, string | null> {
    for (const text of texts.slice(0, 400)) yield { headings: [], text };
    await Promise.reject(new Error('killed'));
    return null;
  })();
  const document = { id: 'log', name: 'log.txt', format: 'text', bytes: 1, language: 'en' };
  await expect(store.add(document, broken)).rejects.toThrow('killed');
  expect((await store.documents(['log'])).size).toBe(0);
  const whole = await store.add(document, cut(texts, 'the rest is noise'));
  expect(await store.documents(['log'])).toEqual(new Map([['log', whole]]));
  const corpus = await store.corpusOf([whole], 'en');
  const read = await store.passagesAt(corpus.id, [599, 0, 5, 9_999]);
  expect(read.map(({ text }) => text)).toEqual([texts[599], texts[0], texts[5]]);
  expect(await store.passages(read.map(({ id }) => id))).toEqual(read);
});

test('a corpus is embedded once, however many queries are asked', async () => {
  const document = await add('once', ['The river Fluss.', 'The other.']);
  const { id } = await store.corpusOf([document], 'en');
  const search = passageSearch(database, embed, id);
  embedded = 0;
  await Promise.all([search(['Strom'], { limit: 1 }), search(['x', 'y'], { limit: 1 })]);
  expect(embedded).toBe(2 + 3);
});
