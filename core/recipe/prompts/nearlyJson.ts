import { jsonrepair } from 'jsonrepair';

/** Texts are untrusted, and each look at one reads on to its end: places at which JSON is looked for, brackets within brackets, and characters, at most. */
const maxPlaces = 16;
const maxDepth = 32;
const maxCharacters = 200_000;

/**
 * Objects and lists in a text that are JSON but for their form: single or curly quotes, keys without quotes, commas too many or too few,
 * comments, Python's words, line ends in strings, the closing brackets missing. In the order of the text; none that stands in another.
 * Where the text was cut, what was not finished is left out: the last element of the outermost list, or all of it where there is none.
 *
 * Prose is never found: `jsonrepair` would make a string of it, so only what begins with a bracket is shown to it. What comes of it is a
 * guess, for the caller to check by its schema.
 *
 * @param whole Whether only values that end count, and none that was cut.
 */
export function nearlyJsonIn(
  text: string,
  { whole = false }: { readonly whole?: boolean } = {},
): (object | readonly unknown[])[] {
  if (text.length > maxCharacters) return [];
  const found: object[] = [];
  let places = 0;
  for (let start = nextBracket(text, 0); start >= 0 && places < maxPlaces; places++) {
    const { end, written, isCut } = extentOf(text, start);
    const mended = written === undefined || (whole && isCut) ? undefined : mend(written);
    if (mended !== undefined) found.push(mended);
    start = nextBracket(text, mended === undefined ? start + 1 : end);
  }
  return found;
}

function mend(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(jsonrepair(text));
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined; // a teacher may write anything, nested deeper than the stack too: the caller has its raw text set aside
  }
}

function nextBracket(text: string, from: number): number {
  const offset = text.slice(from).search(/[[{]/u);
  return offset < 0 ? -1 : from + offset;
}

interface Extent {
  readonly end: number;
  /** The value with its closing brackets, and no quote that could be taken for a string's end; undefined where too little is there. */
  readonly written: string | undefined;
  /** Whether the text ends before the value does. */
  readonly isCut?: true;
}

/** How far the value reaches that begins with the bracket at `start`; brackets in strings aside, whatever their quotes. */
function extentOf(text: string, start: number): Extent {
  const open: string[] = [];
  const apostrophes: number[] = [];
  let quote: string | undefined;
  /** The outermost list: how deep it stands, and where its last finished element ends. */
  let list: { readonly depth: number; end: number | undefined } | undefined;
  let last = '';
  const upTo = (end: number, closing: string): Extent => ({
    end,
    written: withEscapes(text, start, end, apostrophes) + closing,
  });
  for (let position = start; position < text.length; position++) {
    const character = text[position]!;
    if (quote !== undefined) {
      if (character === '\\') position++;
      else if (character === quote) {
        if (quote === '"' || endsString(text, position)) quote = undefined;
        else apostrophes.push(position);
      }
    } else if (character === '"' || (character === "'" && /[[{,:]/u.test(last))) {
      quote = character;
    } else if (character === '{' || character === '[') {
      open.push(character === '{' ? '}' : ']');
      if (open.length > maxDepth) return { end: start + 1, written: undefined };
      if (character === '[') list ??= { depth: open.length, end: undefined };
    } else if (character === '}' || character === ']') {
      open.pop();
      if (open.length === 0) return upTo(position + 1, '');
      if (list && open.length < list.depth) list = undefined;
    }
    if (/\S/u.test(character)) last = character;
    if (list && quote === undefined && open.length === list.depth) {
      if (/["'}\]]/u.test(character)) list.end = position + 1;
      else if (character === ',') list.end = position;
    }
  }
  if (list?.end !== undefined)
    return { ...upTo(list.end, open.slice(0, list.depth).reverse().join('')), isCut: true };
  const isWhole = !list && quote === undefined && /["'}\]]/u.test(last);
  return isWhole
    ? { ...upTo(text.length, open.reverse().join('')), isCut: true }
    : { end: text.length, written: undefined };
}

function withEscapes(text: string, start: number, end: number, apostrophes: readonly number[]): string {
  const within = apostrophes.filter((position) => position < end);
  return [start, ...within].map((from, index) => text.slice(from, within[index] ?? end)).join('\\');
}

/** Elsewhere than where JSON goes on, or ends, a single quote is an apostrophe. */
function endsString(text: string, position: number): boolean {
  return /^\s*(?:[:}\]]|,\s*(?:["'{[\d\]}-]|(?:true|false|null|\w+\s*:))|$)/u.test(
    text.slice(position + 1, position + 60),
  );
}
