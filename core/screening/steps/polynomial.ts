import { valueOf } from './evaluate';
import type { Term } from './term';

/** A polynomial in letters: its coefficients by monomial, "x^2 y" written as "x,x,y"; the constant's is "". */
export type Polynomial = ReadonlyMap<string, number>;

const mostTerms = 60;
const tiny = 1e-9;

/** A term as a polynomial; undefined where it is none: a letter below a fraction bar, in an exponent or a root. */
export function polynomialOf(term: Term): Polynomial | undefined {
  const value = valueOf(term);
  if (value !== undefined) return constant(value);
  switch (term.kind) {
    case 'name':
      return new Map([[term.name, 1]]);
    case 'measure':
      return polynomialOf(term.of);
    case 'negative': {
      const of = polynomialOf(term.of);
      return of && scaled(of, -1);
    }
    case 'binary': {
      const left = polynomialOf(term.left);
      if (!left) return undefined;
      if (term.operator === '^') {
        const exponent = valueOf(term.right);
        if (exponent === undefined || !Number.isInteger(exponent) || exponent < 0 || exponent > 6)
          return undefined;
        let power: Polynomial | undefined = constant(1);
        for (let count = 0; power && count < exponent; count++) power = product(power, left);
        return power;
      }
      const right = polynomialOf(term.right);
      if (!right) return undefined;
      if (term.operator === '+') return sum(left, right);
      if (term.operator === '-') return sum(left, scaled(right, -1));
      if (term.operator === '*') return product(left, right);
      const divisor = constantIn(right);
      return divisor === undefined || divisor === 0 ? undefined : scaled(left, 1 / divisor);
    }
    case 'number': // has a value
    case 'call':
    case 'factorial':
      return undefined;
  }
}

export function difference(left: Polynomial, right: Polynomial): Polynomial {
  return sum(left, scaled(right, -1));
}

export function lettersIn(polynomial: Polynomial): readonly string[] {
  return [
    ...new Set([...polynomial.keys()].flatMap((monomial) => (monomial === '' ? [] : monomial.split(',')))),
  ];
}

export function degreeOf(polynomial: Polynomial): number {
  return Math.max(
    0,
    ...[...polynomial.keys()].map((monomial) => (monomial === '' ? 0 : monomial.split(',').length)),
  );
}

/** The value of a polynomial without letters; undefined where it has some. */
export function constantIn(polynomial: Polynomial): number | undefined {
  return lettersIn(polynomial).length === 0 ? (polynomial.get('') ?? 0) : undefined;
}

function constant(value: number): Polynomial {
  return new Map(value === 0 ? [] : [['', value]]);
}

function sum(left: Polynomial, right: Polynomial): Polynomial {
  const total = new Map(left);
  const largest = Math.max(1, ...[...left.values(), ...right.values()].map(Math.abs));
  for (const [monomial, factor] of right) total.set(monomial, (total.get(monomial) ?? 0) + factor);
  for (const [monomial, factor] of total) if (Math.abs(factor) < tiny * largest) total.delete(monomial);
  return total;
}

function scaled(polynomial: Polynomial, by: number): Polynomial {
  return new Map([...polynomial].map(([monomial, factor]) => [monomial, factor * by]));
}

function product(left: Polynomial, right: Polynomial): Polynomial | undefined {
  const total = new Map<string, number>();
  for (const [one, factor] of left)
    for (const [other, times] of right) {
      const monomial = [one, other]
        .flatMap((part) => (part === '' ? [] : part.split(',')))
        .sort()
        .join(',');
      total.set(monomial, (total.get(monomial) ?? 0) + factor * times);
    }
  return total.size > mostTerms ? undefined : sum(total, new Map());
}

/** A root, real or one of a complex pair. */
export type Root = readonly [real: number, imaginary: number];

/** The roots of a polynomial in one letter, each once (Durand-Kerner for degree 3 and more); undefined for several letters. */
export function rootsOf(polynomial: Polynomial): readonly Root[] | undefined {
  const letters = lettersIn(polynomial);
  if (letters.length !== 1) return undefined;
  const degree = degreeOf(polynomial);
  const factors = Array.from(
    { length: degree + 1 },
    (_, power) => polynomial.get(Array(power).fill(letters[0]).join(',')) ?? 0,
  );
  const lead = factors[degree]!;
  if (degree === 1) return [[-factors[0]! / lead, 0]];
  if (degree === 2) {
    const [c, b] = [factors[0]! / lead, factors[1]! / lead];
    const under = b * b - 4 * c;
    const half = Math.sqrt(Math.abs(under)) / 2;
    if (Math.abs(under) < tiny * Math.max(1, b * b)) return [[-b / 2, 0]];
    return under > 0
      ? [[-b / 2 - half, 0], [-b / 2 + half, 0]]
      : [[-b / 2, -half], [-b / 2, half]]; // prettier-ignore
  }
  return durandKerner(factors.map((factor) => factor / lead));
}

function durandKerner(factors: readonly number[]): readonly Root[] {
  const times = ([a, b]: Root, [c, d]: Root): Root => [a * c - b * d, a * d + b * c];
  const minus = ([a, b]: Root, [c, d]: Root): Root => [a - c, b - d];
  const over = ([a, b]: Root, [c, d]: Root): Root => {
    const size = c * c + d * d;
    return size === 0 ? [0, 0] : [(a * c + b * d) / size, (b * c - a * d) / size];
  };
  const at = (x: Root): Root =>
    [...factors].reverse().reduce<Root>(
      (value, factor) => {
        const [real, imaginary] = times(value, x);
        return [real + factor, imaginary];
      },
      [0, 0],
    );
  const size = 1 + Math.max(...factors.slice(0, -1).map(Math.abs));
  const count = factors.length - 1;
  let roots: Root[] = Array.from({ length: count }, (_, index) => {
    const angle = (2 * Math.PI * index) / count + 0.4;
    return [Math.min(size, 3) * Math.cos(angle), Math.min(size, 3) * Math.sin(angle)];
  });
  for (let round = 0; round < 200; round++)
    roots = roots.map((root, index) => {
      const others = roots.reduce<Root>(
        (all, other, place) => (place === index ? all : times(all, minus(root, other))),
        [1, 0],
      );
      return minus(root, over(at(root), others));
    });
  return roots.filter((root, index) => !roots.slice(0, index).some((other) => isSameRoot(root, other)));
}

export function isSameRoot([a, b]: Root, [c, d]: Root): boolean {
  return Math.hypot(a - c, b - d) <= 1e-4 * Math.max(1, Math.hypot(a, b));
}
