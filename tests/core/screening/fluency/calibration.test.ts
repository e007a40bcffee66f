import {
  calibrateFluency,
  deviation,
  type FluencySample,
} from '../../../../core/screening/fluency/calibration';
import { seededRandom } from '../../../../core/foundations/seededRandom';

/** Fluent texts: what is usual depends on length and language, and strays a little. */
function fluentTexts(count: number, language: string, offset: number): FluencySample[] {
  const random = seededRandom(1, 'fluent', language);
  return Array.from({ length: count }, () => {
    const tokens = 10 + random.below(100);
    const stray = random.uniform() + random.uniform() - 1;
    return {
      language,
      tokens,
      wording: 2 + 0.3 * Math.log(tokens) + offset + stray,
      ending: 2,
      exchange: undefined,
      insertion: undefined,
    };
  });
}

const samples = [...fluentTexts(100, 'en', 0), ...fluentTexts(20, 'de', 3)];

test('rejects no more than the share of fluent texts that was allowed', () => {
  const calibration = calibrateFluency(samples, 0.02)!;
  const rejected = samples.filter(
    (sample) => deviation(sample, calibration.usual)!.score > calibration.threshold,
  );
  expect(rejected.length / samples.length).toBeLessThanOrEqual(0.02);
});

test('what is usual of one language is far too surprising in another', () => {
  const { usual, threshold } = calibrateFluency(samples, 0.02)!;
  const german: FluencySample = {
    language: 'de',
    tokens: 40,
    wording: 6.2,
    ending: 2,
    exchange: undefined,
    insertion: undefined,
  };
  expect(deviation(german, usual)!.score).toBeLessThan(threshold);
  expect(deviation({ ...german, language: 'en' }, usual)!.score).toBeGreaterThan(threshold);
});

test('a language that no seed is written in is not judged', () => {
  const { usual } = calibrateFluency(samples, 0.02)!;
  expect(deviation({ ...samples[0]!, language: 'fi' }, usual)).toBeUndefined();
});

test('a handful of texts calibrates nothing', () => {
  expect(calibrateFluency(samples.slice(0, 7), 0.02)).toBeUndefined();
});

test('is kept as JSON without loss', () => {
  const calibration = calibrateFluency(samples, 0.02);
  expect(JSON.parse(JSON.stringify(calibration))).toEqual(calibration);
});
