import type { Embed } from '../../../../core/foundations/embedding/embed';
import { seededRandom } from '../../../../core/foundations/seededRandom';
import { stratifiedFolds } from '../../../../core/foundations/statistics/folds';
import { LogisticScorer } from '../../../../core/foundations/statistics/logisticScorer';
import { readingsOf } from '../../../../core/foundations/statistics/textModel';
import {
  calibrate,
  calibrationSchema,
  type Calibration,
} from '../../../../core/screening/calibration/calibration';
import type { LabelledPair } from '../../../../core/screening/calibration/labelledPair';
import { learnFromPairs } from '../../../../core/screening/calibration/learnFromPairs';
import { featuresOf } from '../../../../core/screening/calibration/pairFeatures';
import { PairScorer } from '../../../../core/screening/calibration/pairScorer';

const topics = ['lakes', 'trains', 'bread', 'chess', 'bees', 'coins', 'ships', 'clouds'];
const size = 24;

/** An embedder that knows the topics: each is a direction of its own, whatever words speak of it, with some noise. */
const embed: Embed = (texts) =>
  Promise.resolve(
    texts.map((text) => {
      const random = seededRandom(1, 'vector', text);
      const vector = Float32Array.from({ length: size }, (_, at) => {
        const isOfTopic = text.includes(topics[at] ?? '\0') || text.includes(`word${at}x`);
        return (random.uniform() - 0.5) * 0.5 + Number(isOfTopic);
      });
      const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
      return vector.map((value) => value / length);
    }),
  );

/** Pairs whose responses are all of one length and shape. `bad` tells of a pair by its topics and its words. */
function pairs(
  count: number,
  make: (random: ReturnType<typeof seededRandom>) => {
    asked: number;
    said: number;
    word: string;
    bad: boolean;
  },
): LabelledPair[] {
  const random = seededRandom(9, 'pairs');
  return Array.from({ length: count }, (_, index) => {
    const { asked, said, word, bad } = make(random);
    const filler = Array.from({ length: 6 }, () => `term${10 + random.below(80)}`).join(' ');
    return {
      bad,
      item: {
        ids: [`${index}`],
        instruction: `Write a line about ${topics[asked]}, number ${100 + index}.`,
        input: '',
        response: `It is word${said}x that ${word} ${filler}.`,
        results: {},
      },
    };
  });
}

const aboutSomethingElse = pairs(160, (random) => {
  const asked = random.below(topics.length);
  const bad = random.uniform() < 0.4;
  const said = bad ? (asked + 1 + random.below(topics.length - 1)) % topics.length : asked;
  return { asked, said, word: 'stays', bad };
});

let written: string;
let calibration: Calibration;

beforeAll(async () => {
  written = JSON.stringify(await calibrate(aboutSomethingElse, { kind: 'f1' }, {}, { embed }));
  calibration = calibrationSchema.parse(JSON.parse(written));
});

test('meanings separate what no score, length or sign can: responses about another subject', async () => {
  const { area: without } = await learnFromPairs(
    aboutSomethingElse.map(({ bad, item }) => ({ bad, item: { ...item, instruction: 'Write a line.' } })),
  );
  expect(without!.interval[0]).toBeLessThan(0.5);
  expect(calibration.scorer!.area!.interval[0]).toBeGreaterThan(0.8);
  expect(calibration.scorer!.texts?.meanings).toBeDefined();
});

test('words separate where they are all that tells, without an embedder', async () => {
  const wordy = pairs(160, (random) => {
    const bad = random.uniform() < 0.4;
    const topic = random.below(topics.length);
    return { asked: topic, said: topic, word: bad === random.uniform() < 0.9 ? 'loses' : 'rests', bad };
  });
  const { area, stored } = await learnFromPairs(wordy);
  expect(area!.interval[0]).toBeGreaterThan(0.7);
  expect(readingsOf(stored.texts)).toEqual(['words']);
});

test('where labels are noise no text is read, and the area is that of chance', async () => {
  const random = seededRandom(4, 'noise');
  const noise = aboutSomethingElse.map(({ item }) => ({ item, bad: random.uniform() < 0.4 }));
  const { area, stored } = await learnFromPairs(noise, { embed });
  expect(stored.texts).toBeUndefined();
  expect(area!.interval[0]).toBeLessThan(0.5);
  expect(area!.interval[1]).toBeGreaterThan(0.5);
});

test('written down and read back it gives the scores that it had, on pairs with new words as well, to the same bytes each time', async () => {
  const again = await calibrate(aboutSomethingElse, { kind: 'f1' }, {}, { embed });
  expect(JSON.stringify(again)).toBe(written);
  expect(calibration.version).toBe(2);
  expect(written.length).toBeLessThan(80_000);
  const scorer = new PairScorer(calibration.scorer!);
  const items = aboutSomethingElse.map(({ item }) => item);
  const scores = await scorer.score(items, embed);
  const [alone] = await scorer.score(items.slice(0, 1), embed);
  expect(alone).toBe(scores[0]);
  const right = scores.filter((score, index) => score > 0.5 !== aboutSomethingElse[index]!.bad).length;
  expect(right / scores.length).toBeGreaterThan(0.85);
  const fresh = { ...items[0]!, response: 'Nothing of the sort was ever said.' };
  expect((await scorer.score([fresh], embed))[0]).toBeGreaterThan(0);
});

test('with another embedder than it learned from nothing is decided', async () => {
  const other: Embed = async (texts) => (await embed(texts)).map((vector) => vector.slice().reverse());
  const [item] = aboutSomethingElse.map((pair) => pair.item);
  await expect(new PairScorer(calibration.scorer!).score([item!], other)).rejects.toThrow('another embedder');
});

test('a scorer that reads no texts, as version 1 had it, embeds nothing and scores as it did', async () => {
  const columns = [{ feature: 'text.responseWords', presence: false, mean: 2, deviation: 0.5 }];
  const stored = { columns, weights: [0.1, 1.5], penalty: 3 };
  const never: Embed = () => Promise.reject(new Error('nothing is to be embedded'));
  const { item } = aboutSomethingElse[0]!;
  const features = featuresOf(item, item.results);
  expect(await new PairScorer(stored).score([item], never)).toEqual([
    1 - new LogisticScorer(stored).score(features),
  ]);
});

test('pairs that answer the same are held out together, and single ones as ever', () => {
  const labels = Array.from({ length: 60 }, (_, index) => index % 2 === 0);
  const groups = labels.map((_, index) => `instruction ${Math.floor(index / 2)}`);
  const foldOf = stratifiedFolds(labels, 5, 42, groups);
  for (let index = 0; index < labels.length; index += 2) expect(foldOf[index]).toBe(foldOf[index + 1]);
  expect(
    stratifiedFolds(
      labels,
      5,
      42,
      labels.map((_, at) => `${at}`),
    ),
  ).toEqual(stratifiedFolds(labels, 5, 42));
});
