import { InvalidArgumentError } from 'commander';

/** A parser of an option's value: a whole number of at most nine digits within bounds, both included. */
export function wholeNumber({
  min,
  max,
}: {
  readonly min: number;
  readonly max?: number;
}): (given: string) => number {
  return (given) => {
    const value = /^(0|[1-9]\d{0,8})$/.test(given) ? Number(given) : NaN;
    if (value >= min && value <= (max ?? Infinity)) return value;
    throw new InvalidArgumentError(
      max === undefined
        ? `It must be a whole number of at least ${min}.`
        : `It must be a whole number from ${min} to ${max}.`,
    );
  };
}

/** Batches are numbered from 0. */
export function batchNumber(given: string): number {
  if (!/^\d{1,6}$/.test(given)) throw new InvalidArgumentError('It must be a whole number, from 0.');
  return Number(given);
}

/** A plain amount above 0, such as 5 or 0.50; no currency but US dollars is known. */
export function amountOfDollars(given: string): number {
  const value = /^(0|[1-9]\d{0,8})(\.\d{1,12})?$/.test(given) ? Number(given) : NaN;
  if (value > 0) return value;
  throw new InvalidArgumentError(
    'It must be an amount of US dollars above 0, as a plain number such as 5 or 0.50.',
  );
}
