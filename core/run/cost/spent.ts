import { sumOfPicodollars, type Picodollars } from '../../foundations/picodollars';

/** Purchases, and the tokens that they took. */
export interface CallCounts {
  /** Purchases: answers, and what came and was none. */
  readonly calls: number;
  readonly unpriced: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly reasoningTokens: number;
  readonly cachedTokens: number;
}

/** What purchases took. Dollars are exact; `unpriced` of the calls cost nobody knows how much over them. */
export interface Spent extends CallCounts {
  readonly cost: Picodollars;
  /** What it would have cost more without the providers' caches. */
  readonly savedByCache: Picodollars;
}

export function sumOfSpent(parts: readonly Spent[]): Spent {
  const sum = (of: keyof CallCounts): number => parts.reduce((total, part) => total + part[of], 0);
  return {
    calls: sum('calls'),
    unpriced: sum('unpriced'),
    promptTokens: sum('promptTokens'),
    completionTokens: sum('completionTokens'),
    reasoningTokens: sum('reasoningTokens'),
    cachedTokens: sum('cachedTokens'),
    cost: sumOfPicodollars(parts.map(({ cost }) => cost)),
    savedByCache: sumOfPicodollars(parts.map(({ savedByCache }) => savedByCache)),
  };
}
