import { numbersIn } from '../../foundations/text/keptDetails';
import { dividedRuns, wordPartsOf } from '../../foundations/text/words';
import { relationOf } from './lexicon';

/** What two instructions do not have in common. */
export interface Differences {
  /** Content words that only one of them has, in order, those with a synonym on the other side left out. */
  readonly onlyLeft: readonly string[];
  readonly onlyRight: readonly string[];
  /** Content words that both have, or that mean the same. */
  readonly shared: number;
  /** Numbers of the one and of the other, those that both have left out. */
  readonly numbers: readonly [readonly string[], readonly string[]];
  /** Names of the one and of the other, the same. */
  readonly names: readonly [readonly string[], readonly string[]];
  /** Words that deny, where one has more of them. */
  readonly negation: string | undefined;
  /** A word, and its opposite on the other side. */
  readonly antonyms: readonly [string, string] | undefined;
  /** A word, and another of its kind on the other side. */
  readonly siblings: readonly [string, string] | undefined;
  /** Whether the same words stand in the same places but for a few that were exchanged or added. */
  readonly isEdit: boolean;
  /** Words that begin a condition ("without", "at most", "using"), where only one has them. */
  readonly condition: string | undefined;
}

/** Words that say little about what is asked: function words, and the politeness around a question. */
const emptyWords = new Set(
  (
    'a an the this that these those i me my mine we us our you your he she it its they them their who whom whose which what how is are was were be been being am do does did doing done ' +
    'have has had having can could will would shall should may might must of in on at to for from by with about as into onto out up down over under and or but so if then than there here ' +
    'please just also such some any all each every other another more most very much many few own same someone somebody somehow something anything one ones when while where ' +
    "following following's below above tell give provide let get know want need like would i'm it's that's whats let's us make there's " +
    'name identify decide whether tell say come fitting'
  ).split(' '),
);

