import { wordsOf } from './words';

/**
 * What saying the same in other words must not touch: numbers, quotations, code, addresses, proper names. Decided by the words alone,
 * so it errs on the side of throwing out: a paraphrase costs little, a wrong one stays in the dataset.
 *
 * @returns why the later text does not keep them, undefined where it does. Specifics stand in “ ”.
 */
export function lostDetail(before: string, after: string, language: string): string | undefined {
  for (const { what, find } of kinds(language)) {
    const [kept, now] = [find(before), find(after)];
    const lost = [...kept].find((detail) => !now.has(detail) && !stands(detail, after));
    if (lost !== undefined) return `loses the ${what} “${lost}”`;
  }
  const known = numbersIn(before, language);
  const added = [...numbersIn(after, language)].find((number) => !known.has(number));
  if (added !== undefined) return `adds the number “${added}”`;
  const stranger = [...namesIn(after, language)].find(
    (name) => !stems(name).some((stem) => wholeWord(stem).test(before)),
  );
  return stranger === undefined ? undefined : `adds the name “${stranger}”`;
}

interface Kind {
  readonly what: string;
  readonly find: (text: string) => ReadonlySet<string>;
}

function kinds(language: string): readonly Kind[] {
  return [
    { what: 'code', find: codeIn },
    { what: 'quotation', find: quotationsIn },
    { what: 'address', find: addressesIn },
    { what: 'number', find: (text) => numbersIn(text, language) },
    { what: 'name', find: (text) => namesIn(text, language) },
  ];
}

/** A name may be spelled another way at the start of a sentence, and a quotation lose its marks: that it stands there is enough. */
function stands(detail: string, text: string): boolean {
  return /\p{L}/u.test(detail) && flat(text).toLowerCase().includes(flat(detail).toLowerCase());
}

function flat(text: string): string {
  return text.replace(/\s+/gu, ' ').replace(/[‘’]/gu, "'").trim();
}

function matches(text: string, pattern: RegExp): Set<string> {
  return new Set(
    [...text.matchAll(pattern)].map((match) =>
      flat(match.slice(1).find((group) => group !== undefined) ?? match[0]),
    ),
  );
}

/** Fenced blocks and `spans`, white space aside. */
export function codeIn(text: string): ReadonlySet<string> {
  return matches(text, /```[^\n`]*\n([\s\S]*?)```|`([^`\n]+)`/gu);
}

/** Single marks count only where no letter is on their outer side, or they are apostrophes. */
function quotationsIn(text: string): ReadonlySet<string> {
  return matches(
    withoutCode(text),
    /"([^"\n]+)"|“([^”\n]+)”|„([^“”\n]+)[“”]|«([^»\n]+)»|(?<![\p{L}\p{N}])['‘]([^'‘’\n]+)['’](?![\p{L}\p{N}])/gu,
  );
}

function addressesIn(text: string): ReadonlySet<string> {
  return matches(
    text,
    /\b(?:https?:\/\/|www\.)[^\s<>"“”)\]]*[^\s<>"“”)\].,;:!?]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/giu,
  );
}

function withoutCode(text: string): string {
  return text.replace(/```[\s\S]*?```|`[^`\n]+`/gu, ' ');
}

const numberWords = new Map(
  (
    'zero 0 two 2 three 3 four 4 five 5 six 6 seven 7 eight 8 nine 9 ten 10 eleven 11 twelve 12 thirteen 13 fourteen 14 fifteen 15 ' +
    'sixteen 16 seventeen 17 eighteen 18 nineteen 19 twenty 20 thirty 30 forty 40 fifty 50 sixty 60 seventy 70 eighty 80 ninety 90 ' +
    'hundred 100 thousand 1000 million 1000000'
  )
    .split(' ')
    .flatMap((word, index, all): [string, string][] =>
      index % 2 === 0 ? [[word, all[index + 1] ?? '']] : [],
    ),
);

/**
 * Numbers, written so that equal ones are equal: "1,000", "1 000", "1'000" and "1000"; "1,5" and "1.5"; and in English "three" and "3".
 * "one" is left out, since it is a pronoun more often. A sign counts where it can't be a hyphen. Leading zeros stay: they make a code.
 */
export function numbersIn(text: string, language: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [written] of text.matchAll(
    /(?<![\p{L}\p{N}.,)\]])[-−]?\p{Nd}+(?:[.,'’\u00a0\u202f ]?\p{Nd}+)*|\p{Nd}+(?:[.,]\p{Nd}+)*|\p{No}/gu,
  )) {
    for (const number of separate(written)) found.add(number);
  }
  if (language === 'en') {
    for (const word of wordsOf(text)) {
      const number = numberWords.get(word);
      if (number !== undefined) found.add(number);
    }
  }
  return found;
}

/** "2021 100" is two numbers, "12 300" one: a space holds groups of three together, after a first one of at most three. */
function separate(written: string): string[] {
  const grouped = written.replace(
    /(?<!\p{Nd})(\p{Nd}{1,3})((?:[,'’\u00a0\u202f ]\p{Nd}{3})+)(?!\p{Nd})/gu,
    (_, first: string, groups: string) => first + groups.replace(/\P{Nd}/gu, ''),
  );
  return grouped
    .replace(/−/gu, '-')
    .split(/[\u00a0\u202f '’]/u)
    .flatMap((number) =>
      (number.match(/[.,]/g) ?? []).length > 1 ? number.split(',') : [number.replace(',', '.')],
    )
    .map((number) => number.replace(/^[.,]+|[.,]+$/gu, ''))
    .filter((number) => number !== '');
}

/**
 * Capitalised words inside a sentence, and words with two capitals or more anywhere. German capitalises every noun, so there only
 * the latter count; scripts without case have none.
 */
function namesIn(text: string, language: string): ReadonlySet<string> {
  const prose = withoutCode(text);
  const names = new Set<string>();
  for (const match of prose.matchAll(/\p{Lu}[\p{L}\p{M}]*(?:['’-]\p{L}+)*/gu)) {
    const before = prose.slice(0, match.index);
    if (/[\p{L}\p{N}'’]$/u.test(before)) continue;
    const name = match[0].replace(/['’]s$/u, '');
    const isAcronym = (name.match(/\p{Lu}/gu) ?? []).length > 1 && !name.includes("'") && !name.includes('’');
    const begins = /(?:^|[.!?…:;]["”’')\]]*\s+|\n)[\s"“‘'(*•–—-]*$/u.test(before) || /["“‘(]$/u.test(before);
    if (isAcronym || (!begins && language !== 'de' && !/^I(?:['’]|$)/.test(name))) names.add(name);
  }
  return names;
}

/** A name, and what is left without the endings of a possessive or a plural. */
function stems(name: string): string[] {
  const bare = name.replace(/['’]s?$/u, '');
  return [name, bare, bare.replace(/s$/u, ''), `${bare}s`];
}

function wholeWord(word: string): RegExp {
  return new RegExp(`(?<!\\p{L})${word.replace(/[-'’]/g, "[-'’]")}(?!\\p{L})`, 'iu');
}
