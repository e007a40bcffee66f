import { mean } from '../../foundations/statistics/mean';

/** What is measured of one fluent text, to know what is usual. */
export interface FluencySample {
  /** ISO 639 code. */
  readonly language: string;
  readonly tokens: number;
  readonly wording: number;
  readonly ending: number | undefined;
  readonly exchange: number | undefined;
  readonly insertion: number | undefined;
}

/** The signals that are compared with what is usual; of each, more is worse. */
export const fluencySignals = ['wording', 'ending', 'exchange', 'insertion'] as const;
export type FluencySignal = (typeof fluencySignals)[number];

/** What is usual of one signal: intercept + slope · ln(tokens) + the language's offset, give or take `spread`. */
export interface UsualValue {
  readonly intercept: number;
  readonly slope: number;
  /** By language; one that is missing was not among the texts, and is not judged. */
  readonly offsets: Readonly<Record<string, number>>;
  /** Standard deviation of what is left. */
  readonly spread: number;
}

/** Fitted to fluent texts, kept with the run as JSON. */
export interface FluencyCalibration {
  /** How many texts it was fitted to. */
  readonly texts: number;
  readonly usual: Readonly<Partial<Record<FluencySignal, UsualValue>>>;
  /** Above this score a text is rejected. */
  readonly threshold: number;
}

/** Fewer texts than this say nothing of what is usual. */
export const minTexts = 8;
/** A language's offset is drawn to 0 as if this many of its texts lay there. */
const offsetPrior = 1;

/**
 * Learns from texts known to be fluent what is usual for their language and length, and from how far they stray the threshold.
 * It is where no more than `falseAlarms` of them lie above; never lower than where that share of a normal distribution would lie,
 * since few texts hardly show their tail. Undefined for fewer than eight texts.
 */
export function calibrateFluency(
  samples: readonly FluencySample[],
  falseAlarms: number,
): FluencyCalibration | undefined {
  if (samples.length < minTexts) return undefined;
  const usual: Partial<Record<FluencySignal, UsualValue>> = {};
  for (const signal of fluencySignals) {
    const fitted = fitUsual(samples, signal);
    if (fitted) usual[signal] = fitted;
  }
  const scores = samples
    .map((sample) => deviation(sample, usual)?.score ?? -Infinity)
    .sort((one, other) => other - one);
  const empirical = scores[Math.floor(falseAlarms * samples.length)] ?? -Infinity;
  const expected = normalQuantile(1 - falseAlarms);
  return { texts: samples.length, usual, threshold: Math.max(empirical, expected) };
}

/** Endings stray far on fluent texts too (a list, a verse), and much farther inside a word: so much is no sign of anything. */
const endingAllowance = 2;

/**
 * How many standard deviations a text lies beyond what is usual: by its words, where what surprises and what the better
 * repair gains are added, or by its ending, whichever is more; and the signal that says most. Undefined: its language is not known.
 */
export function deviation(
  sample: FluencySample,
  usual: FluencyCalibration['usual'],
): { readonly score: number; readonly signal: FluencySignal } | undefined {
  const wording = standardised(sample, 'wording', usual.wording);
  if (wording === undefined) return undefined;
  const exchange = standardised(sample, 'exchange', usual.exchange) ?? -Infinity;
  const insertion = standardised(sample, 'insertion', usual.insertion) ?? -Infinity;
  const repair = Math.max(exchange, insertion);
  const ofWords = repair === -Infinity ? wording : (wording + repair) / Math.SQRT2;
  const ofEnding = (standardised(sample, 'ending', usual.ending) ?? -Infinity) - endingAllowance;
  if (ofEnding > ofWords) return { score: ofEnding, signal: 'ending' };
  if (wording >= repair) return { score: ofWords, signal: 'wording' };
  return { score: ofWords, signal: exchange >= insertion ? 'exchange' : 'insertion' };
}

export interface DecisiveGain {
  readonly decisive: number;
  readonly usual: number;
  /** Standard deviation of what is usual. */
  readonly spread: number;
}

/**
 * The gain by repairs of one kind at which a text's score is at the threshold, and the gain that is usual; undefined where what is usual
 * is not known, so that such repairs say nothing.
 */
export function decisiveGain(
  sample: FluencySample,
  kind: 'exchange' | 'insertion',
  { usual, threshold }: Pick<FluencyCalibration, 'usual' | 'threshold'>,
): DecisiveGain | undefined {
  const wording = standardised(sample, 'wording', usual.wording);
  const ofKind = usual[kind];
  const expected = ofKind && usualValue(sample, ofKind);
  if (wording === undefined || expected === undefined) return undefined;
  const { spread } = ofKind!;
  return { decisive: expected + (threshold * Math.SQRT2 - wording) * spread, usual: expected, spread };
}

function usualValue(
  { tokens, language }: FluencySample,
  { intercept, slope, offsets }: UsualValue,
): number | undefined {
  const offset = offsets[language];
  return offset === undefined ? undefined : intercept + slope * Math.log(tokens) + offset;
}

function standardised(
  sample: FluencySample,
  signal: FluencySignal,
  usual: UsualValue | undefined,
): number | undefined {
  const value = sample[signal];
  const expected = usual && usualValue(sample, usual);
  return value === undefined || expected === undefined ? undefined : (value - expected) / usual!.spread;
}

/** Least squares of value on ln(tokens) and the languages' offsets, in turns until they agree. */
function fitUsual(samples: readonly FluencySample[], signal: FluencySignal): UsualValue | undefined {
  const points = samples.flatMap(({ [signal]: value, tokens, language }) =>
    value === undefined ? [] : [{ value, length: Math.log(tokens), language }],
  );
  if (points.length < minTexts) return undefined;
  const offsets = Object.fromEntries(points.map(({ language }) => [language, 0]));
  const meanLength = mean(points.map(({ length }) => length));
  const variance = mean(points.map(({ length }) => (length - meanLength) ** 2));
  let [intercept, slope] = [0, 0];
  for (let round = 0; round < 50; round++) {
    const rest = points.map(({ value, language }) => value - offsets[language]!);
    const meanRest = mean(rest);
    const covariance = mean(points.map(({ length }, index) => (length - meanLength) * rest[index]!));
    slope = variance > 0 ? covariance / variance : 0;
    intercept = meanRest - slope * meanLength;
    for (const language of Object.keys(offsets)) {
      const own = points.filter((point) => point.language === language);
      const sum = own.reduce((total, { value, length }) => total + value - intercept - slope * length, 0);
      offsets[language] = sum / (own.length + offsetPrior);
    }
  }
  const residuals = points.map(
    ({ value, length, language }) => value - intercept - slope * length - offsets[language]!,
  );
  const spread = Math.sqrt(mean(residuals.map((residual) => residual ** 2)));
  return spread > 0 ? { intercept, slope, offsets, spread } : undefined;
}

/** Within 0.03 of the standard normal's quantile, for shares from a half to 0.999 (Shore 1982). */
const normalQuantile = (share: number): number => 5.5556 * (1 - ((1 - share) / share) ** 0.1186);
