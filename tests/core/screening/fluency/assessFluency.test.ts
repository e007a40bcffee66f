import { assessFluency } from '../../../../core/screening/fluency/assessFluency';
import type { FluencyCalibration } from '../../../../core/screening/fluency/calibration';
import { exchanges, wordsToTry } from '../../../../core/screening/fluency/exchanges';
import { fluencyFeatures, perplexity } from '../../../../core/screening/fluency/fluencyFeatures';
import { difficulty } from '../../../../core/screening/fluency/followingDifficulty';
import { insertions } from '../../../../core/screening/fluency/insertions';
import { repairGain } from '../../../../core/screening/fluency/repairGain';

const token = (text: string, logProbability: number) => ({ token: text, logProbability });
const end = (logProbability: number) => ({ token: '', logProbability, end: true as const });

test('perplexity and the worst tenth are of the tokens, and the end is apart', () => {
  const figures = [...Array.from({ length: 19 }, () => token(' a', -1)), token(' b', -9), end(-5)];
  const features = fluencyFeatures(figures)!;
  expect(features).toMatchObject({ tokens: 20, meanSurprise: 1.4, worstTenth: 5, ending: 5 });
  expect(perplexity(features.meanSurprise)).toBeCloseTo(Math.exp(1.4));
});

test('the same surprise weighs more on a common word than on a rare one', () => {
  const wording = (rarity: number) => fluencyFeatures([{ ...token(' a', -8), rarity }])!.wording;
  expect(wording(5)).toBeGreaterThan(wording(9));
});

test('offers the most surprising words in each other’s place, and leaves the rest as it is', () => {
  const figures = [
    token('The', -1),
    token(' sat', -12),
    token(' on', -2),
    token('\n', -1),
    token(' the', -1),
    token(' cat', -11),
    token('.', -1),
  ];
  const offered = exchanges('The sat on\n the cat.', figures).map((repair) => repair.text);
  expect(offered).toContain('The cat. on\n the sat');
});

test('offers the words that would fit better in each other’s place, where the model tells', () => {
  const text = 'Feed dog the now';
  const told = [[-9, -9, -9, -9], [-9, -8, -1, -9], [-9, -1, -8, -9], [-9, -9, -9, -1]] as const; // prettier-ignore
  const figures = text
    .split(/(?= )/u)
    .map((piece, index) => ({ ...token(piece, told[index]![index]!), alternatives: told[index]! }));
  expect(wordsToTry(text)).toEqual([' Feed', ' dog', ' the', ' now']);
  expect(exchanges(text, figures)[0]?.text).toBe('Feed the dog now');
});

test('puts in the word that the model expected, where what stands there surprised it', () => {
  const figures = [
    token('The', -1),
    { ...token(' library', -2), likeliest: ' cat' },
    { ...token(' closes', -3), likeliest: ' closes' },
    { ...token(' noon', -9), likeliest: ' at' },
    { ...token('.', -1), likeliest: '.' },
  ];
  const [first] = insertions('The library closes noon.', figures);
  expect(first?.text).toBe('The library closes at noon.');
});

test('a repair that makes the text likelier gains, and one word alone has none', () => {
  expect(repairGain([token('a', -9)], [[token('b', -12)], [token('c', -4)]])).toBe(5);
  expect(repairGain([token('a', -9)], [])).toBeUndefined();
});

test('instruction-following difficulty is the loss with the instruction over the loss without', () => {
  expect(difficulty([token('a', -1), token('b', -1), end(-9)], [token('a', -2), token('b', -2)])).toBe(0.5);
  // An endpoint tells nothing of the very first token.
  expect(difficulty([token('a', -7), token('b', -1)], [token('b', -4)])).toBe(0.25);
  expect(difficulty([], [])).toBeUndefined();
});

const calibration: FluencyCalibration = {
  texts: 100,
  usual: { wording: { intercept: 3, slope: 0, offsets: { en: 0 }, spread: 1 } },
  threshold: 2,
};
const measured = {
  language: 'en',
  tokens: 20,
  wording: 3,
  ending: 1,
  exchange: undefined,
  insertion: undefined,
  meanSurprise: 2,
  worstTenth: 5,
};

test.each([
  [
    'a loop',
    'We can go there and back again, and back again, and back again, and back again, and back again.',
  ],
  ['mojibake', 'Das MÃ¤dchen geht nach Hause.'],
  ['a text that stops in the middle', 'It rained all day. In the evening we walked to the'],
])('%s is rejected however well the model likes it', (_, text) => {
  const { passed, reason, score } = assessFluency(text, measured, calibration);
  expect({ passed, reason: typeof reason }).toEqual({ passed: false, reason: 'string' });
  expect(score).toBeGreaterThan(calibration.threshold);
});

test('what is usual passes, and what is not is rejected with what was seen', () => {
  const text = 'The cat sat on the mat.';
  expect(assessFluency(text, measured, calibration)).toMatchObject({ passed: true, score: 0 });
  expect(assessFluency(text, { ...measured, wording: 6 }, calibration)).toMatchObject({
    passed: false,
    score: 3,
    reason: 'words are out of place or missing',
  });
});
