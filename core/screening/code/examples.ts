import { readLiteral, type CodeValue } from './literal';

/** A call with its arguments, and what it should give. */
export interface CodeExample {
  /** The function; undefined where only its argument is told: "Input: 5 → Output: 120". */
  readonly name: string | undefined;
  readonly args: readonly CodeValue[];
  readonly expected: CodeValue;
  /** As it stands there. */
  readonly call: string;
}

/** More say nothing more, and each takes its time. */
const most = 12;

const arrow = '(?:-+>|=+>|→|⇒|↦|⟹)';
const filler = '(?:\\s|`|\\*|,|:)*';

/** What stands between a call and its value. */
const between = new RegExp(
  `^${filler}(?:${arrow}|===?|=|:|(?:\\/\\/|#)\\s*(?:${arrow}|=+|returns?|output:?)?|(?:(?:should|must|has to|needs to|will|would|shall|to|muss|soll|sollte|doit|devrait|debe|debería|deve)\\s+)?(?:return(?:s|ed|ing)?|giv(?:es?|ing)|yield(?:s|ing)?|produc(?:es?|ing)|output(?:s|ting)?|evaluat(?:es?|ing) to|equals?|be(?:come)?s?|results? in|prints? (?!out)|is|ergibt|ergeben|liefert?n?|gibt|geben|ist|sein|donner|donne|renvoie|renvoyer|retourne|retourner|vaut|rend|devuelve|devolver|da|dar|retorna|es|ser|restituisce)(?:\\s+(?:back|you|us|exactly|the (?:value|string|list|number|array|result)|as))?)${filler}(?:exactly |the (?:string|list|number|array|value) )?`,
  'iu',
);
/** A value that follows with nothing between: "isLeap(2000) true". */
const bare = /^[\s`]+(?=(?:true|false|none|null)\b)/iu;

/** Where code is to be mended, what it gives is not what it should. */
const speaksOfFaults =
  /\b(?:fix|debug|bugs?|buggy|wrong(?:ly)?|incorrect(?:ly)?|broken|currently|unexpected(?:ly)?|instead of|but (?:it|i) (?:gets?|returns?|gives?)|fehler|bogue|error(?:es)? en)\b/iu;
const wanted = /\b(?:should|must|has to|needs to|muss|soll|sollte|doit|devrait|debe|debería|deve)\b/iu;

const functionCall = /(?<![\p{L}\d_$.])([\p{L}_$][\p{L}\d_$]*)\(/gu;
const noFunctions: ReadonlySet<string> = new Set([
  'print',
  'if',
  'for',
  'while',
  'switch',
  'return',
  'function',
  'def',
  'log',
  'O',
  'repr',
  'str',
  'list',
  'set',
  'int',
  'float',
  'len',
]);

/**
 * The examples that an instruction gives of what is to be written, by their literals: a call with its value (by arrows, equals signs,
 * comments, words of four languages, doctests, assertions, "returns X for Y"), and arguments with their values ("Input: 5, Output: 120",
 * `493 -> 16`, rows of a table). What is not all literals is no example.
 */
export function examplesIn(text: string): readonly CodeExample[] {
  const calls = callsIn(text, speaksOfFaults.test(text));
  const found = calls.length > 0 ? calls : argumentsIn(text);
  const seen = new Set<string>();
  const examples: CodeExample[] = [];
  for (const example of found) {
    const key = JSON.stringify([example.name, example.args]);
    if (seen.has(key)) continue;
    seen.add(key);
    examples.push(example);
  }
  // One call with two values is no example of anything.
  return examples.slice(0, most);
}

function callsIn(text: string, onlyWanted: boolean): CodeExample[] {
  return [...text.matchAll(functionCall)].flatMap((match): CodeExample[] => {
    const name = match[1]!;
    if (noFunctions.has(name)) return [];
    const args = readArguments(text, match.index + match[0].length);
    if (!args) return [];
    const expected =
      expectedAfter(text, args.end, onlyWanted) ??
      (onlyWanted ? undefined : expectedBefore(text, match.index));
    if (!expected) return [];
    return [{ name, args: args.values, expected, call: text.slice(match.index, args.end) }];
  });
}

/** Up to the closing bracket; undefined where something is no literal. */
function readArguments(
  text: string,
  start: number,
): { readonly values: readonly CodeValue[]; readonly end: number } | undefined {
  const values: CodeValue[] = [];
  let index = start;
  for (;;) {
    while (/\s/u.test(text[index] ?? '')) index += 1;
    if (text[index] === ')') return { values, end: index + 1 };
    const value = readLiteral(text, index);
    if (!value) return undefined;
    values.push(value.value);
    index = value.end;
    while (/\s/u.test(text[index] ?? '')) index += 1;
    if (text[index] === ',') index += 1;
    else if (text[index] !== ')') return undefined;
  }
}

function expectedAfter(text: string, end: number, onlyWanted: boolean): CodeValue | undefined {
  const rest = text.slice(end, end + 2000);
  // A doctest's value is the next line.
  const isDoctest = /(?:^|\n)[ \t]*>>>[^\n]*$/u.test(text.slice(0, end)) && /^[ \t]*\n/u.test(rest);
  const gap = isDoctest ? /^[ \t]*\n[ \t]*/u.exec(rest) : (between.exec(rest) ?? bare.exec(rest));
  if (!gap || (onlyWanted && !wanted.test(gap[0]))) return undefined;
  return valueAt(rest, gap[0].length);
}

/** "returns 6 for add(2, 4)": the value stands before its call. */
function expectedBefore(text: string, start: number): CodeValue | undefined {
  const before = text.slice(Math.max(0, start - 300), start);
  const verb =
    /(?:returns?|gives?|yields?|outputs?|get|ergibt|renvoie|devuelve)\s+(?:the (?:string|list|number|value) )?`?(?=[^\s])/giu;
  const last = [...before.matchAll(verb)].at(-1);
  if (!last) return undefined;
  const value = readLiteral(before, last.index + last[0].length);
  return value &&
    /^[`\s]*(?:for|when (?:given|called with|called as)|on|from|with|für|pour|para)\s+`?$/iu.test(
      before.slice(value.end),
    )
    ? value.value
    : undefined;
}

/** A literal that is all of what is said: "3 items" and "2 + 1" are none. */
function valueAt(text: string, start: number): CodeValue | undefined {
  const read = readLiteral(text, start);
  if (!read) return undefined;
  const rest = text.slice(read.end);
  return /^[`*\s]*(?:$|[,;.!?)\]}]|\/\/|#|\n|(?:and|or|und|et|y|while|but|because|since|with|for|on|when|as|not|-|–|—)(?![\p{L}])|\(|\p{L}+\()/iu.test(
    rest,
  ) && !/^\s*(?:[-+*/%^]\s*[\d(]|\.\d)/u.test(rest)
    ? read.value
    : undefined;
}

function argumentsIn(text: string): CodeExample[] {
  const nameless = (args: CodeValue[], expected: CodeValue | undefined, call: string): CodeExample[] =>
    expected ? [{ name: undefined, args, expected, call: call.trim() }] : [];
  const stated = [
    ...text.matchAll(
      /\b(?:sample |example )?(?:input|eingabe|entrée|entrada)s?\s*(?:\d\s*)?[:=]\s*`?(?<given>[^\n]{1,300}?)`?\s*(?:[-=]+>|→|⇒|[,;.|]|\n|\s)\s*(?:sample |expected |example )?(?:output|ausgabe|sortie|salida)\s*(?:\d\s*)?[:=]\s*`?/giu,
    ),
  ].flatMap((match) => {
    const given = readAll(match.groups!['given']!);
    return given
      ? nameless(given, valueAt(text, match.index + match[0].length), match.groups!['given']!)
      : [];
  });
  if (stated.length > 0) return stated;
  const rows = [...text.matchAll(/^[ \t]*\|([^|\n]+)\|([^|\n]+)\|[ \t]*$/gmu)].flatMap(
    ([, left = '', right = '']) => {
      const given = readAll(left.replace(/`/gu, '').trim());
      const value = readAll(right.replace(/`/gu, '').trim());
      return given && value?.length === 1 ? nameless(given, value[0], left) : [];
    },
  );
  if (rows.length > 0) return rows;
  const pointed = new RegExp(`(?<=^|[\\s(:,;\`])(?=[-\\d"'\`\\[({])`, 'gmu');
  const found: CodeExample[] = [];
  let behind = 0;
  for (const { index } of text.matchAll(pointed)) {
    if (index < behind) continue;
    const given = readLiteral(text, index);
    const gap = given && new RegExp(`^[\`\\s]*${arrow}[\`\\s]*`, 'u').exec(text.slice(given.end));
    if (!given || !gap) continue;
    const expected = valueAt(text, given.end + gap[0].length);
    behind = given.end;
    found.push(...nameless([given.value], expected, text.slice(index, given.end)));
  }
  return found;
}

/** All of a text as literals that commas part: "n = 5, k = 2" and "5, 2". */
function readAll(text: string): CodeValue[] | undefined {
  const values: CodeValue[] = [];
  let index = 0;
  while (index < text.length) {
    const named = /^\s*[\p{L}_]\w*\s*=\s*/u.exec(text.slice(index))?.[0] ?? '';
    const value = readLiteral(text, index + named.length);
    if (!value) return undefined;
    values.push(value.value);
    const gap = /^\s*(?:,|$)\s*/u.exec(text.slice(value.end));
    if (!gap) return undefined;
    index = value.end + Math.max(gap[0].length, 1);
  }
  return values.length > 0 ? values : undefined;
}
