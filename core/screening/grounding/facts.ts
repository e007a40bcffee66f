/** A word of a sentence as comparisons see it. */
export interface Mark {
  /** What two texts have in common where they say it in other forms: "opened" and "opening". */
  readonly stem: string;
  readonly kind: 'word' | 'name' | 'number' | 'date';
  readonly text: string;
  /** The clause that it stands in. */
  readonly clause: number;
  /** Words that carry no content have no part in overlaps. */
  readonly isEmpty: boolean;
}

const months = 'january february march april may june july august september october november december'.split(
  ' ',
);
const weekdays = 'monday tuesday wednesday thursday friday saturday sunday'.split(' ');
const units =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const multiples: Readonly<Record<string, string>> = { once: '1', twice: '2', thrice: '3', dozen: '12' };

const empty = new Set(
  'a an the of to in on at by for from with and or but as is are was were be been being has have had it its he she they his her their this that these those there which who whom whose will would can could may might must shall should do does did than then so such also about roughly around approximately nearly some any each other into over under up out if when while because since until after before during between within per not no never nor neither none cannot only just very more most now today later first dr mr mrs ms prof professor president sir lady king queen saint captain'.split(
    ' ',
  ),
);

/** The words of a sentence, with its numbers, dates and names told apart. */
export function marksOf(sentence: string): readonly Mark[] {
  const marks: Mark[] = [];
  let clause = 0;
  const pattern =
    /(?<break>[;:()]|,(?!\d)|\b(?:but|because|while|although|whereas|and)\b)|(?<number>\d+(?:[.,]\d+)*)(?<ordinal>st|nd|rd|th)?(?![\p{L}])|(?<word>[\p{L}][\p{L}\p{M}\d]*(?:['’-][\p{L}\p{M}\d]+)*)/gu;
  for (const { groups = {}, index } of sentence.matchAll(pattern)) {
    const { number, word } = groups;
    if (groups['break'] !== undefined) clause++;
    else if (number !== undefined) {
      const value = plainNumber(number);
      const around = `${sentence.slice(Math.max(0, index - 12), index)}|${sentence.slice(index + number.length, index + number.length + 14)}`;
      const isYear =
        /^(?:1\d{3}|20\d{2})$/.test(number) && !/^\|?\s*(?:\p{Ll}{2,}s)\b/u.test(around.split('|')[1] ?? '');
      const isDay =
        Number(value) <= 31 &&
        new RegExp(
          `\\b(?:${months.join('|')})\\.? *\\||\\|(?:st|nd|rd|th)?(?: of)? *(?:${months.join('|')})\\b`,
          'i',
        ).test(around);
      const kind = isYear || isDay ? 'date' : 'number';
      marks.push({ stem: value, kind, text: number, clause, isEmpty: false });
    } else if (word !== undefined) marks.push(markOf(word, clause, isSentenceStart(sentence, index)));
  }
  return joinedNames(marks);
}

function markOf(word: string, clause: number, isFirst: boolean): Mark {
  const lower = word.toLowerCase().replace(/['’]s$/, '');
  const isCapital = /^\p{Lu}/u.test(word);
  if (
    (months.includes(lower) && (isCapital || lower.length > 4)) ||
    weekdays.includes(lower.replace(/s$/, ''))
  )
    return { stem: lower.replace(/s$/, ''), kind: 'date', text: word, clause, isEmpty: false };
  const spelled = numberOfWord(lower);
  if (spelled !== undefined && lower !== 'one' && lower !== 'no')
    return { stem: spelled, kind: 'number', text: word, clause, isEmpty: false };
  const isName = isCapital && !empty.has(lower) && !isFirst;
  return {
    stem: stemOf(lower),
    kind: isName ? 'name' : 'word',
    text: word,
    clause,
    isEmpty: empty.has(lower) || negations.test(lower),
  };
}

function isSentenceStart(sentence: string, index: number): boolean {
  return /^["“(*\s]*$/.test(sentence.slice(0, index));
}

/** A first word that a name follows belongs to it: "Clara Voss led". */
function joinedNames(marks: readonly Mark[]): readonly Mark[] {
  const [first, second] = marks;
  if (first?.kind !== 'word' || second?.kind !== 'name' || first.isEmpty || !/^\p{Lu}/u.test(first.text))
    return marks;
  return [{ ...first, kind: 'name' }, ...marks.slice(1)];
}

function numberOfWord(word: string): string | undefined {
  if (multiples[word] !== undefined) return multiples[word];
  const unit = units.indexOf(word);
  if (unit >= 0) return String(unit);
  const [ten, rest] = word.split('-');
  const at = tens.indexOf(ten ?? '');
  if (at < 0) return undefined;
  return String((at + 2) * 10 + (rest ? Math.max(0, units.indexOf(rest)) : 0));
}

function plainNumber(text: string): string {
  const grouped = /^\d{1,3}(?:[.,]\d{3})+$/.test(text) ? text.replace(/[.,]/g, '') : text.replace(',', '.');
  return String(Number(grouped));
}

/** Inflection cut off, not more. */
export function stemOf(word: string): string {
  let stem = word.toLowerCase().replace(/['’]s$/, '');
  stem = stem.replace(/(?:ies|ied)$/, 'y');
  if (stem.length > 5)
    stem = stem.replace(/(?:ations?|ings?|ments?|ers?|ors?|ed|ees?|ions?|ly|es|al|ance)$/, '');
  stem = stem.replace(/s$/, '');
  return stem.length > 4 ? stem.replace(/e$/, '').replace(/(.)\1$/, '$1') : stem;
}

const negations =
  /^(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot|unable|fail(?:s|ed)?|lacks?|lacked|forbid\w*|prohibit\w*|banned|refus\w*|den(?:y|ies|ied)|kein\w*|nicht|nie|pas|jamais|aucune?|ningún|ninguna|nunca|\w+n['’]t)$/i;
const opposites: readonly (readonly [string, string])[] = [
  ['open', 'closed'], ['increase', 'decrease'], ['increased', 'decreased'], ['rose', 'fell'], ['rise', 'fall'], ['before', 'after'], ['above', 'below'], ['larger', 'smaller'],
  ['higher', 'lower'], ['won', 'lost'], ['win', 'lose'], ['accepted', 'rejected'], ['included', 'excluded'], ['allowed', 'forbidden'], ['legal', 'illegal'], ['possible', 'impossible'],
  ['public', 'private'], ['earlier', 'later'], ['older', 'younger'], ['north', 'south'], ['east', 'west'], ['northern', 'southern'], ['eastern', 'western'], ['maximum', 'minimum'],
  ['male', 'female'], ['supported', 'unsupported'], ['safe', 'unsafe'], ['always', 'never'], ['all', 'none'],
]; // prettier-ignore

/** How often some words of one clause deny: an even count affirms. */
export function denialsIn(words: readonly string[]): number {
  return words.filter((word) => negations.test(word)).length;
}

/** Whether one text says a word of which the other says the opposite. */
export function saysOpposite(left: ReadonlySet<string>, right: ReadonlySet<string>): boolean {
  return opposites.some(
    ([one, other]) =>
      (left.has(one) && !left.has(other) && right.has(other) && !right.has(one)) ||
      (left.has(other) && !left.has(one) && right.has(one) && !right.has(other)),
  );
}
