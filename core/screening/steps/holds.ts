import { quantityOf, roundingOf, valueOf, type Reading } from './evaluate';
import { computes, literalIn, someOf, type Term } from './term';
import { measures, measuresSame } from './units';

export interface Rounding {
  /** Whether the sentence, or the task, says that something is rounded. */
  readonly isSaid: boolean;
  /** What numbers were before they were rounded, by how they are written. */
  readonly unrounded: ReadonlyMap<string, number>;
}

export type Comparison = '=' | '≈' | '<' | '>' | '≤' | '≥';

/** What a relation of two terms without unknown letters comes to: undefined where nothing can be said of it. */
export interface Compared {
  readonly holds: boolean;
  /** What the left side is, in the right side's unit. */
  readonly is: number;
}

/** Compares both sides in every way in which they may be meant. Only what holds in none of them does not. */
export function compareSides(
  left: Term,
  right: Term,
  relation: Comparison,
  { isSaid, unrounded }: Rounding,
): Compared | undefined {
  const readings = readingsOf(left, right, unrounded);
  let is: number | undefined;
  for (const reading of readings) {
    for (const [leftValue, rightValue, tolerance] of sidesIn(left, right, reading)) {
      is ??= leftValue;
      const isRounded = relation === '≈' || (isSaid && isInexact(left));
      if (meets(leftValue, rightValue, relation, tolerance, right, isRounded))
        return { holds: true, is: leftValue };
    }
  }
  return is === undefined ? undefined : { holds: false, is };
}

function readingsOf(left: Term, right: Term, unrounded: ReadonlyMap<string, number>): readonly Reading[] {
  const has = (is: (term: Term) => boolean): boolean => someOf(left, is) || someOf(right, is);
  const variants: Reading[] = [{}];
  const also = (more: Reading): void => {
    variants.push(...variants.map((one) => ({ ...one, ...more })));
  };
  if (unrounded.size > 0 && has((part) => part.kind === 'number' && unrounded.has(part.text)))
    also({ unrounded });
  if (has((part) => part.kind === 'number' && part.isPercent)) {
    also({ percentOfOther: true });
    also({ percentAsNumber: true });
  }
  if (has((part) => part.kind === 'binary' && part.isImplicit === true)) also({ productFirst: true });
  if (has((part) => part.kind === 'name' && part.name === 'π')) {
    const plain = [...variants];
    variants.push(
      ...plain.map((one) => ({ ...one, pi: 3.14 })),
      ...plain.map((one) => ({ ...one, pi: 22 / 7 })),
    );
  }
  return variants;
}

type Sides = readonly [left: number, right: number, tolerance: number];

/** Both values by numbers alone, and by units where all are known; and how far they may be apart. */
function* sidesIn(left: Term, right: Term, reading: Reading): Generator<Sides> {
  const [leftQuantity, rightQuantity] = [quantityOf(left, reading), quantityOf(right, reading)];
  const agree = leftQuantity && rightQuantity && measuresSame(leftQuantity.unit, rightQuantity.unit);
  if (agree && measures(leftQuantity.unit)) {
    const factor = literalFactor(right) ?? 1;
    // Between the systems people convert by rounded factors.
    const systems = new Set([left, right].flatMap(systemsIn));
    const loose = systems.size > 1 ? Math.abs(rightQuantity.value) * 0.012 : 0;
    const off = roundingOf(right, reading, (term, one) => quantityOf(term, one)?.value);
    yield [leftQuantity.value / factor, rightQuantity.value / factor, (off + loose) / factor];
  }
  // "2 km + 300 m": to be added they must be of one unit.
  if (agree && addsUnits(left)) return;
  const [leftValue, rightValue] = [valueOf(left, reading), valueOf(right, reading)];
  if (leftValue === undefined || rightValue === undefined) return;
  const off = roundingOf(right, reading, valueOf);
  yield [leftValue, rightValue, off];
  const literal = literalIn(right);
  // "32 / 2 = $16 million", where millions were computed with.
  if (literal?.scale) yield [leftValue, rightValue / literal.scale, off / literal.scale];
  // "$0.25/glass × 10 glasses = 250 cents".
  for (const factor of otherFactors(left, right)) yield [leftValue, rightValue * factor, off * factor];
  // "45 / 60 × 100 = 75 %".
  if (literal?.isPercent) yield [leftValue, rightValue * 100, off * 100];
}

