import { z } from 'zod';
import { passed, rejected, textFilter } from './filter';
import { withoutCode } from '../../foundations/text/prose';
import { countWords, hasUnspacedScript } from '../../foundations/text/words';
import { brokenWording } from './wordingConstraints';

const fields = {
  constraints: z
    .boolean()
    .default(true)
    .describe(
      'Reject responses that break a count that the instruction asks for ("in under 50 words", "exactly three").',
    ),
};

type Unit = 'words' | 'characters' | 'letters' | 'sentences' | 'paragraphs' | 'lines' | 'items' | 'things';

/** What an instruction asks for: a number of things, with both ends allowed. */
export interface CountConstraint {
  readonly unit: Unit;
  readonly min: number;
  readonly max: number;
  /** As the instruction says it. */
  readonly text: string;
}

const small =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const numbers: Readonly<Record<string, number>> = Object.fromEntries([
  ['a', 1], ['single', 1], ['a single', 1], ['just one', 1], ['a couple of', 2], ['half a dozen', 6], ['a dozen', 12], ['twelve', 12],
  ...small.map((word, value) => [word, value] as const).slice(1),
  ...tens.flatMap((word, index) => [
    [word, 10 * index + 20] as const,
    ...small.slice(1, 10).flatMap((unit, value) => [[`${word}-${unit}`, 10 * index + 21 + value] as const, [`${word} ${unit}`, 10 * index + 21 + value] as const]),
  ]),
  ['hundred', 100], ['a hundred', 100], ['one hundred', 100], ['one hundred and fifty', 150], ['two hundred', 200], ['three hundred', 300], ['five hundred', 500],
]); // prettier-ignore
/** Tens with their ones as one alternative: one for each would be compiled to three times as much, in each of fifty expressions. */
const number = `(?<count>\\d{1,5}|(?:${tens.join('|')})(?:[ -](?:${small.slice(1, 10).join('|')}))?|${Object.keys(
  numbers,
)
  .filter((name) => !tens.some((word) => name.startsWith(word)))
  .sort((left, right) => right.length - left.length)
  .join('|')})`;
const anyNumber = new RegExp(`\\b(?:\\d+|${[...small.slice(1), ...tens].join('|')})\\b`, 'gi');
const second = number.replace('<count>', '<second>');

/** Anything else that is listed: a noun in the plural, with what describes it; no measure. */
const things =
  "(?:[a-z][a-z’'-]* ){0,3}?(?!(?:words|sentences|paragraphs|lines|letters|characters|points|bullets|minutes|hours|days|weeks|months|years|seconds|dollars|euros|pounds|times|cups|percent|metres|meters|kilometres|miles|grams|litres|degrees|numbers|people|persons|pages|is|was|has|does|as|this|its|his|less|across|plus|minus|parts|teams|groups|columns|rows|versions|stanzas|verses|syllables|rounds|sides|others?)\\b)[a-z]+(?:s|men|children|feet|teeth|mice)";

/** `hint` is in every text that `pattern` is in: most instructions count nothing, and need no further look. */
const units: readonly { readonly unit: Unit; readonly pattern: string; readonly hint: RegExp }[] = [
  { unit: 'words', pattern: 'words?', hint: /word/i },
  { unit: 'characters', pattern: 'characters?', hint: /character/i },
  { unit: 'letters', pattern: 'letters?', hint: /letter/i },
  { unit: 'sentences', pattern: 'sentences?', hint: /sentence/i },
  { unit: 'paragraphs', pattern: 'paragraphs?', hint: /paragraph/i },
  { unit: 'lines', pattern: 'lines?', hint: /line/i },
  {
    unit: 'items',
    pattern: '(?:bullet points?|bullets|bulleted points?|list items|numbered (?:points|items|steps))',
    hint: /bullet|list item|numbered/i,
  },
  { unit: 'things', pattern: things, hint: new RegExp(`\\b${number}\\b`, 'i') },
];

const max =
  '(?:at most|no more than|not more than|up to|a maximum of|maximum|max\\.?|within|(?:in|using|with|of|to|into) (?:at most|no more than|up to|a maximum of))';
const fewer = '(?:(?:in |with |using |of |to |into )?(?:under|less than|fewer than|below))';
const min =
  '(?:(?:in |with |using |of |to |into )?(?:at least|no less than|no fewer than|a minimum of|minimum|more than|over))';
const exactly = '(?:(?:in |with |using |into |of |to )?(?:exactly|precisely))';
const between = '(?:(?:in |with |using |of )?(?:between|from))';
/** What the answer is put into: "Summarise it in two sentences", and not "Combine the two sentences". */
const into = '(?:in|into|using|with|to|as)(?: only| just)?';
const writing =
  '(?:write|give(?: me| us)?|provide|list|make|create|produce|compose|name|suggest|mention|state|identify|offer|propose|recommend|share|tell me|describe|come up with|think of)(?: me)?(?: only| just)?(?: the| a list of| any| some)?';

