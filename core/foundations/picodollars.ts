/**
 * US dollars in millionths of a millionth, whole: sums of them are exact, in whichever order. A dollar a million tokens is a million of them a
 * token, and the store keeps as many decimals (`numeric(18, 12)`).
 */
export type Picodollars = bigint;

const decimals = 12;

/** An amount as it is written, such as `0.075` or `1e-7`, in units of 10^-scale; what is beyond is rounded, half away from zero. */
export function scaledDecimal(written: number | string, scale: number): bigint {
  const parts = /^(-?)(\d+)(?:\.(\d*))?(?:e([+-]?\d+))?$/i.exec(String(written));
  if (!parts) throw new RangeError(`${written} is no decimal number.`);
  const [, sign, whole = '', fraction = '', exponent = '0'] = parts;
  const shift = scale + Number(exponent) - fraction.length;
  const digits = BigInt(whole + fraction);
  const scaled = shift >= 0 ? digits * 10n ** BigInt(shift) : roundedQuotient(digits, 10n ** BigInt(-shift));
  return sign === '-' ? -scaled : scaled;
}

/** Half rounded up. Neither is negative. */
export function roundedQuotient(dividend: bigint, divisor: bigint): bigint {
  return (2n * dividend + divisor) / (2n * divisor);
}

/** From dollars, as a number or as the store writes them. */
export function picodollarsOf(dollars: number | string): Picodollars {
  return scaledDecimal(dollars, decimals);
}

/** As the store takes it: "0.000000150000". */
export function decimalOf(amount: Picodollars): string {
  const digits = (amount < 0n ? -amount : amount).toString().padStart(decimals + 1, '0');
  return `${amount < 0n ? '-' : ''}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** For people and for JSON: the nearest number, and never summed any more. */
export function dollarsOf(amount: Picodollars): number {
  return Number(decimalOf(amount));
}

export function sumOfPicodollars(amounts: Iterable<Picodollars>): Picodollars {
  let sum = 0n;
  for (const amount of amounts) sum += amount;
  return sum;
}
