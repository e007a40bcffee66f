import type { CodeValue } from './literal';

export type RunnableLanguage = 'python' | 'javascript';

/** Of floats, what rounding leaves apart. */
const nearly = 1e-9;

/**
 * Whether a function gave what an example says, as the language itself compares: a list is no tuple, "5" is not 5. Floats are
 * given what rounding takes, and what is written with few decimals is taken as rounded to them.
 */
export function sameValue(expected: CodeValue, got: CodeValue, language: RunnableLanguage): boolean {
  const same = (left: CodeValue, right: CodeValue): boolean => sameValue(left, right, language);
  if (language === 'python') {
    const [left, right] = [asNumber(expected), asNumber(got)];
    if (left && right) return sameNumber(left, right);
  }
  switch (expected.kind) {
    case 'none':
      return got.kind === 'none';
    case 'boolean':
      return got.kind === 'boolean' && got.value === expected.value;
    case 'number':
      return got.kind === 'number' && sameNumber(expected, got);
    case 'integer':
      return got.kind === 'integer'
        ? got.digits === expected.digits
        : got.kind === 'number' && Number(expected.digits) === got.value;
    case 'text':
      return got.kind === 'text' && got.value === expected.value;
    case 'list':
    case 'tuple': {
      // JavaScript has no tuples: round brackets are then another's way to write a list.
      const sameKind = language === 'javascript' ? got.kind === 'list' : got.kind === expected.kind;
      return (
        sameKind &&
        'items' in got &&
        got.items.length === expected.items.length &&
        expected.items.every((item, index) => same(item, got.items[index]!))
      );
    }
    case 'set':
      return (
        got.kind === 'set' &&
        got.items.length === expected.items.length &&
        expected.items.every((item) => got.items.some((other) => same(item, other)))
      );
    case 'map':
      return (
        got.kind === 'map' &&
        got.entries.length === expected.entries.length &&
        expected.entries.every(([key, value]) =>
          got.entries.some(([otherKey, other]) => sameKey(key, otherKey, language) && same(value, other)),
        )
      );
    case 'other':
      return false;
  }
}

/** Keys of JavaScript's objects are texts however they are written. */
function sameKey(left: CodeValue, right: CodeValue, language: RunnableLanguage): boolean {
  if (sameValue(left, right, language)) return true;
  return (
    language === 'javascript' &&
    left.kind === 'number' &&
    right.kind === 'text' &&
    String(left.value) === right.value
  );
}

/** Python's True is 1. */
function asNumber(value: CodeValue): { readonly value: number; readonly decimals?: number } | undefined {
  if (value.kind === 'number') return value;
  return value.kind === 'boolean' ? { value: Number(value.value) } : undefined;
}

function sameNumber(
  expected: { readonly value: number; readonly decimals?: number },
  got: { readonly value: number },
): boolean {
  if (Object.is(expected.value, got.value) || expected.value === got.value) return true;
  const apart = Math.abs(expected.value - got.value);
  if (Number.isInteger(expected.value) && Number.isInteger(got.value)) return false;
  if (apart <= nearly * Math.max(1, Math.abs(expected.value), Math.abs(got.value))) return true;
  // "0.33" stands for a third, but "0.5" for no more than itself.
  return (
    (expected.decimals ?? 0) >= 2 &&
    apart <= 0.5 * 10 ** -expected.decimals! + nearly &&
    !hasAsFewDecimals(got.value, expected.decimals!)
  );
}

/** Whether a number is written with so many decimals and no more, and so is not one that somebody rounded. */
function hasAsFewDecimals(value: number, decimals: number): boolean {
  return Math.abs(value - Number(value.toFixed(decimals))) <= nearly;
}
