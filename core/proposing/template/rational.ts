/** An exact fraction in lowest terms; the denominator is above 0. */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** What can't be computed, in words that follow "because". */
export class ArithmeticError extends Error {
  override readonly name = 'ArithmeticError';
}

/** Most bits of a numerator or denominator: an expression comes from a recipe, which may come from anyone. */
const maxBits = 100_000;
/** Digits after the point of what has no end, such as 1/3 as a text. */
const endlessDigits = 10;
/** Digits after the point of a root that has no end. */
const rootDigits = 30n;

const decimalText = /^\s*([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,4}))?\s*$/;

export function rational(numerator: bigint, denominator = 1n): Rational {
  if (denominator === 0n) throw new ArithmeticError('it divides by zero');
  if (denominator === 1n) return { numerator, denominator };
  const divisor = greatestCommonDivisor(numerator, denominator) * (denominator < 0n ? -1n : 1n);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

/** The number that a decimal text writes, exactly; undefined where it is none. */
export function parseDecimal(text: string): Rational | undefined {
  const [, sign, whole = '', fraction = '', exponent = '0'] = decimalText.exec(text) ?? [];
  if (sign === undefined) return undefined;
  const shift = Number(exponent) - fraction.length;
  const digits = BigInt(`${sign === '-' ? '-' : ''}${whole}${fraction}`);
  return shift >= 0 ? rational(digits * 10n ** BigInt(shift)) : rational(digits, 10n ** BigInt(-shift));
}

export function add(left: Rational, right: Rational): Rational {
  if (left.denominator === 1n && right.denominator === 1n) return rational(left.numerator + right.numerator);
  return rational(
    left.numerator * right.denominator + right.numerator * left.denominator,
    left.denominator * right.denominator,
  );
}

export function negate({ numerator, denominator }: Rational): Rational {
  return { numerator: -numerator, denominator };
}

export function multiply(left: Rational, right: Rational): Rational {
  return rational(left.numerator * right.numerator, left.denominator * right.denominator);
}

export function divide(left: Rational, right: Rational): Rational {
  return rational(left.numerator * right.denominator, left.denominator * right.numerator);
}

/** The rest of a division whose quotient is rounded down, so that it has the divisor's sign, as in mathematics. */
export function modulo(left: Rational, right: Rational): Rational {
  const quotient = floor(divide(left, right));
  return add(left, negate(multiply(quotient, right)));
}

export function power(base: Rational, exponent: Rational): Rational {
  if (exponent.denominator !== 1n) throw new ArithmeticError('an exponent is not a whole number: use sqrt');
  const times = exponent.numerator < 0n ? -exponent.numerator : exponent.numerator;
  const bits = BigInt(Math.max(bitLength(base.numerator), bitLength(base.denominator)));
  if (bits * times > BigInt(maxBits)) throw new ArithmeticError('a power is too large');
  const raised = rational(base.numerator ** times, base.denominator ** times);
  return exponent.numerator < 0n ? divide(rational(1n), raised) : raised;
}

export function compare(left: Rational, right: Rational): number {
  const difference = left.numerator * right.denominator - right.numerator * left.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export function floor({ numerator, denominator }: Rational): Rational {
  const quotient = numerator / denominator;
  return rational(numerator % denominator < 0n ? quotient - 1n : quotient);
}

/** To so many digits after the point; a half goes away from zero, as taught at school. */
export function round(value: Rational, digits = 0): Rational {
  const scale = 10n ** BigInt(digits);
  const scaled = value.numerator * scale * 2n;
  const half = value.numerator < 0n ? -value.denominator : value.denominator;
  return rational((scaled + half) / (2n * value.denominator), scale);
}

/** Exact where it has an end, else to 30 digits after the point. */
export function squareRoot({ numerator, denominator }: Rational): Rational {
  if (numerator < 0n) throw new ArithmeticError('it takes the square root of a negative number');
  const [top, bottom] = [integerRoot(numerator), integerRoot(denominator)];
  if (top * top === numerator && bottom * bottom === denominator) return rational(top, bottom);
  const scale = 10n ** rootDigits;
  return rational(integerRoot((numerator * scale * scale) / denominator), scale);
}

/** The largest whole number whose square is at most `value`; by Newton's method. */
export function integerRoot(value: bigint): bigint {
  if (value < 2n) return value;
  let root = 1n << BigInt((bitLength(value) + 1) >> 1);
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

/** In decimal notation, with so many digits after the point; left out: as many as it has, and ten where they have no end. */
export function decimalOf(value: Rational, digits?: number): string {
  if (digits === undefined && value.denominator === 1n) return value.numerator.toString();
  const places = digits ?? finiteDigits(value.denominator);
  const rounded = round(value, places ?? endlessDigits);
  const scaled = (rounded.numerator * 10n ** BigInt(places ?? endlessDigits)) / rounded.denominator;
  const text = (scaled < 0n ? -scaled : scaled).toString().padStart((places ?? endlessDigits) + 1, '0');
  const point = text.length - (places ?? endlessDigits);
  const sign = scaled < 0n ? '-' : '';
  const written = point === text.length ? text : `${text.slice(0, point)}.${text.slice(point)}`;
  return sign + (places === undefined ? written.replace(/\.?0+$/, '') : written);
}

/** Digits after the point that a fraction needs; undefined where they have no end, or there are more than forty. */
function finiteDigits(denominator: bigint): number | undefined {
  let rest = denominator;
  let [twos, fives] = [0, 0];
  for (; rest % 2n === 0n; rest /= 2n) twos++;
  for (; rest % 5n === 0n; rest /= 5n) fives++;
  const digits = Math.max(twos, fives);
  return rest === 1n && digits <= 40 ? digits : undefined;
}

/** Never negative. */
export function greatestCommonDivisor(left: bigint, right: bigint): bigint {
  let [larger, smaller] = [left < 0n ? -left : left, right < 0n ? -right : right];
  while (smaller !== 0n) [larger, smaller] = [smaller, larger % smaller];
  return larger;
}

function bitLength(value: bigint): number {
  return (value < 0n ? -value : value).toString(2).length;
}
