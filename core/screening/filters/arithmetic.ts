import { z } from 'zod';
import { passed, rejected, textFilter } from './filter';
import { withoutCode } from '../../foundations/text/prose';

const fields = {
  arithmetic: z
    .boolean()
    .default(true)
    .describe('Reject responses with equations between numbers that do not hold.'),
};

type Token =
  | { readonly kind: 'number'; readonly text: string; readonly value: number; readonly isPercent: boolean }
  | {
      readonly kind: 'operator' | 'open' | 'close' | 'equals' | 'about' | 'word' | 'other';
      readonly text: string;
    };

/** Of sums in which the signs mean something else, or numbers of another base. */
const otherRules =
  /\b(?:binary|hexadecimal|hex|octal|base[- ]?\d+|modul[oa]r?|mod|remainder|clock|puzzle|riddle|pattern|cryptarithm|matchstick|boolean|float(?:ing)?[- ]point|concatenat\w*|string|incorrect|wrong|mistakes?|false)\b/i;
/** Words that belong to a formula and are no units. */
const functions =
  /^(?:sin|cos|tan|log|ln|exp|sqrt|root|mod|div|of|over|times|plus|minus|divided|by|power|to|the|base|squared|cubed|max|min|sum|choose|and|or|r|remainder|rest|with|factorial|degrees?)$/i;

/** A line that has none of these has no equation. */
const ofEquations = /[=≈\\]/;

export interface Equation {
  readonly text: string;
  readonly left: number;
  readonly right: number;
}

/**
 * Equations between numbers that a text states and that do not hold, after rounding to the digits that the right side shows. Only what is
 * clear is looked at: an equation with a variable, a function, numbers of another kind or units that change is left alone.
 */
export function falseEquations(text: string): readonly Equation[] {
  return withoutCode(text)
    .split('\n')
    .filter((line) => ofEquations.test(line))
    .flatMap((line) => falseIn(tokensOf(line.replace(/^\s*(?:[-*•]|\d+[.)]|\([a-z\d]\))\s+/, ''))));
}

export const arithmetic = textFilter({
  name: 'arithmetic',
  version: 1,
  stage: 'pair',
  fields,
  isOn: ({ arithmetic }) => arithmetic,
  check: ({ instruction, input, response }) => {
    const task = `${instruction}\n${input}`;
    if (otherRules.test(task)) return passed;
    const given = new Set(falseEquations(task).map(({ text }) => text));
    const [first] = falseEquations(response).filter(({ text }) => !given.has(text));
    return first ? rejected(`"${first.text}" does not hold: it is ${shown(first.left)}`) : passed;
  },
});

