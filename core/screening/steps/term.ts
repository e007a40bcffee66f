import type { Unit } from './units';

/** What stands on one side of a relation. */
export type Term =
  | {
      readonly kind: 'number';
      readonly value: number;
      readonly text: string;
      /** Digits behind the decimal sign. */
      readonly decimals: number;
      readonly isPercent: boolean;
      /** "16 million": what its value was multiplied with. */
      readonly scale?: number;
    }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'call'; readonly name: string; readonly of: Term }
  | { readonly kind: 'negative'; readonly of: Term }
  | { readonly kind: 'factorial'; readonly of: Term }
  /** With what stands behind it: a unit that is known, or words that say what is counted. */
  | { readonly kind: 'measure'; readonly of: Term; readonly label: string; readonly unit: Unit | undefined }
  | {
      readonly kind: 'binary';
      readonly operator: '+' | '-' | '*' | '/' | '^';
      readonly left: Term;
      readonly right: Term;
      /** "2x", "2(3)": written without a sign. */
      readonly isImplicit?: boolean;
      /** A whole number and its fraction: "1 1/2". */
      readonly isMixed?: boolean;
    };

export function childrenOf(term: Term): readonly Term[] {
  switch (term.kind) {
    case 'number':
    case 'name':
      return [];
    case 'binary':
      return [term.left, term.right];
    case 'call':
    case 'negative':
    case 'factorial':
    case 'measure':
      return [term.of];
  }
}

/** Whether any part of a term meets a condition. */
export function someOf(term: Term, is: (part: Term) => boolean): boolean {
  return is(term) || childrenOf(term).some((child) => someOf(child, is));
}

/** A number as it is written, with its sign and unit; undefined for what is computed. */
export function literalIn(term: Term): Extract<Term, { kind: 'number' }> | undefined {
  if (term.kind === 'number') return term;
  return term.kind === 'measure' || term.kind === 'negative' ? literalIn(term.of) : undefined;
}

export function computes(term: Term): boolean {
  return someOf(
    term,
    (part) =>
      (part.kind === 'binary' && part.isMixed !== true) || part.kind === 'call' || part.kind === 'factorial',
  );
}

export function namesIn(term: Term): ReadonlySet<string> {
  const names = new Set<string>();
  someOf(term, (part) => {
    if (part.kind === 'name' && part.name !== 'π') names.add(part.name);
    return false;
  });
  return names;
}
