import { fetchCausalModel } from '../../../adapters/fluency/fetchCausalModel';
import { LocalLanguageModel } from '../../../adapters/fluency/localLanguageModel';
import { fluencyFeatures } from '../../../core/screening/fluency/fluencyFeatures';
import type { TokenProbability } from '../../../core/screening/fluency/languageModel';

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

test('versions of a text come to what they come to when read whole, and to the same figures in any company', async () => {
  const context = 'Why does the sky look blue?';
  const text =
    'Air scatters blue light much more strongly than red light, so we see blue wherever we look up.';
  const versions = [
    text.replace('blue light', 'light blue'),
    text.replace('more strongly', 'strongly more').replace('so we', 'we so'),
    text.replace('see blue', 'see the blue'),
    text.slice(0, 60),
    text,
  ];
  const asked = versions.map((version) => ({ context, text: version, versionOf: text }));
  const total = (figures: readonly TokenProbability[] | undefined): number =>
    figures!.reduce((sum, { logProbability }) => sum + logProbability, 0);
  const whole = await model.logProbabilities(versions.map((version) => ({ context, text: version })));
  const [own, ...told] = await model.logProbabilities([{ context, text }, ...asked]);
  expect(told.at(-1)).toEqual(own);
  told.forEach((figures, index) => expect(Math.abs(total(figures) - total(whole[index]))).toBeLessThan(2));
  expect(told.map((figures) => figures.map(({ token }) => token).join(''))).toEqual(versions);

  await model.logProbabilities([{ text: 'word '.repeat(2_100) }]);
  expect(await model.logProbabilities(asked)).toEqual(told); // read anew, as it was forgotten
}, 240_000);