function tokensOf(line: string): readonly Token[] {
  const plain = line
    .replace(/\\(?:times|cdot)\b/g, '*')
    .replace(/\\div\b/g, '/')
    .replace(/\\(?:approx)\b/g, '≈')
    .replace(/(?<![\d)]\s*)\*\*(?=\S)(.+?)(?<=\S)\*\*(?!\s*[\d(])/g, ' $1 ') // bold
    .replace(/(?<=\d)²/g, '^2')
    .replace(/(?<=\d)³/g, '^3')
    .replace(/(?<=\d) ?[xX] ?(?=\$?\d)/g, ' * ');
  const pattern =
    /(?<clock>\d+:\d[\d:]*)|(?<number>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(?<percent> ?%)?|(?<currency>[$€£¥](?=\d)|\\\$(?=\d))|(?<operator>\*\*|[+*×·÷/^−–-])|(?<open>[(])|(?<close>[)])|(?<equals>=(?![=>])|≈|~=)|(?<word>\p{L}[\p{L}\p{M}'’.]*)|(?<space>\s+)|(?<other>.)/gu;
  const tokens: Token[] = [];
  for (const { groups = {}, index } of plain.matchAll(pattern)) {
    const { number, percent, operator, open, close, equals, word } = groups;
    const other = groups['clock'] ?? groups['other'];
    // "2x": a variable, not a unit.
    const isGlued = index > 0 && /[\p{L}\d_]/u.test(plain[index - 1] ?? '');
    if (number !== undefined) {
      if (isGlued) tokens.push({ kind: 'other', text: '' });
      const value = Number(number.replaceAll(',', ''));
      tokens.push({ kind: 'number', text: number, value, isPercent: percent !== undefined });
    } else if (operator !== undefined) {
      const text = operator.replace(/\*\*/, '^').replace(/[×·]/, '*').replace('÷', '/').replace(/[−–]/, '-');
      tokens.push({ kind: 'operator', text });
    } else if (open !== undefined) tokens.push({ kind: 'open', text: open });
    else if (close !== undefined) tokens.push({ kind: 'close', text: close });
    else if (equals !== undefined) {
      const isComparison = /[<>!=:≤≥≠+\-*/]$/.test(plain.slice(0, index));
      tokens.push({ kind: isComparison ? 'other' : equals === '=' ? 'equals' : 'about', text: equals });
    } else if (word !== undefined)
      tokens.push({ kind: [...word].length === 1 || functions.test(word) ? 'other' : 'word', text: word });
    else if (other !== undefined) tokens.push({ kind: 'other', text: other });
  }
  return tokens;
}

function falseIn(tokens: readonly Token[]): Equation[] {
  return tokens.flatMap((token, at) => {
    if (token.kind !== 'equals' && token.kind !== 'about') return [];
    const left = sideBefore(tokens, at);
    const right = sideAfter(tokens, at);
    if (!left || !right || !isComputed(tokens, at, left, right)) return [];
    const values = [evaluate(left), evaluate(right)];
    const [leftValue, rightValue] = values;
    if (leftValue === undefined || rightValue === undefined) return [];
    if (changesUnits(left, right)) return [];
    const numbers = [...left, ...right].filter(({ kind }) => kind === 'number');
    if (numbers.every(({ text }) => /^[01]{2,}$/.test(text))) return []; // binary
    if (holds(leftValue, rightValue, [left, right], token.kind === 'about')) return [];
    return [
      { text: [...left, token, ...right].flatMap(written).join(' '), left: leftValue, right: rightValue },
    ];
  });
}

/** Whether something is computed: on the left, or on the right of a chain such as "5 + 5 = 10 = 4 + 6". */
function isComputed(
  tokens: readonly Token[],
  at: number,
  left: readonly Token[],
  right: readonly Token[],
): boolean {
  const computes = (side: readonly Token[]): boolean => side.some(({ kind }) => kind === 'operator');
  return computes(left) || (tokens[at - left.length - 1]?.kind === 'equals' && computes(right));
}

/** "2 km + 300 m = 2.3 km": right, and beyond plain numbers. */
function changesUnits(left: readonly Token[], right: readonly Token[]): boolean {
  const unitsOf = (side: readonly Token[]): Set<string> =>
    new Set(side.flatMap(({ kind, text }) => (kind === 'word' ? [unitOf(text)] : [])));
  const adds = left.some(({ kind, text }) => kind === 'operator' && /[+-]/.test(text));
  const [own, others] = [unitsOf(left), unitsOf(right)];
  if (adds) return new Set([...own, ...others]).size > 1;
  return own.size > 0 && [...others].some((unit) => !own.has(unit));
}

function holds(
  left: number,
  right: number,
  [leftSide, rightSide]: readonly [readonly Token[], readonly Token[]],
  isAbout: boolean,
): boolean {
  const numbers = rightSide.filter((token) => token.kind === 'number');
  const decimals = Math.max(...numbers.map(({ text }) => text.split('.')[1]?.length ?? 0));
  // Sums and products of whole numbers are whole; only fractions are rounded. Their parts may have been rounded before.
  const isRounded = leftSide.some(({ kind, text }) =>
    kind === 'number' ? /\.|%/.test(text) : /[/^]/.test(text),
  );
  const hasPercent = [...leftSide, ...numbers].some((token) => token.kind === 'number' && token.isPercent);
  const rounding = isRounded || hasPercent ? 0.5001 * 10 ** -decimals + Math.abs(right) * 0.002 : 1e-9;
  const slack = isAbout ? rounding + Math.abs(right) * 0.05 : rounding;
  // Of percent, what "45 / 60 * 100 = 75 %" means is as often written as what it says.
  const readings = numbers.some(({ isPercent }) => isPercent) ? [right, right * 100] : [right];
  return readings.some((reading) => Math.abs(left - reading) <= slack);
}

/** What stands before an "=" and can be computed; undefined where something before it may belong to it. */
function sideBefore(tokens: readonly Token[], at: number): readonly Token[] | undefined {
  let start = at;
  while (start > 0 && isPart(tokens, start - 1)) start--;
  const before = tokens[start - 1];
  if (before && (before.kind === 'word' ? tokens[start]?.kind === 'open' : !isSentencePart(before)))
    return undefined;
  while (tokens[start]?.kind === 'word') start++;
  return start < at ? tokens.slice(start, at) : undefined;
}

function sideAfter(tokens: readonly Token[], at: number): readonly Token[] | undefined {
  let end = at + 1;
  while (end < tokens.length && isPart(tokens, end)) end++;
  const after = tokens[end];
  if (after && after.kind !== 'word' && !isSentencePart(after)) return undefined;
  const side = tokens.slice(at + 1, end);
  // "30 km / hour": a unit of two words.
  if (after?.kind === 'word' && side.at(-1)?.kind === 'operator') side.pop();
  return side.some(({ kind }) => kind === 'number') ? side : undefined;
}

/** What an equation may follow or end on without being part of something larger. */
function isSentencePart({ kind, text }: Token): boolean {
  return (
    kind === 'equals' ||
    kind === 'about' ||
    (kind === 'other' && /^[.,;:!?"“”'’\])(→—]$/.test(text)) ||
    kind === 'word'
  );
}

/** Numbers, operators, parentheses, and a unit right after a number. */
function isPart(tokens: readonly Token[], index: number): boolean {
  const token = tokens[index];
  if (!token) return false;
  if (token.kind === 'word') return tokens[index - 1]?.kind === 'number';
  if (token.kind === 'number') return tokens[index - 1]?.kind !== 'number';
  return token.kind === 'operator' || token.kind === 'open' || token.kind === 'close';
}

/** Units of one kind look alike without a plural's "s" and a full stop. */
function unitOf(word: string): string {
  return word
    .toLowerCase()
    .replace(/[.'’]+$/, '')
    .replace(/(?:es|s)$/, '');
}

/** The value of an expression, by precedence; undefined where it is none. */
function evaluate(side: readonly Token[]): number | undefined {
  const tokens = side.filter(({ kind }) => kind !== 'word');
  let at = 0;
  const next = (text: string): boolean => {
    const token = tokens[at];
    const is = token?.kind === 'operator' && token.text === text;
    if (is) at++;
    return is;
  };
  const sum = (): number => {
    let value = product();
    for (;;) {
      if (next('+')) value += product();
      else if (next('-')) value -= product();
      else return value;
    }
  };
  const product = (): number => {
    let value = power();
    for (;;) {
      if (next('*')) value *= power();
      else if (next('/')) value /= power();
      else if (tokens[at]?.kind === 'open') value *= power();
      else return value;
    }
  };
  const power = (): number => {
    if (next('-')) return -power();
    const base = atom();
    return next('^') ? base ** power() : base;
  };
  const atom = (): number => {
    const token = tokens[at++];
    if (token?.kind === 'number') return token.isPercent ? token.value / 100 : token.value;
    if (token?.kind !== 'open') return Number.NaN;
    const value = sum();
    return tokens[at++]?.kind === 'close' ? value : Number.NaN;
  };
  const value = sum();
  return at === tokens.length && Number.isFinite(value) ? value : undefined;
}

/** Without units. */
function written(token: Token): readonly string[] {
  if (token.kind === 'number') return [token.isPercent ? `${token.text} %` : token.text];
  return token.kind === 'word' ? [] : [token.text];
}

function shown(value: number): string {
  return String(Number(value.toPrecision(10)));
}
