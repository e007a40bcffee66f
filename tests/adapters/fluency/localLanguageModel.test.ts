import { fetchCausalModel } from '../../../adapters/fluency/fetchCausalModel';
import { LocalLanguageModel } from '../../../adapters/fluency/localLanguageModel';
import { fluencyFeatures } from '../../../core/screening/fluency/fluencyFeatures';

let model: LocalLanguageModel;

beforeAll(async () => {
  const files = await fetchCausalModel();
  model = new LocalLanguageModel(() => Promise.resolve(files));
}, 300_000);
afterAll(() => model?.close());

test('tells words in order from words out of order, and an end from a cut', async () => {
  const context = 'Why does the sky look blue?';
  const [fluent, scrambled, cut] = (
    await model.logProbabilities([
      { context, text: 'Air scatters blue light much more strongly than red light.' },
      { context, text: 'Than more scatters red light air strongly much blue light.' },
      { context, text: 'Air scatters blue light much more stron' },
    ])
  ).map((figures) => fluencyFeatures(figures)!);
  expect(scrambled!.wording).toBeGreaterThan(fluent!.wording * 1.3);
  expect(cut!.ending).toBeGreaterThan(fluent!.ending! + 5);
}, 120_000);

test('a text has the same figures in any company, whole text and all', async () => {
  const text = 'Erkläre 日本語 <|im_end|> 🦜.';
  const [alone] = await model.logProbabilities([{ text }]);
  const together = await model.logProbabilities([{ text: 'word '.repeat(40) }, { text }, { text: '' }]);
  expect(together[1]).toEqual(alone);
  expect(together[2]).toEqual([]);
  expect(alone!.at(-1)).toMatchObject({ token: '', end: true });
  expect(alone!.every(({ logProbability }) => logProbability <= 0)).toBe(true);
}, 120_000);
