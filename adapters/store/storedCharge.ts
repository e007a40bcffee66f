import { decimalOf } from '../../core/foundations/picodollars';
import type { Charge } from '../../core/teacher/pricing/charge';

/** A charge as the store takes it. */
export function storedCharge({ cost, savedByCache, price }: Charge): {
  readonly costUsd: string | null;
  readonly cacheSavedUsd: string | null;
  readonly price: string | null;
} {
  const decimal = (amount: Charge['cost']): string | null =>
    amount === undefined ? null : decimalOf(amount);
  return { costUsd: decimal(cost), cacheSavedUsd: decimal(savedByCache), price: price ?? null };
}
