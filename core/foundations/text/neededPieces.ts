import { lowered } from './lowered';

/**
 * What a text must hold for a regular expression to find anything in it, told from the expression's source: of most, that one of some literal
 * pieces is there. Told in a few microseconds of many expressions at once, of which most then need not be tried, nor be compiled.
 *
 * Pieces are compared by their groups of three characters of ASCII, in lower case: where all of a piece's are in the text, it may be there. So "no" is
 * certain, and "perhaps" is not "yes". Of what has no such piece, or a form that is not read here, nothing is told: it is always "perhaps".
 */
export function mayFind(pattern: RegExp, text: string): boolean {
  let need = needs.get(pattern);
  if (need === undefined) needs.set(pattern, (need = compiled(neededBy(pattern.source))));
  return need === null || isMet(need, groupsOf(text));
}

/** A piece of several, or several needs together, or one of several needs; null: nothing is needed. */
export type Need =
  | { readonly piece: readonly string[] }
  | { readonly all: readonly Need[] }
  | { readonly any: readonly Need[] }
  | null;

type CompiledNeed =
  /** Places of each piece's groups, one piece after the other, and where each ends. */
  | { readonly places: Uint16Array; readonly ends: Uint16Array }
  | { readonly all: readonly CompiledNeed[] }
  | { readonly any: readonly CompiledNeed[] };

const needs = new WeakMap<RegExp, CompiledNeed | null>();

/** Five bits of each of three characters: those of ASCII that fall together are told apart by the expression itself. */
const places = 2 ** 15;
const seen = new Uint32Array(places);
let round = 0;
let seenOf: string | undefined;

/** The places of a text's groups are those that hold its round. */
function groupsOf(text: string): number {
  if (text === seenOf) return round;
  seenOf = text;
  round++;
  if (round === 2 ** 32) {
    seen.fill(0);
    round = 1;
  }
  const lower = lowered(text);
  for (let at = 0; at + 2 < lower.length; at++) {
    const place = placeAt(lower, at);
    if (place >= 0) seen[place] = round;
  }
  return round;
}

/** -1 where one of the three is no character of ASCII. */
function placeAt(text: string, at: number): number {
  const one = text.charCodeAt(at);
  const two = text.charCodeAt(at + 1);
  const three = text.charCodeAt(at + 2);
  if (((one | two | three) & ~127) !== 0) return -1;
  return ((one & 31) << 10) | ((two & 31) << 5) | (three & 31);
}

/** Looked at by indices: hundreds of times for each text, it is run long before it is compiled, and would leave an object for each step of an iterator. */
function isMet(need: CompiledNeed, now: number): boolean {
  if ('places' in need) {
    const { places, ends } = need;
    for (let piece = 0, at = 0; piece < ends.length; piece++) {
      const end = ends[piece]!;
      while (at < end && seen[places[at]!] === now) at++;
      if (at === end) return true;
      at = end;
    }
    return false;
  }
  const isAll = 'all' in need;
  const parts = isAll ? need.all : need.any;
  for (let index = 0; index < parts.length; index++) if (isMet(parts[index]!, now) !== isAll) return !isAll;
  return isAll;
}

function compiled(need: Need): CompiledNeed | null {
  if (need === null) return null;
  if ('all' in need) {
    const all = need.all.flatMap((one) => compiled(one) ?? []);
    return { all: all.sort((left, right) => sizeOf(left) - sizeOf(right)) }; // what is told soonest first
  }
  if ('any' in need) return { any: need.any.flatMap((one) => compiled(one) ?? []) };
  const pieces = [...new Set(need.piece.map(lowered))].map(placesOf);
  let end = 0;
  return {
    places: Uint16Array.from(pieces.flat()),
    ends: Uint16Array.from(pieces, ({ length }) => (end += length)),
  };
}

function sizeOf(need: CompiledNeed): number {
  if ('places' in need) return need.places.length;
  return ('all' in need ? need.all : need.any).reduce((sum, one) => sum + sizeOf(one), 0);
}

function placesOf(piece: string): number[] {
  const found: number[] = [];
  for (let at = 0; at + 2 < piece.length; at++) {
    const place = placeAt(piece, at);
    if (place >= 0) found.push(place);
  }
  return found;
}

/** What one part of an expression matches: exactly these texts, where they are few; and what it needs where not. */
interface Part {
  readonly exactly?: readonly string[];
  readonly need: Need;
}

/** Texts of a part that are told one by one. */
const mostTexts = 400;
const anything: Part = { need: null };
const nothing: Part = { exactly: [''], need: null };

/** @param source Of a regular expression. */
export function neededBy(source: string): Need {
  try {
    return needOf(new Reading(source).expression());
  } catch (error) {
    if (error instanceof NotRead) return null;
    throw error;
  }
}

class NotRead extends Error {}

