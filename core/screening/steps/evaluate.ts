import { literalIn, someOf, type Term } from './term';
import { measures, measuresSame, one, times, type Unit } from './units';

/** One of the ways to read what is written; a relation holds if it does in any of them. */
export interface Reading {
  /** What a number that was rounded before had been: by how it is written. */
  readonly unrounded?: ReadonlyMap<string, number>;
  /** "50 + 20 %" is 60. */
  readonly percentOfOther?: boolean;
  /** "3 / 21 × 100 % = 14.28". */
  readonly percentAsNumber?: boolean;
  /** "1/2x" is 1/(2x). */
  readonly productFirst?: boolean;
  readonly pi?: number;
  /** By how much numbers are to be moved, by their place: for what their rounding is worth. */
  readonly moved?: ReadonlyMap<Term, number>;
  readonly values?: ReadonlyMap<string, number>;
}

/** The value of a term by its numbers alone, whatever they count; undefined where a letter's value is not known. */
export function valueOf(term: Term, reading: Reading = {}): number | undefined {
  const value = compute(term, reading);
  return value !== undefined && Number.isFinite(value) ? value : undefined;
}

function compute(term: Term, reading: Reading): number | undefined {
  switch (term.kind) {
    case 'number': {
      const shown = reading.unrounded?.get(term.text) ?? term.value;
      const moved = shown + (reading.moved?.get(term) ?? 0);
      return term.isPercent && !reading.percentAsNumber ? moved / 100 : moved;
    }
    case 'name':
      return term.name === 'π' ? (reading.pi ?? Math.PI) : reading.values?.get(term.name);
    case 'measure':
      return compute(term.of, reading);
    case 'negative':
      return negated(compute(term.of, reading));
    case 'factorial':
      return factorial(compute(term.of, reading));
    case 'call':
      return called(term.name, compute(term.of, reading));
    case 'binary': {
      const { operator } = term;
      const split = reading.productFirst && operator === '*' ? dividedByProduct(term) : undefined;
      if (split) return compute(split, reading);
      const left = compute(term.left, reading);
      const right = compute(term.right, reading);
      if (left === undefined || right === undefined) return undefined;
      const isPart = reading.percentOfOther === true && isPercent(term.right) && !isPercent(term.left);
      if (operator === '+') return left + (isPart ? left * right : right);
      if (operator === '-') return left - (isPart ? left * right : right);
      if (operator === '*') return left * right;
      if (operator === '/') return left / right;
      return left ** right;
    }
  }
}

/** a/b·c, written "a/bc", as a/(b·c). */
function dividedByProduct(term: Extract<Term, { kind: 'binary' }>): Term | undefined {
  const { left, right, isImplicit } = term;
  if (!isImplicit || left.kind !== 'binary' || left.operator !== '/') return undefined;
  const bottom: Term = { kind: 'binary', operator: '*', left: left.right, right };
  return { kind: 'binary', operator: '/', left: left.left, right: bottom };
}

function isPercent(term: Term): boolean {
  return literalIn(term)?.isPercent ?? false;
}

function negated(value: number | undefined): number | undefined {
  return value === undefined ? undefined : -value;
}

function factorial(value: number | undefined): number | undefined {
  if (value === undefined || !Number.isInteger(value) || value < 0 || value > 170) return undefined;
  let product = 1;
  for (let factor = 2; factor <= value; factor++) product *= factor;
  return product;
}

function called(name: string, value: number | undefined): number | undefined {
  if (value === undefined) return undefined;
  const functions: Readonly<Record<string, (of: number) => number>> = {
    sqrt: Math.sqrt,
    cbrt: Math.cbrt,
    abs: Math.abs,
    log: Math.log10,
    lg: Math.log10,
    log10: Math.log10,
    log2: Math.log2,
    ln: Math.log,
  };
  return functions[name]?.(value);
}

export interface Quantity {
  /** In base units. */
  readonly value: number;
  readonly unit: Unit;
}

/** What a term comes to with its units; undefined where units are missing, unknown, or added to others. */
export function quantityOf(term: Term, reading: Reading = {}): Quantity | undefined {
  switch (term.kind) {
    case 'measure': {
      const value = valueOf(term.of, reading);
      if (value === undefined || !term.unit) return undefined;
      return { value: value * term.unit.factor, unit: term.unit };
    }
    case 'negative': {
      const of = quantityOf(term.of, reading);
      return of && { ...of, value: -of.value };
    }
    case 'binary': {
      if (term.isMixed) return plainQuantity(term, reading);
      const left = quantityOf(term.left, reading);
      const right = quantityOf(term.right, reading);
      if (!left || !right) return undefined;
      switch (term.operator) {
        case '+':
        case '-':
          if (!measuresSame(left.unit, right.unit)) return undefined;
          return { ...left, value: left.value + (term.operator === '+' ? right.value : -right.value) };
        case '*':
          return { value: left.value * right.value, unit: times(left.unit, right.unit, 1) };
        case '/':
          return { value: left.value / right.value, unit: times(left.unit, right.unit, -1) };
        case '^':
          if (measures(right.unit) || !Number.isInteger(right.value)) return undefined;
          return { value: left.value ** right.value, unit: times(one, left.unit, right.value) };
      }
      return undefined;
    }
    case 'number':
    case 'name':
    case 'call':
    case 'factorial':
      return plainQuantity(term, reading);
  }
}

function plainQuantity(term: Term, reading: Reading): Quantity | undefined {
  const value = valueOf(term, reading);
  return value === undefined ? undefined : { value, unit: one };
}

/** How far the value of a term may be off because its decimals were rounded to what is written. */
export function roundingOf(
  term: Term,
  reading: Reading,
  value: (term: Term, reading: Reading) => number | undefined,
): number {
  const at = value(term, reading);
  if (at === undefined) return 0;
  let sum = 0;
  someOf(term, (part) => {
    if (part.kind === 'number' && part.decimals > 0) {
      const half = 0.5 * 10 ** -part.decimals;
      const moved = value(term, { ...reading, moved: new Map([[part, half]]) });
      if (moved !== undefined) sum += Math.abs(moved - at);
    }
    return false;
  });
  return sum;
}