function literalFactor(term: Term): number | undefined {
  return term.kind === 'measure'
    ? term.unit?.factor
    : term.kind === 'negative'
      ? literalFactor(term.of)
      : undefined;
}

/** What the right side's unit is of units of the left that measure the same. */
function otherFactors(left: Term, right: Term): readonly number[] {
  if (right.kind !== 'measure' || !right.unit || !computes(left)) return [];
  const { unit } = right;
  const factors: number[] = [];
  someOf(left, (part) => {
    if (
      part.kind === 'measure' &&
      part.unit &&
      measuresSame(part.unit, unit) &&
      part.unit.factor !== unit.factor
    )
      factors.push(unit.factor / part.unit.factor);
    return false;
  });
  return factors;
}

function systemsIn(term: Term): readonly string[] {
  const systems: string[] = [];
  someOf(term, (part) => {
    if (part.kind === 'measure' && part.unit && part.unit.system !== '') systems.push(part.unit.system);
    return false;
  });
  return systems;
}

function addsUnits(term: Term): boolean {
  const factorsOf = (one: Term): readonly (number | undefined)[] =>
    one.kind === 'binary' && (one.operator === '+' || one.operator === '-') && !one.isMixed
      ? [...factorsOf(one.left), ...factorsOf(one.right)]
      : [literalFactor(one)];
  return new Set(factorsOf(term).filter((factor) => factor !== undefined)).size > 1;
}

function meets(
  left: number,
  right: number,
  relation: Comparison,
  rounding: number,
  shown: Term,
  isRounded: boolean,
): boolean {
  const tiny = 1e-9 * Math.max(1, Math.abs(left), Math.abs(right));
  if (relation === '<' || relation === '≤') return left < right + tiny + rounding;
  if (relation === '>' || relation === '≥') return left > right - tiny - rounding;
  const difference = Math.abs(left - right);
  if (difference <= tiny + rounding * 1.0001) return true;
  const literal = literalIn(shown);
  if (!literal) return isRounded && difference <= Math.abs(right) * 0.005;
  const scale = literal.value === 0 ? 1 : Math.abs(right / literal.value);
  const unit = scale * 10 ** -literal.decimals;
  // Cut off instead of rounded.
  if (literal.decimals > 0 && Math.abs(left) >= Math.abs(right) && difference < unit) return true;
  if (isRounded) {
    // "about 30": the zeros at its end say nothing.
    const zeros = literal.decimals > 0 ? 0 : (/0*$/.exec(literal.text.replace(/\D/g, ''))?.[0].length ?? 0);
    const coarse = unit * 10 ** Math.min(zeros, String(Math.trunc(Math.abs(literal.value))).length - 1);
    return difference <= coarse * 0.5001 || (difference < unit && literal.decimals <= 0);
  }
  // "= 17,900 J": three significant digits of what was measured.
  const significant = literal.text.replace(/\D/g, '').replace(/^0+|0+$/g, '').length;
  return significant >= 3 && /0$/.test(literal.text) && difference <= Math.abs(right) * 0.003;
}

/** Whether something may be rounded in it: sums and products of whole numbers are whole. */
function isInexact(term: Term): boolean {
  return someOf(
    term,
    (part) =>
      part.kind === 'call' ||
      (part.kind === 'name' && part.name === 'π') ||
      (part.kind === 'number' && (part.decimals > 0 || part.isPercent)) ||
      (part.kind === 'binary' && part.operator === '/'),
  );
}

/** Whether what a side shows is its exact value. */
export function isExact(left: number, right: number): boolean {
  return Math.abs(left - right) <= 1e-9 * Math.max(1, Math.abs(left));
}

export { computes };