function needOf({ exactly, need }: Part): Need {
  if (!exactly) return need;
  return exactly.length > 0 && exactly.every((text) => placesOf(lowered(text)).length > 0)
    ? { piece: exactly }
    : null;
}

function together(needed: readonly Need[]): Need {
  const all = needed.filter((need) => need !== null);
  return all.length > 1 ? { all } : (all[0] ?? null);
}

function either(parts: readonly Part[]): Part {
  const texts = parts.flatMap(({ exactly }) => exactly ?? []);
  if (parts.every(({ exactly }) => exactly) && texts.length <= mostTexts)
    return { exactly: [...new Set(texts)], need: null };
  const any = parts.map(needOf);
  return { need: any.includes(null) ? null : { any } };
}

/** One part after the other: what is told of them as far as they are texts. */
function inSequence(parts: readonly Part[]): Part {
  const needed: Need[] = [];
  let texts: readonly string[] | undefined = [''];
  let isExact = true;
  const end = (): void => {
    if (texts) needed.push(needOf({ exactly: texts, need: null }));
  };
  for (const part of parts) {
    const { exactly } = part;
    if (!exactly) {
      end();
      needed.push(part.need);
      [texts, isExact] = [undefined, false];
    } else if (!texts) texts = exactly;
    else if (texts.length * exactly.length <= mostTexts)
      texts = texts.flatMap((before) => exactly.map((after) => before + after));
    else {
      end();
      [texts, isExact] = [exactly, false];
    }
  }
  if (isExact) return { exactly: texts ?? [''], need: null };
  end();
  return { need: together(needed) };
}

/** Reads the source of an expression from its beginning. */
class Reading {
  private at = 0;

  constructor(private readonly source: string) {}

  expression(): Part {
    const part = this.alternatives();
    if (this.at < this.source.length) throw new NotRead();
    return part;
  }

  private alternatives(): Part {
    const branches: Part[] = [];
    do {
      const parts: Part[] = [];
      while (this.at < this.source.length && !'|)'.includes(this.source[this.at]!))
        parts.push(this.repeated());
      branches.push(inSequence(parts));
    } while (this.takes('|'));
    return branches.length === 1 ? branches[0]! : either(branches);
  }

  private repeated(): Part {
    const part = this.one();
    const times = this.takesOne(/(?:([?*+])|\{(\d+)(,\d*)?\})\??/y);
    if (!times) return part;
    const [, sign, least, most] = times;
    if (sign === '?' || (least === '0' && most === ',1')) return either([nothing, part]);
    if (sign === '*' || least === '0') return anything;
    return least === '1' && most === undefined ? part : { need: needOf(part) };
  }

  private takesOne(form: RegExp): RegExpExecArray | undefined {
    form.lastIndex = this.at;
    const found = form.exec(this.source) ?? undefined;
    this.at += found?.[0].length ?? 0;
    return found;
  }

  private takes(text: string): boolean {
    if (!this.source.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }

  private one(): Part {
    if (this.takes('(')) return this.group();
    if (this.takes('[')) return this.class();
    if (this.takes('\\')) return this.escaped();
    if (this.takes('^') || this.takes('$')) return nothing;
    if (this.takes('.')) return anything;
    const character = String.fromCodePoint(this.source.codePointAt(this.at)!);
    if ('?*+{}'.includes(character)) throw new NotRead();
    this.at += character.length;
    return { exactly: [character], need: null };
  }

  private group(): Part {
    const looks = ['?=', '?!', '?<=', '?<!'].find((sign) => this.takes(sign));
    if (looks === undefined && !this.takes('?:')) this.takesOne(/\?<\w+>/y);
    if (looks === undefined && this.source[this.at] === '?') throw new NotRead();
    const part = this.alternatives();
    if (!this.takes(')')) throw new NotRead();
    if (looks === undefined) return part;
    // What is looked for must be there, but what stands before and after it stands side by side.
    return looks === '?=' || looks === '?<=' ? { need: needOf(part) } : nothing;
  }

  /** Few characters are told one by one. */
  private class(): Part {
    const [whole = '', inside = ''] = this.takesOne(/((?:[^\]\\]|\\[^])*)\]/y) ?? [];
    if (whole === '') throw new NotRead();
    return /^[\p{L}\d '’]{1,4}$/u.test(inside) ? { exactly: [...inside], need: null } : anything;
  }

  private escaped(): Part {
    if (this.takes('b') || this.takes('B')) return nothing;
    if (
      this.takesOne(/[pP]\{[^}]*\}|u\{[^}]*\}|u[0-9a-f]{4}|x[0-9a-f]{2}|k<\w+>|c[A-Z]|\d+|[dDwWsSntrfv0]/iy)
    )
      return anything;
    const character = this.source[this.at] ?? '';
    if (character === '' || /[\p{L}\d]/u.test(character)) throw new NotRead();
    this.at += 1;
    return { exactly: [character], need: null };
  }
}
