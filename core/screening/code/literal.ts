/** A value as code writes it, with what tells its kinds apart. Both languages' values are of these. */
export type CodeValue =
  | { readonly kind: 'none' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'number'; readonly value: number; readonly decimals?: number }
  /** Beyond what a double holds exactly, in decimal digits. */
  | { readonly kind: 'integer'; readonly digits: string }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'list' | 'tuple' | 'set'; readonly items: readonly CodeValue[] }
  | { readonly kind: 'map'; readonly entries: readonly (readonly [CodeValue, CodeValue])[] }
  /** A value of a kind that no literal writes: an object of a class, a function. */
  | { readonly kind: 'other'; readonly text: string };

export interface ReadLiteral {
  readonly value: CodeValue;
  /** Behind it. */
  readonly end: number;
}

const words: Readonly<Record<string, CodeValue>> = {
  true: { kind: 'boolean', value: true },
  True: { kind: 'boolean', value: true },
  false: { kind: 'boolean', value: false },
  False: { kind: 'boolean', value: false },
  None: { kind: 'none' },
  null: { kind: 'none' },
  undefined: { kind: 'none' },
};
const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '0': '\0', b: '\b', f: '\f' };
const closing: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '`': '`',
  '“': '”',
  '‘': '’',
  '„': '“',
};
/** Nested no deeper: an instruction is no program. */
const deepest = 30;

/** The literal of Python or JavaScript that stands at a position; undefined where none does. */
export function readLiteral(text: string, start: number, depth = 0): ReadLiteral | undefined {
  if (depth > deepest) return undefined;
  const at = skipBlanks(text, start);
  const first = text[at] ?? '';
  if (closing[first] !== undefined) return readText(text, at);
  if (first === '[') return readItems(text, at, ']', 'list', depth);
  if (first === '(') return readItems(text, at, ')', 'tuple', depth);
  if (first === '{') return readBraces(text, at, depth);
  const number =
    /[-+−]?(?:0[xX][\da-fA-F]+|0[bB][01]+|\d[\d_]*(?:\.\d+)?(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?)n?/y;
  number.lastIndex = at;
  const digits = number.exec(text)?.[0];
  if (digits !== undefined && !/[\p{L}\d_]/u.test(text[at + digits.length] ?? ''))
    return { value: numberOf(digits.replace('−', '-').replace(/[_n]/gu, '')), end: at + digits.length };
  const word = /[A-Za-z]+(?:\(\))?/y;
  word.lastIndex = at;
  const written = word.exec(text)?.[0] ?? '';
  if (written === 'set()') return { value: { kind: 'set', items: [] }, end: at + 5 };
  const value = Object.hasOwn(words, written) ? words[written] : undefined;
  return value &&
    !/[\p{L}\d_(.[]/u.test(text[at + written.length] === '.' ? '' : (text[at + written.length] ?? ''))
    ? { value, end: at + written.length }
    : undefined;
}

function numberOf(digits: string): CodeValue {
  const value = Number(digits);
  if (Number.isInteger(value) && !Number.isSafeInteger(value) && /^[-+]?\d+$/u.test(digits))
    return { kind: 'integer', digits: digits.replace('+', '') };
  const decimals = /\.(\d+)$/u.exec(digits)?.[1]?.length;
  return { kind: 'number', value, ...(decimals !== undefined && { decimals }) };
}

function readText(text: string, at: number): ReadLiteral | undefined {
  const end = closing[text[at]!]!;
  let value = '';
  for (let index = at + 1; index < text.length; index += 1) {
    const char = text[index]!;
    if (char === end) return { value: { kind: 'text', value }, end: index + 1 };
    if (char === '\n' && end !== '`') return undefined;
    if (char === '\\' && index + 1 < text.length) {
      index += 1;
      const next = text[index]!;
      const code = /^(?:u([\da-fA-F]{4})|x([\da-fA-F]{2}))/u.exec(text.slice(index, index + 5));
      if (code) {
        value += String.fromCharCode(Number.parseInt(code[1] ?? code[2]!, 16));
        index += code[0].length - 1;
      } else value += escapes[next] ?? next;
    } else value += char;
  }
  return undefined;
}

function readItems(
  text: string,
  at: number,
  close: string,
  kind: 'list' | 'tuple' | 'set',
  depth: number,
): ReadLiteral | undefined {
  const items: CodeValue[] = [];
  let index = skipBlanks(text, at + 1);
  let commas = 0;
  while (text[index] !== close) {
    const item = readLiteral(text, index, depth + 1);
    if (!item) return undefined;
    items.push(item.value);
    index = skipBlanks(text, item.end);
    if (text[index] === ',') {
      commas += 1;
      index = skipBlanks(text, index + 1);
    } else if (text[index] !== close) return undefined;
  }
  // "(3)" is 3.
  if (kind === 'tuple' && items.length === 1 && commas === 0) return { value: items[0]!, end: index + 1 };
  return { value: { kind, items }, end: index + 1 };
}

function readBraces(text: string, at: number, depth: number): ReadLiteral | undefined {
  const entries: [CodeValue, CodeValue][] = [];
  let index = skipBlanks(text, at + 1);
  while (text[index] !== '}') {
    const key = readKey(text, index, depth);
    if (!key) return undefined;
    index = skipBlanks(text, key.end);
    if (text[index] !== ':') return entries.length === 0 ? readItems(text, at, '}', 'set', depth) : undefined;
    const value = readLiteral(text, index + 1, depth + 1);
    if (!value) return undefined;
    entries.push([key.value, value.value]);
    index = skipBlanks(text, value.end);
    if (text[index] === ',') index = skipBlanks(text, index + 1);
    else if (text[index] !== '}') return undefined;
  }
  return { value: { kind: 'map', entries }, end: index + 1 };
}

/** Also a name without quotes, as JavaScript writes keys. */
function readKey(text: string, at: number, depth: number): ReadLiteral | undefined {
  const name = /[\p{L}_$][\p{L}\d_$]*(?=\s*:)/uy;
  name.lastIndex = at;
  const bare = name.exec(text)?.[0];
  if (bare !== undefined) return { value: { kind: 'text', value: bare }, end: at + bare.length };
  return readLiteral(text, at, depth + 1);
}

function skipBlanks(text: string, start: number): number {
  let index = start;
  while (/\s/u.test(text[index] ?? '')) index += 1;
  return index;
}

/** As a person would write it, for reasons. */
export function literalText(value: CodeValue): string {
  switch (value.kind) {
    case 'none':
      return 'nothing';
    case 'boolean':
    case 'number':
      return String(value.value);
    case 'integer':
      return value.digits;
    case 'text':
      return JSON.stringify(value.value);
    case 'list':
      return `[${value.items.map(literalText).join(', ')}]`;
    case 'tuple':
      return `(${value.items.map(literalText).join(', ')}${value.items.length === 1 ? ',' : ''})`;
    case 'set':
      return value.items.length === 0 ? 'an empty set' : `{${value.items.map(literalText).join(', ')}}`;
    case 'map':
      return `{${value.entries.map(([key, one]) => `${literalText(key)}: ${literalText(one)}`).join(', ')}}`;
    case 'other':
      return value.text;
  }
}