interface Rule {
  readonly before: string;
  readonly bounds: (count: number) => readonly [min: number, max: number];
  readonly units?: readonly Unit[];
}

/** Words are hardly ever counted to the word, least of all by models and with hyphens; a tenth over is what people bear. */
const rules: readonly Rule[] = [
  { before: exactly, bounds: (count) => [count, count] },
  { before: fewer, bounds: (count) => [0, count] },
  { before: max, bounds: (count) => [0, count] },
  { before: min, bounds: (count) => [count, Infinity] },
  { before: into, bounds: (count) => [count, count], units: ['sentences', 'paragraphs', 'lines', 'items'] },
  {
    before: writing,
    bounds: (count) => [count, count],
    units: ['sentences', 'paragraphs', 'lines', 'items', 'things'],
  },
];

/** What a unit is looked for by, made once: each holds all number words. */
interface UnitSearch {
  readonly unit: Unit;
  readonly hint: RegExp;
  readonly range: RegExp;
  readonly after: RegExp;
  /** Of the shape that the whole answer is to have. */
  readonly named: RegExp | undefined;
  readonly rules: readonly { readonly asks: RegExp; readonly bounds: Rule['bounds'] }[];
}

const expression = (source: string): RegExp => new RegExp(source, 'i');

/** Made when first needed, since the same file is loaded by whoever only validates a recipe. */
let searches: readonly UnitSearch[] | undefined;
function unitSearches(): readonly UnitSearch[] {
  return (searches ??= units.map(({ unit, pattern, hint }) => ({
    unit,
    hint,
    range: expression(
      `\\b(?:${between} ${number} (?:and|to)|(?:${into}|${writing}) ${number.replace('<count>', '<from>')} ?(?:to|-|–|or)) ?${second} ${pattern}\\b`,
    ),
    after: expression(`\\b${number} ${pattern} (?:or less|or fewer|or under|at most|maximum|max|tops)\\b`),
    named:
      unit === 'things' || unit === 'items'
        ? undefined
        : expression(
            `\\b(?:a|an|one|in|your|as)(?: \\w+)? ${number}-${pattern.replace('s?', '')}\\b(?! (?:input|text below))`,
          ),
    rules: rules
      .filter(({ units: of }) => !of || of.includes(unit))
      .map(({ before, bounds }) => {
        // "At most five ingredients" says nothing of a list's length, "list at most five" does.
        const asks = unit === 'things' && before !== writing ? `${writing} ${before}` : before;
        return {
          asks: expression(
            `\\b${asks} ${number}(?:[ -](?:short|simple|concise|complete|long|full|brief|separate))? ${pattern}\\b(?! (?:that (?:are|were)|below|above|each|per|long ))`,
          ),
          bounds,
        };
      }),
  })));
}

/** The counts that an English instruction asks of its response. Where it may mean something else, none. */
export function countConstraintsIn(instruction: string): readonly CountConstraint[] {
  const found: CountConstraint[] = [];
  for (const { unit, hint, range: ranges, after: afters, named, rules: asked } of unitSearches()) {
    if (!hint.test(instruction)) continue;
    const range = ranges.exec(instruction);
    const [from, to] = [
      valueOf(range?.groups?.['count'] ?? range?.groups?.['from']),
      valueOf(range?.groups?.['second']),
    ];
    if (range && from !== undefined && to !== undefined) {
      found.push({ unit, min: from, max: to, text: range[0] });
      continue;
    }
    const after = afters.exec(instruction);
    const limit = valueOf(after?.groups?.['count']);
    if (after && limit !== undefined) {
      found.push({ unit, min: 0, max: limit, text: after[0] });
      continue;
    }
    const shaped = named && shapeOf(instruction, unit, named);
    if (shaped) {
      found.push(shaped);
      continue;
    }
    for (const { asks, bounds } of asked) {
      const match = asks.exec(instruction);
      const count = valueOf(match?.groups?.['count']);
      if (!match || count === undefined || (unit === 'things' && (count < 2 || severalNumbers(instruction))))
        continue;
      const [lowest, highest] = bounds(count);
      found.push({ unit, min: lowest, max: highest, text: match[0] });
      break;
    }
  }
  return found;
}

/** "Three pros and two cons", "two of the five": one list does not tell which is counted. */
const severalNumbers = (instruction: string): boolean => (instruction.match(anyNumber)?.length ?? 0) > 1;

let wordsOfShape: RegExp | undefined;

/** "A three-word slogan", "a one-paragraph summary", "in two words": the shape that the whole answer is to have. */
function shapeOf(instruction: string, unit: Unit, named: RegExp): CountConstraint | undefined {
  wordsOfShape ??= expression(
    `\\b(?:answer|reply|respond|describe|explain|summari[sz]e|sum up|say|put|express|define|it|this|that)\\b[^.?!]*? (?:in|with|using)(?: only| just)? ${number} words?(?=[.:;!?]|$)`,
  );
  const match = named.exec(instruction) ?? (unit === 'words' ? wordsOfShape.exec(instruction) : null);
  const count = valueOf(match?.groups?.['count']);
  if (!match || count === undefined || (unit === 'letters' && !/\bword\b/i.test(instruction)))
    return undefined;
  return { unit, min: count, max: count, text: match[0] };
}

