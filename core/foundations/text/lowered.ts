let last = '';
let lastLowered = '';
/** Whether that has letters of the Latin alphabets alone; told when somebody asks. */
let isLatin: boolean | undefined;

/** In lower case as the flags `i` and `u` compare: two letters beyond ASCII count as letters of it. Of one text after the other it is asked for many times. */
export function lowered(text: string): string {
  if (text !== last) {
    last = text;
    isLatin = undefined;
    lastLowered = text.toLowerCase().replaceAll('\u017f', 's'); // the other, of Kelvin, is a "k" in lower case
  }
  return lastLowered;
}

/** Letters of the Latin alphabets in lower case, all that `\p{L}` has of them before U+0250. */
const latinLetters = 'a-zªµºß-öø-ɏ';
const otherLetter = /(?![\0-ɏ])\p{L}/u;

interface LowerPatterns {
  readonly source: string;
  latin?: RegExp;
  any?: RegExp;
}

const forLower = new WeakMap<RegExp, LowerPatterns | null>();

/**
 * What a pattern finds first; undefined for nothing. One that leaves case aside is looked for in lower case by an expression that does not: it finds
 * the same, in less than half the time, and is compiled to two thirds. Of Latin letters, where the text has no others, it becomes a seventh: `\p{L}` has 600 ranges, which
 * are compiled in each place where it stands.
 */
export function firstMatch(pattern: RegExp, text: string): string | undefined {
  const lower = lowered(text);
  const plain = lower.length === text.length ? lowerPattern(pattern, lower) : null; // a letter that becomes two is counted otherwise
  if (!plain) return pattern.exec(text)?.[0];
  const found = plain.exec(lower);
  return found ? text.slice(found.index, found.index + found[0].length) : undefined;
}

/** Null where it minds case, or has letters or classes that lower case has not. */
function lowerPattern(pattern: RegExp, lower: string): RegExp | null {
  let patterns = forLower.get(pattern);
  if (patterns === undefined) {
    const { source, flags } = pattern;
    const literals = source.replace(/\\(?:p\{L\}|[bBdDsSwW])/g, '');
    const isLower = flags === 'iu' && !/\p{Lu}|\\[pPuxck]/u.test(literals);
    forLower.set(pattern, (patterns = isLower ? { source } : null));
  }
  if (patterns === null) return null;
  isLatin ??= !otherLetter.test(lower);
  return isLatin
    ? (patterns.latin ??= new RegExp(ofLatinLetters(patterns.source), 'u'))
    : (patterns.any ??= new RegExp(patterns.source, 'u'));
}

/** The source with Latin letters for all letters, in a class of their own or in the one that they are a part of. */
function ofLatinLetters(source: string): string {
  let isInClass = false;
  return source.replace(/\\p\{L\}|\\.|[[\]]/gsu, (token) => {
    if (token === '\\p{L}') return isInClass ? latinLetters : `[${latinLetters}]`;
    if (token === '[') isInClass = true;
    if (token === ']') isInClass = false;
    return token;
  });
}
