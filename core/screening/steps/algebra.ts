import {
  degreeOf,
  difference,
  isSameRoot,
  lettersIn,
  polynomialOf,
  rootsOf,
  type Polynomial,
  type Root,
} from './polynomial';
import type { Term } from './term';

/** How close a solution that was rounded must be. */
const roundedShare = 0.006;

/**
 * The equations of one derivation as it goes on. An equation in one unknown that has none of the solutions which those before it leave
 * is wrong, until the unknown was found: what comes then may be another exercise.
 */
export class Derivation {
  private linear: Polynomial[] = [];
  private readonly higher = new Map<string, { readonly roots: readonly Root[]; readonly zero: Polynomial }>();
  private readonly solved = new Set<string>();
  private readonly bounds = new Map<string, { readonly bound: number; readonly isUpper: boolean }>();

  /**
   * What is wrong with an equation, for people; undefined where nothing is, and it is then among the others.
   * @param concludes Whether it says that it follows: "therefore x = 5".
   */
  equation(left: Term, right: Term, isExpansion: boolean, concludes = false): string | undefined {
    const [one, other] = [polynomialOf(left), polynomialOf(right)];
    if (!one || !other) return undefined;
    const zero = difference(one, other);
    const letters = lettersIn(zero);
    if (letters.length === 0) {
      const isIdentity = zero.size === 0;
      return isIdentity || !isExpansion ? undefined : 'both sides are not the same';
    }
    if (isExpansion && lettersIn(one).length > 0 && lettersIn(other).length > 0 && !isLetter(left))
      return 'both sides are not the same';
    const degree = degreeOf(zero);
    if (letters.length > 1) {
      if (degree === 1) this.linear.push(zero);
      return undefined;
    }
    const letter = letters[0]!;
    const found = isLetter(left) && lettersIn(other).length === 0;
    const wrong = this.contradiction(letter, zero, degree);
    if (wrong !== undefined) {
      if (!this.solved.has(letter) || (found && concludes)) return wrong;
      this.forget(letter);
    }
    if (degree === 1) {
      if (!this.isKnown(letter) || !found) this.linear.push(zero);
    } else {
      const roots = rootsOf(zero);
      if (roots && !this.higher.has(letter)) this.higher.set(letter, { roots, zero });
    }
    if (found && (this.isKnown(letter) || this.higher.has(letter))) this.solved.add(letter);
    return undefined;
  }

  /** A linear inequality in one unknown: it must leave the same as the one before it. */
  inequality(left: Term, right: Term, relation: '<' | '>' | '≤' | '≥'): string | undefined {
    const [one, other] = [polynomialOf(left), polynomialOf(right)];
    if (!one || !other) return undefined;
    const zero = difference(one, other);
    const [letter, ...others] = lettersIn(zero);
    if (letter === undefined || others.length > 0 || degreeOf(zero) !== 1) return undefined;
    const factor = zero.get(letter)!;
    const bound = -(zero.get('') ?? 0) / factor;
    const isUpper = (relation === '<' || relation === '≤') === factor > 0;
    const before = this.bounds.get(letter);
    if (before && !this.solved.has(`${letter}<`)) {
      if (before.isUpper !== isUpper)
        return `it is the other way round: ${letter} ${before.isUpper ? '<' : '>'} ${shown(before.bound)}`;
      if (!isNear(bound, before.bound))
        return `${letter} ${before.isUpper ? '<' : '>'} ${shown(before.bound)}`;
    }
    this.bounds.set(letter, { bound, isUpper });
    if (isLetter(left)) this.solved.add(`${letter}<`);
    return undefined;
  }

  private isKnown(letter: string): boolean {
    return solve(this.linear).has(letter);
  }

  private forget(letter: string): void {
    this.linear = this.linear.filter((equation) => !lettersIn(equation).includes(letter));
    this.higher.delete(letter);
    this.solved.delete(letter);
  }

  private contradiction(letter: string, zero: Polynomial, degree: number): string | undefined {
    const roots = rootsOf(zero);
    if (!roots) return undefined;
    const before = this.higher.get(letter);
    if (before) {
      const higher = before.roots;
      const isIn = (root: Root, among: readonly Root[]): boolean =>
        among.some(
          (other) =>
            isSameRoot(root, other) || (root[1] === 0 && other[1] === 0 && isNear(root[0], other[0])),
        );
      // Of one degree they are the same but for a factor; else one may have lost, or brought, solutions.
      const fits =
        degree === degreeOf(before.zero)
          ? isMultiple(zero, before.zero)
          : roots.every((root) => isIn(root, higher)) || higher.every((root) => isIn(root, roots));
      return fits ? undefined : `${letter} is ${higher.map(shownRoot).join(' or ')}`;
    }
    const value = solve(this.linear).get(letter);
    if (value === undefined) return undefined;
    if (roots.some(([real, imaginary]) => imaginary === 0 && isNear(real, value))) return undefined;
    return degree === 1 ? `${letter} is ${shown(value)}` : undefined;
  }
}

function isMultiple(one: Polynomial, other: Polynomial): boolean {
  const lead = [...other].reduce((most, next) => (next[0].length > most[0].length ? next : most));
  const times = (one.get(lead[0]) ?? 0) / lead[1];
  return [...new Set([...one.keys(), ...other.keys()])].every((monomial) => {
    const [is, expected] = [one.get(monomial) ?? 0, (other.get(monomial) ?? 0) * times];
    return (
      Math.abs(is - expected) <=
      1e-6 * Math.max(1, Math.abs(expected)) + roundedShare * 0.1 * Math.abs(expected)
    );
  });
}

function isLetter(term: Term): boolean {
  return term.kind === 'name';
}

function isNear(one: number, other: number): boolean {
  return Math.abs(one - other) <= roundedShare * Math.abs(other) + 1e-9;
}

export function shown(value: number): string {
  return String(Number(value.toPrecision(8)));
}

function shownRoot([real, imaginary]: Root): string {
  return imaginary === 0
    ? shown(real)
    : `${shown(real)} ${imaginary < 0 ? '-' : '+'} ${shown(Math.abs(imaginary))}i`;
}

/** The letters that linear equations determine, by Gauss's elimination. */
function solve(equations: readonly Polynomial[]): ReadonlyMap<string, number> {
  const letters = [...new Set(equations.flatMap(lettersIn))];
  const rows = equations.map((equation) => [
    ...letters.map((letter) => equation.get(letter) ?? 0),
    -(equation.get('') ?? 0),
  ]);
  let rank = 0;
  for (let column = 0; column < letters.length && rank < rows.length; column++) {
    let best = rank;
    for (let row = rank; row < rows.length; row++)
      if (Math.abs(rows[row]![column]!) > Math.abs(rows[best]![column]!)) best = row;
    const pivot = rows[best]!;
    if (Math.abs(pivot[column]!) < 1e-9) continue;
    [rows[rank], rows[best]] = [pivot, rows[rank]!];
    for (const row of rows) {
      if (row === pivot) continue;
      const times = row[column]! / pivot[column]!;
      for (let index = 0; index < row.length; index++) row[index]! -= times * pivot[index]!;
    }
    rank++;
  }
  const known = new Map<string, number>();
  for (const row of rows.slice(0, rank)) {
    const named = letters.flatMap((letter, index) =>
      Math.abs(row[index]!) > 1e-9 ? [[letter, row[index]!] as const] : [],
    );
    if (named.length === 1) known.set(named[0]![0], row.at(-1)! / named[0]![1]);
  }
  return known;
}