/** "Each" sentence of so many words, "per" paragraph: what is counted is not the response. */
const isOfParts = /\b(?:each|every|per|apiece|respectively)\b/i;

/** Responses that break a count which the instruction states. */
export const countConstraints = textFilter({
  name: 'constraints',
  version: 3,
  stage: 'pair',
  fields,
  isOn: ({ constraints }) => constraints,
  check: ({ instruction, response, classification }) => {
    if (classification || isOfParts.test(instruction)) return passed;
    for (const { unit, min, max, text } of countConstraintsIn(instruction)) {
      const counted = countOf(unit, response);
      if (counted === undefined) continue;
      if (counted < min - slackOf(unit, min, max) || counted > max + slackOf(unit, max, min))
        return rejected(`the instruction says "${text}", and the response has ${counted}`, counted);
    }
    const broken = brokenWording(instruction, response);
    return broken === undefined
      ? passed
      : rejected(`the instruction says "${broken}", and the response does not do so`);
  },
});

/** A tenth of a bound on words or characters, a fifth of a plain number of many words; of few every one counts. */
function slackOf(unit: Unit, bound: number, other: number): number {
  if (unit !== 'words' && unit !== 'characters') return 0;
  if (bound !== other) return bound * 0.1;
  return bound <= 10 ? 0 : bound * 0.2;
}

function valueOf(word: string | undefined): number | undefined {
  return word === undefined ? undefined : /^\d/.test(word) ? Number(word) : numbers[word.toLowerCase()];
}

/** How many there are; undefined where that cannot be told. */
function countOf(unit: Unit, response: string): number | undefined {
  const text = withoutCode(response).trim();
  switch (unit) {
    case 'words':
      // Whoever asks for so many words of Chinese or Thai hardly means those of a dictionary.
      if (hasUnspacedScript(text)) return undefined;
      return countWords(text === '' ? response : response.replace(/(?:^|\s)[-–—&*•](?=\s)/g, ' '));
    case 'characters':
      return [...response.trim()].length;
    case 'letters':
      return /^[\p{L}'-]+[.!]?$/u.test(text) ? text.replace(/[^\p{L}]/gu, '').length : undefined;
    case 'lines':
      return text.split('\n').filter((line) => line.trim() !== '').length;
    case 'things':
      return listItems(text) ?? valuesOf(text);
    case 'paragraphs':
      return listItems(text) === undefined
        ? text.split(/\n\s*\n/).filter((part) => part.trim() !== '').length
        : undefined;
    case 'sentences':
      return sentencesOf(text);
    case 'items':
      return listItems(text);
  }
}

/** Sentences of prose. Lists, verse and dialogue end theirs at will, and a full stop within quotation marks may end none. */
function sentencesOf(text: string): number | undefined {
  if (listItems(text) !== undefined || text.includes('\n') || /["“”]/.test(text)) return undefined;
  const segments = [
    ...new Intl.Segmenter('en', { granularity: 'sentence' }).segment(text.replace(abbreviations, '$1')),
  ];
  return segments.filter(({ segment }) => /\p{L}/u.test(segment)).length;
}

const abbreviations =
  /\b(Mr|Mrs|Ms|Dr|Prof|St|vs|etc|e\.g|i\.e|approx|No|Inc|Ltd|Jr|Sr|U\.S|a\.m|p\.m|[A-Z])\./g;

/** Items of the outermost level of the one list that a text has; undefined where it has none or several. */
function listItems(text: string): number | undefined {
  const marked = [...text.matchAll(/^( *)([-*•–]|\d+[.)])\s+\S/gm)];
  const numbered = marked.filter(([, , mark = '']) => /\d/.test(mark));
  if (numbered.filter(([, , mark = '']) => parseInt(mark, 10) === 1).length > 1) return undefined;
  // Points under numbered headings are parts of what is counted.
  const items = (numbered.length > 0 ? numbered : marked).map(([, indent = '']) => indent.length);
  return items.length === 0 ? undefined : items.filter((indent) => indent === Math.min(...items)).length;
}

/** Parts of a plain enumeration: "Red, blue and green". Undefined where a part says more than a name. */
function valuesOf(text: string): number | undefined {
  const parts = text
    .replace(/[.!]$/, '')
    .split(/\s*[,;\n]\s*(?:and |or |& )?|\s+(?:and|&)\s+/)
    .filter((part) => part !== '');
  return parts.length >= 2 &&
    parts.every((part) => countWords(part) <= 2) &&
    !/[.:!?]/.test(text.slice(0, -1))
    ? parts.length
    : undefined;
}