const negators =
  /\b(?:not|no|never|none|nobody|nothing|neither|nor|without|except|excluding|avoid|avoids|avoiding|cannot|instead)\b|n['’]t\b/giu;

const conditions =
  /\b(?:without|only|using|use|exactly|at most|at least|no more than|fewer than|less than|more than|in under|within|must|each|including|include|excluding|except|avoid|mention|mentions|mentioning|starts? with|ends? with|in the form of|in the style of|from the point of view|aimed at|suitable for|show|explain|reason|table|alphabetical|chronological|budget|rhymes?|because|but|and (?:add|give|list|explain|show|then|offer|its|in which|split|remove|replace|round))\b/giu;

const ordinals = new Map(
  'first 1 second 2 third 3 fourth 4 fifth 5 sixth 6 seventh 7 eighth 8 ninth 9 tenth 10 eighties 1980 nineties 1990 seventies 1970 sixties 1960 once 1 twice 2 double 2 triple 3 dozen 12'
    .split(' ')
    .flatMap((word, index, all): [string, string][] => (index % 2 === 0 ? [[word, all[index + 1]!]] : [])),
);

export function differencesOf(left: string, right: string, language = 'en'): Differences {
  const [leftWords, rightWords] = [contentWords(left), contentWords(right)];
  const leftOnly = minus(leftWords, rightWords);
  const rightOnly = minus(rightWords, leftWords);
  const paired = pairSynonyms(leftOnly, rightOnly);
  const [onlyLeft, onlyRight] = [leftOnly, rightOnly].map((words, side) =>
    words.filter((_, index) => !paired.some((pair) => pair[side] === index)),
  ) as [string[], string[]];
  const numbers = [numbersOf(left, language), numbersOf(right, language)] as const;
  const [leftNames, rightNames] = [namesOf(left), namesOf(right)];
  const lower = [left.toLowerCase(), right.toLowerCase()] as const;
  return {
    onlyLeft,
    onlyRight,
    shared: leftWords.length - onlyLeft.length,
    numbers: [minus(numbers[0], numbers[1]), minus(numbers[1], numbers[0])],
    names: [
      leftNames.filter((name) => !lower[1].includes(stem(name.toLowerCase()))),
      rightNames.filter((name) => !lower[0].includes(stem(name.toLowerCase()))),
    ],
    negation: negationOf(left, right),
    antonyms: related(leftOnly, rightOnly, 'antonym'),
    siblings: related(onlyLeft, onlyRight, 'sibling'),
    isEdit: editShare(left, right) >= 0.6,
    condition: conditionOf(left, right),
  };
}

/** Lower-cased words with a meaning of their own: letters and digits of any script, stemmed by nothing. */
export function contentWords(text: string): string[] {
  const runs = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\b(?:u\.?s\.?a\.?)\b/g, 'america')
    .match(/[\p{L}\p{M}]+(?:['’]\p{L}+)*/gu);
  return dividedRuns(runs ?? []).filter(
    (word) =>
      !emptyWords.has(word) &&
      numbersIn(word, 'en').size === 0 &&
      !ordinals.has(word) &&
      !/^(?:not|no|never|without|don['’]t|cannot)$/.test(word),
  );
}

/** Elements of the one list that the other does not have, counted as often as they occur; words are compared without their endings. */
function minus(words: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const word of others) left.set(stem(word), (left.get(stem(word)) ?? 0) + 1);
  return words.filter((word) => {
    const count = left.get(stem(word)) ?? 0;
    left.set(stem(word), count - 1);
    return count <= 0;
  });
}

/** Without the commonest endings of English; enough to tell that "tips" is "tip". */
function stem(word: string): string {
  if (word.length < 4) return word.replace(/['’]s?$/, '');
  return word
    .replace(/['’]s?$/, '')
    .replace(/(?:ies|ied)$/, 'y')
    .replace(/(?<=.{3})(?:ings?|ed|es|s|ly)$/, '')
    .replace(/(.)\1$/, '$1')
    .replace(/(?<=.{3})e$/, '');
}

function pairSynonyms(lefts: readonly string[], rights: readonly string[]): [number, number][] {
  const pairs: [number, number][] = [];
  lefts.forEach((left, index) => {
    const found = rights.findIndex(
      (right, at) => !pairs.some(([, taken]) => taken === at) && relationOf(left, right) === 'synonym',
    );
    if (found >= 0) pairs.push([index, found]);
  });
  return pairs;
}

function related(
  lefts: readonly string[],
  rights: readonly string[],
  relation: 'antonym' | 'sibling',
): readonly [string, string] | undefined {
  for (const left of lefts)
    for (const right of rights) if (relationOf(left, right) === relation) return [left, right];
  return undefined;
}

/** Numbers in digits and in words, ordinals and decades among them. */
function numbersOf(text: string, language: string): string[] {
  const found = new Set(numbersIn(text.replace(/(?<=\d)(?:st|nd|rd|th|s)\b/g, ' '), language));
  for (const [word] of text.toLowerCase().matchAll(/\p{L}+/gu)) {
    const number = ordinals.get(word);
    if (number !== undefined) found.add(number);
  }
  for (const [, numeral] of text.matchAll(/(?<=\p{Lu}\p{Ll}+\s)(I{1,3}|IV|VI{0,3}|IX|X)\b/gu))
    found.add(String(['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X'].indexOf(numeral!) + 1));
  if (/\bminus\b/i.test(text)) found.add('-');
  return [...found];
}

/** Capitalised words that do not begin a sentence, and words with a capital inside. */
function namesOf(text: string): string[] {
  const names: string[] = [];
  for (const { 0: word, index } of text.matchAll(/\p{L}[\p{L}\p{M}]*/gu)) {
    if (
      !/\p{Lu}/u.test(word) ||
      /^[IVX]+$/.test(word) ||
      ordinals.has(word.toLowerCase()) ||
      emptyWords.has(word.toLowerCase())
    )
      continue;
    const begins = /(?:^|[.!?:;"“]\s*)$/u.test(text.slice(0, index));
    if (!begins || /\p{Lu}/u.test(word.slice(1))) names.push(word);
  }
  return names;
}

function negationOf(left: string, right: string): string | undefined {
  const [lefts, rights] = [left, right].map((text) =>
    [...text.replace(/\bor not\b/gi, '').matchAll(negators)].map(([word]) => word.toLowerCase()),
  ) as [string[], string[]];
  if (lefts.length === rights.length) return undefined;
  return lefts.length > rights.length ? lefts.at(-1) : rights.at(-1);
}

function conditionOf(left: string, right: string): string | undefined {
  const [lefts, rights] = [left, right].map((text) =>
    [...text.matchAll(conditions)].map(([word]) => word.toLowerCase()),
  ) as [string[], string[]];
  if (lefts.length === rights.length) return undefined;
  const [longer, shorter] = lefts.length > rights.length ? [lefts, rights] : [rights, lefts];
  return longer.find((word) => !shorter.includes(word));
}

/** Words in common at the beginning and at the end, against those of the shorter text. */
function editShare(left: string, right: string): number {
  const [lefts, rights] = [wordPartsOf(left), wordPartsOf(right)];
  const shorter = Math.min(lefts.length, rights.length);
  let start = 0;
  while (start < shorter && lefts[start] === rights[start]) start += 1;
  let end = 0;
  while (end < shorter - start && lefts.at(-1 - end) === rights.at(-1 - end)) end += 1;
  return shorter === 0 ? 0 : (start + end) / shorter;
}
