import { roundedQuotient, scaledDecimal, type Picodollars } from '../../foundations/picodollars';

/** Tokens of a call, as its endpoint counted them; 0 where it did not. */
export interface TokenCounts {
  /** All of the prompt's, those from the cache and those written into it among them. */
  readonly promptTokens: number;
  /** All of the answer's, thinking among them. */
  readonly completionTokens: number;
}

/** What a call took, as far as it decides what the call costs. */
export interface Usage extends TokenCounts {
  readonly reasoningTokens?: number | undefined;
  readonly cachedTokens?: number | undefined;
  /** Those of the prompt's tokens that the provider put into its cache, and those of them that it keeps for an hour. */
  readonly cacheWriteTokens?: number | undefined;
  readonly cacheWriteHourTokens?: number | undefined;
  /** Whether it was asked through the provider's batch interface, or whatever else costs as much. */
  readonly isBatch?: boolean | undefined;
}

/** US dollars a million tokens; in tiers, `above` so many tokens of the whole prompt all tokens of the kind cost the tier's rate. */
export type Rate =
  | number
  | {
      readonly base: number;
      readonly above: readonly { readonly promptTokens: number; readonly rate: number }[];
    };

/** What each kind of token costs. A kind that has no rate of its own costs what the whole does that it is part of. */
export interface Rates {
  readonly prompt: Rate;
  readonly cached?: Rate | undefined;
  readonly cacheWrite?: Rate | undefined;
  readonly cacheWriteHour?: Rate | undefined;
  /** Left out: it brings no text, as embedding models do. */
  readonly completion?: Rate | undefined;
  readonly reasoning?: Rate | undefined;
  /** US dollars a request, over its tokens. */
  readonly request?: number | undefined;
  /** What batch mode charges of all this: 0.5 is half. Left out: not known. */
  readonly batch?: number | undefined;
  /** What it charges of the rate of tokens from the cache, where that is another share: 1 where the two reductions don't add up. */
  readonly batchCached?: number | undefined;
}

/** Where a price comes from. */
export type PriceSource =
  | { readonly kind: 'configuration' }
  /** A model that runs on this machine costs no dollars. */
  | { readonly kind: 'local' }
  | {
      readonly kind: 'list';
      readonly list: string;
      readonly version: string;
      /** When the list was published: "2026-09-23". */
      readonly date: string;
      readonly provider: string;
      /** As the list calls it. */
      readonly model: string;
    };

/** What an endpoint charges for a model. Plain JSON, kept with what was bought at it. */
export interface Price {
  readonly source: PriceSource;
  readonly rates: Rates;
}

/**
 * What a call cost, exactly, rounded once to a picodollar; undefined where that is not known: without a price, without a rate for what came, and
 * where the endpoint did not count the tokens of a call that is charged by them.
 */
export function costOf(usage: Usage, price: Price | undefined): Picodollars | undefined {
  if (!price) return undefined;
  const { rates } = price;
  if (isFree(rates)) return 0n;
  const { promptTokens, completionTokens } = usage;
  if (promptTokens === 0 || (rates.completion === undefined && completionTokens > 0)) return undefined;
  if (usage.isBatch && rates.batch === undefined) return undefined;

  const written = upTo(promptTokens, usage.cacheWriteTokens);
  const writtenForAnHour = upTo(written, usage.cacheWriteHourTokens);
  const cached = upTo(promptTokens - written, usage.cachedTokens);
  const reasoning = upTo(completionTokens, usage.reasoningTokens);
  const { prompt, cacheWrite = prompt, completion = 0 } = rates;
  const share = usage.isBatch ? (rates.batch ?? 1) : 1;
  const tokens: readonly Charged[] = [
    { count: promptTokens - written - cached, rate: prompt, share },
    { count: cached, rate: rates.cached ?? prompt, share: usage.isBatch ? (rates.batchCached ?? share) : 1 },
    { count: written - writtenForAnHour, rate: cacheWrite, share },
    { count: writtenForAnHour, rate: rates.cacheWriteHour ?? cacheWrite, share },
    { count: completionTokens - reasoning, rate: completion, share },
    { count: reasoning, rate: rates.reasoning ?? completion, share },
  ];
  return charged(
    tokens.map((kind) => ({ ...kind, rate: rateAt(kind.rate, promptTokens) })),
    { request: rates.request, share },
  );
}

/**
 * The most that a call can cost whose prompt has so many tokens and whose answer, thinking included, at most `answerBound`: nothing of the
 * prompt comes from a cache, whatever is dearest is what came. Undefined where the price is not known.
 */
export function mostCostOf(
  promptTokens: number,
  answerBound: number,
  price: Price | undefined,
  isBatch = false,
): Picodollars | undefined {
  if (!price) return undefined;
  const { rates } = price;
  if (isFree(rates)) return 0n;
  if (rates.completion === undefined && answerBound > 0) return undefined;
  const dearest = (candidates: readonly (Rate | undefined)[]): number =>
    Math.max(...candidates.flatMap((rate) => (rate === undefined ? [] : ratesUpTo(rate, promptTokens))));
  const share = isBatch ? Math.max(rates.batch ?? 1, rates.batchCached ?? 0) : 1;
  return charged(
    [
      { count: promptTokens, rate: dearest([rates.prompt, rates.cached, rates.cacheWrite]), share },
      { count: answerBound, rate: dearest([0, rates.completion, rates.reasoning]), share },
    ],
    { request: rates.request, share },
  );
}

/** Whether nothing that is bought at it costs anything. */
export function isFree({ request = 0, batch: _, batchCached: __, ...rates }: Rates): boolean {
  const isZero = (rate: Rate | undefined): boolean =>
    rate === undefined || ratesUpTo(rate, Infinity).every((each) => each === 0);
  return request === 0 && Object.values(rates).every(isZero);
}

/** Digits beyond the point that a rate, and a share, may have; what is beyond is noise of a list. */
const rateDigits = 12;
const shareDigits = 6;
/** Dollars a million tokens, with those digits: so many units are a picodollar. */
const unitsOfPicodollar = 10n ** BigInt(6 + shareDigits);

interface Charged<R = Rate> {
  readonly count: number;
  readonly rate: R;
  /** What is charged of the rate. */
  readonly share: number;
}

/** The one place where anything is rounded. */
function charged(
  tokens: readonly Charged<number>[],
  { request = 0, share }: { readonly request: number | undefined; readonly share: number },
): Picodollars {
  const requests = { count: 1_000_000, rate: request, share };
  const units = [...tokens, requests].reduce(
    (sum, kind) =>
      sum +
      BigInt(kind.count) * scaledDecimal(kind.rate, rateDigits) * scaledDecimal(kind.share, shareDigits),
    0n,
  );
  return roundedQuotient(units, unitsOfPicodollar);
}

function rateAt(rate: Rate, promptTokens: number): number {
  if (typeof rate === 'number') return rate;
  return rate.above.reduce(
    (reached, tier) => (promptTokens > tier.promptTokens ? tier.rate : reached),
    rate.base,
  );
}

/** All that a prompt of at most so many tokens may be charged. */
function ratesUpTo(rate: Rate, promptTokens: number): readonly number[] {
  if (typeof rate === 'number') return [rate];
  return [
    rate.base,
    ...rate.above.filter((tier) => promptTokens > tier.promptTokens).map((tier) => tier.rate),
  ];
}

/** What a provider counts as part of something can't be more than that. */
function upTo(whole: number, part = 0): number {
  return Math.max(0, Math.min(whole, part));
}
