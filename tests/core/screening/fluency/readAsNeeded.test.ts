import { assessFluency, measureFluency } from '../../../../core/screening/fluency/assessFluency';
import type { FluencyCalibration } from '../../../../core/screening/fluency/calibration';
import type {
  LogProbabilities,
  LogProbabilityRequest,
} from '../../../../core/screening/fluency/languageModel';
import { readAsNeeded } from '../../../../core/screening/fluency/readAsNeeded';
import { seededRandom } from '../../../../core/foundations/seededRandom';

const calibration: FluencyCalibration = {
  texts: 100,
  usual: {
    wording: { intercept: 2.5, slope: 0, offsets: { en: 0 }, spread: 1.2 },
    exchange: { intercept: -4, slope: 0, offsets: { en: 0 }, spread: 3 },
    insertion: { intercept: -2, slope: 0, offsets: { en: 0 }, spread: 2 },
  },
  threshold: 1.5,
};

/** The order in which words follow each other: a text in it is certain, each word out of it the less likely, the farther. */
const order =
  'The cat sat on the mat because it was warm there and nobody came to chase mice away today .'.split(' ');

/** How surprising a word is after another; each alike by its first letter. */
const surprise = (before: string | undefined, word: string): number => {
  const expected = order.indexOf(before ?? '') + 1;
  const place = order.indexOf(word, Math.max(0, expected - 1));
  return place === expected ? 0.5 : 3 + Math.min(6, Math.abs((place < 0 ? 12 : place) - expected));
};

function reading(): { readonly asked: LogProbabilityRequest[]; readonly logProbabilities: LogProbabilities } {
  const asked: LogProbabilityRequest[] = [];
  const logProbabilities: LogProbabilities = (requests) => {
    asked.push(...requests);
    return Promise.resolve(
      requests.map(({ text, alternatives = [] }) => {
        const words = text.split(' ');
        return words.map((word, index) => ({
          token: index === 0 ? word : ` ${word}`,
          logProbability: -surprise(words[index - 1], word),
          rarity: 4,
          ...(alternatives.length > 0 && {
            alternatives: alternatives.map((other) => -surprise(words[index - 1], other.trim())),
            likeliest: ` ${order[order.indexOf(words[index - 1] ?? '') + 1] ?? 'The'}`,
          }),
        }));
      }),
    );
  };
  return { asked, logProbabilities };
}

const textOf = (words: readonly string[]) => ({
  context: 'Tell of a cat.',
  text: words.join(' '),
  language: 'en',
});

/** Texts in order, and with one to eight words exchanged or left out. */
const texts = Array.from({ length: 120 }, (_, number) => {
  const random = seededRandom(7, 'texts', number);
  const words = [...order];
  for (let change = 0; change < number % 9; change++) {
    const [one, other] = [1 + random.below(words.length - 3), 1 + random.below(words.length - 3)];
    if (change % 2 === 0) [words[one], words[other]] = [words[other]!, words[one]!];
    else words.splice(one, 1);
  }
  return textOf(words);
});

test('the verdicts are those of reading every repair, by far fewer readings', async () => {
  const all = reading();
  const needed = reading();
  const whole = await measureFluency(texts, all.logProbabilities, true);
  const some = await readAsNeeded(texts, needed.logProbabilities, true, calibration);
  const verdicts = (measured: typeof whole): boolean[] =>
    texts.map(({ text }, index) => assessFluency(text, measured[index], calibration).passed);
  expect(verdicts(some)).toEqual(verdicts(whole));
  expect(new Set(verdicts(some)).size).toBe(2);
  expect(needed.asked.length).toBeLessThan(all.asked.length / 2);
});

test('a text whose words can be no better in another order is read once', async () => {
  const { asked, logProbabilities } = reading();
  await readAsNeeded([textOf(order)], logProbabilities, true, { ...calibration, threshold: 2.5 });
  expect(asked).toHaveLength(1);
});

test('what a rule found broken is not read', async () => {
  const { asked, logProbabilities } = reading();
  const text = textOf([...order, 'and', 'then', 'the']);
  const [measured] = await readAsNeeded([text], logProbabilities, true, calibration);
  expect(asked).toEqual([]);
  expect(assessFluency(text.text, measured, calibration)).toMatchObject({ passed: false, score: 10 });
});

test('repairs are asked for as versions of their text, once it was read', async () => {
  const { asked, logProbabilities } = reading();
  const [one, other] = [3, 9];
  const words = order.with(one, order[other]!).with(other, order[one]!);
  await readAsNeeded([textOf(words)], logProbabilities, true, calibration);
  expect(asked.length).toBeGreaterThan(1);
  expect(asked.slice(1).every(({ versionOf }) => versionOf === words.join(' '))).toBe(true);
});
