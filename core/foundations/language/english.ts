import indefinite from 'indefinite';
import pluralize from 'pluralize';

/** Read as words, and not letter by letter. */
const spokenAcronyms = /^(?:FEMA|FIFA|LAN|MIDI|NASA|NASDAQ|NATO|RAM|ROM|SIM|SWAT|UNESCO|UNICEF)\b/;
// By sound: "yoo" and "wun" are consonants, a silent h is none. Where the package goes by the letter.
const consonantSound =
  /^(?:eu(?!chre)|ewe|ouija|on(?:e|ce)\b|oneness|u(?:[bkrv][aeiou](?!r)|kr|fo|ga|s[aeu]|t[aeio](?!lo)|nanim)|uni(?!n|m[^o]|den|ron|ss|deal))/i;
const vowelSound = /^(?:hour|honest|hono[u]?r|heir|hors d|yttr|x(?:[-\s\d]|box|mas\b|ml))/i;

/**
 * The phrase with "a" or "an" before it, by how it sounds: "an hour", "a university", "an 8-ball", "an MRI". What comes before the
 * first letter or digit (a quotation mark, a currency sign) is not heard.
 */
export function withArticle(phrase: string): string {
  const heard = phrase.replace(/^[^\p{Letter}\p{Number}-]+/u, '');
  return `${articleOf(heard)} ${phrase}`;
}

function articleOf(heard: string): string {
  if (/^-\d/.test(heard)) return 'a'; // "minus"
  const acronym = /^[\p{Lu}\d]{2,}\b/u.test(heard) && !spokenAcronyms.test(heard);
  if (!acronym && consonantSound.test(heard)) return 'a';
  if (!acronym && vowelSound.test(heard)) return 'an';
  return indefinite(spokenAcronyms.test(heard) ? heard.toLowerCase() : heard, { articleOnly: true });
}

/** Plurals that the package has wrong. */
const irregularPlurals: ReadonlyMap<string, string> = new Map(
  Object.entries({
    baht: 'baht', furniture: 'furniture', hertz: 'hertz', lux: 'lux', pence: 'pence', rand: 'rand', siemens: 'siemens',
    stratum: 'strata', swiss: 'Swiss', veto: 'vetoes', virus: 'viruses', won: 'won', yen: 'yen', yuan: 'yuan',
  }),
); // prettier-ignore
/** Words in -man that have nothing to do with men. */
const regularInMan = /(?:^|[^\p{Letter}])(?:brah|cai|desh?|ger|hu|nor|otto|ro|sha|talis|turko)man$/iu;
/** The noun of a phrase ends before one of these: "cups of tea", "kilometres per hour", "mothers-in-law". */
const afterNoun = /(?=(?:\s+|-)(?:of|per|in|for|with|from|on|at|to|by|without)(?:\s|-))/i;

/** The noun or phrase as it stands with a number: the singular with 1 alone. "1 apple", "0 apples", "1.5 apples". */
export function agreeing(phrase: string, count: unknown): string {
  return Number(count) === 1 && /^\s*1\s*$/.test(String(count)) ? phrase : pluralOf(phrase);
}

/** "cups of tea", "mothers-in-law", "Germans". */
export function pluralOf(phrase: string): string {
  const [noun = phrase] = phrase.split(afterNoun, 1);
  const rest = phrase.slice(noun.length);
  const [, before = '', last = noun] = /^(.*[\s-])?([^\s-]+)$/su.exec(noun) ?? [];
  const irregular = irregularPlurals.get(last.toLowerCase());
  const plural = irregular ?? (regularInMan.test(last) ? `${last}s` : pluralize(last));
  return before + plural + rest;
}

/** Words that only look like plurals, and plurals that the package has wrong. */
const irregularSingulars: ReadonlyMap<string, string> = new Map(
  Object.entries({ calories: 'calorie', clothes: 'clothes', cookies: 'cookie', does: 'does', lives: 'life', themselves: 'themselves' }),
); // prettier-ignore
const noPlural =
  /(?:ss|us|is)$|^(?:alias|atlas|bias|canvas|chaos|christmas|cosmos|gas|gps|kansas|lens|pajamas|texas|thomas|yes)$/u;

/** A noun in lower case: "analysis", "bias" and "species" only look like plurals. */
export function singularOf(noun: string): string {
  if (!noun.endsWith('s') || noun.length < 4 || noPlural.test(noun)) return noun;
  return irregularSingulars.get(noun) ?? pluralize.singular(noun);
}

/** "1st", "2nd", "11th". A number that is not whole is left as it is. */
export function ordinal(value: unknown): string {
  const text = String(value);
  if (!/^-?\d+$/.test(text)) return text;
  const teen = /1\d$/.test(text);
  const ending = { '1': 'st', '2': 'nd', '3': 'rd' }[text.at(-1) ?? ''];
  return text + (teen ? 'th' : (ending ?? 'th'));
}

const small = (
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen ' +
  'nineteen'
).split(' ');
const tens = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
const scales = ['', ' thousand', ' million', ' billion', ' trillion'];

/** A whole number below 10^15 in words: "forty-two", "one hundred and five". Anything else is left as it is. */
export function numberInWords(value: unknown): string {
  const text = String(value);
  if (!/^-?\d{1,15}$/.test(text)) return text;
  if (text.startsWith('-')) return `minus ${numberInWords(text.slice(1))}`;
  const number = Number(text);
  if (number === 0) return small[0] ?? '';
  const groups: string[] = [];
  for (let [rest, scale] = [number, 0]; rest > 0; rest = Math.floor(rest / 1000), scale++) {
    const group = rest % 1000;
    if (group > 0) groups.unshift(belowThousand(group) + (scales[scale] ?? ''));
  }
  const last = number % 1000;
  const joinsLast = groups.length > 1 && last > 0 && last < 100;
  return joinsLast ? `${groups.slice(0, -1).join(' ')} and ${groups.at(-1)}` : groups.join(' ');
}

function belowThousand(number: number): string {
  const hundreds = Math.floor(number / 100);
  const rest = number % 100;
  const below =
    rest < 20
      ? (small[rest] ?? '')
      : (tens[Math.floor(rest / 10)] ?? '') + (rest % 10 === 0 ? '' : `-${small[rest % 10] ?? ''}`);
  if (hundreds === 0) return below;
  return `${small[hundreds] ?? ''} hundred${rest === 0 ? '' : ` and ${below}`}`;
}

/** The first letter large, the others as they are. */
export function capitalised(text: string): string {
  const [first = ''] = text;
  return first.toUpperCase() + text.slice(first.length);
}

/** Digits before the point in groups of three: "12,345.6". A text that is no number is left as it is. */
export function grouped(value: unknown): string {
  const text = String(value);
  return /^-?\d+(?:\.\d+)?$/.test(text) ? text.replace(/(?<=^-?\d+)(?=(?:\d{3})+(?:\.|$))/g, ',') : text;
}
