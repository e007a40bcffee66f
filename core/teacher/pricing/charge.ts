import type { Picodollars } from '../../foundations/picodollars';
import { costOf, type Price, type Usage } from './price';

/** What a call cost, and by which price, as the ledger keeps it. */
export interface Charge {
  /** Undefined: not known. */
  readonly cost: Picodollars | undefined;
  /** What it would have cost more without the provider's cache; less than 0 where writing into it cost more than reading saved. */
  readonly savedByCache?: Picodollars | undefined;
  /** What the ledger names the price by. */
  readonly price?: string | undefined;
}

export const notPriced: Charge = { cost: undefined };
export const free: Charge = { cost: 0n };

/** A price, and what the ledger names it by. */
export interface KeptPrice {
  readonly price: Price;
  readonly hash: string;
}

/** What a call is charged at a price; without one that is not known. */
export function chargeOf(usage: Usage, kept: KeptPrice | undefined): Charge {
  if (!kept) return notPriced;
  const cost = costOf(usage, kept.price);
  const isCached = (usage.cachedTokens ?? 0) + (usage.cacheWriteTokens ?? 0) > 0;
  const plain = isCached
    ? costOf({ ...usage, cachedTokens: 0, cacheWriteTokens: 0, cacheWriteHourTokens: 0 }, kept.price)
    : undefined;
  return {
    cost,
    price: kept.hash,
    ...(cost !== undefined && plain !== undefined && { savedByCache: plain - cost }),
  };
}
