import { stopWords } from '../../foundations/language/stopWords';
import { segmentedWords } from '../../foundations/text/words';
import { sentencesOf } from '../grounding/claims';
import { marksOf } from '../grounding/facts';

/** What a response says in answer to a question that has a short one, without its wording. */
export type ShortAnswer = { readonly text: string } & (
  | { readonly kind: 'number'; readonly value: number; readonly decimals: number }
  /** A letter of the instruction's options, or yes and no. */
  | { readonly kind: 'choice'; readonly value: string }
  | { readonly kind: 'words'; readonly words: ReadonlySet<string> }
);

/** Words of an answer that is short by itself, and of what is left of a sentence when the question is taken off. */
const fewWords = 6;
/** A sentence of more words explains something. */
const oneSentence = 30;

const marked =
  /(?:####|\\boxed\s*\{|\b(?:final |correct |right )?answer(?: (?:is|would be|should be))?(?: therefore)?\s*[:=]|\banswer (?:is|would be|should be)\b|\bdie antwort (?:ist|lautet)\b|\bantwort\s*:|\bla réponse est\b|\bréponse\s*:|\bla respuesta es\b|\brespuesta\s*:)\s*([^\n]+)/giu;
const yes =
  /^(?:yes|yeah|yep|correct|true|ja|richtig|wahr|oui|vrai|sí|si,|verdadero|sim|да|是|对)(?![\p{L}\p{N}])/iu;
const no =
  /^(?:no|nope|not really|incorrect|false|nein|falsch|non|faux|falso|não|нет|不是|不对)(?![\p{L}\p{N}])/iu;
const asksNumber =
  /\bhow (?:many|much|old|far|long|tall|high|heavy|fast|often)\b|\b(?:calculate|compute|evaluate|sum|product|total|average|difference|percent(?:age)?|perimeter|area|volume|remainder)\b|\bwhat is (?:the (?:value|number|result) of|[-\d(])|\bwie (?:viele?|alt|lange?|weit|hoch)\b|\bcombien\b|\bcuánt[oa]s?\b|\d\s*[-+*/×÷^]\s*\d/iu;
const asksYesOrNo =
  /(?:^|[.!:]\s+|\n)(?:is|are|was|were|do|does|did|can|could|will|would|has|have|had|should|must|may|true or false|ist|sind|war|hat|kann|est-ce que|¿?(?:es|son|puede|tiene))\b[^.!]*(?:\?|$)/iu;
const asksThing =
  /\b(?:who|whom|whose|where|when|which|what|name|wer|wo|wann|welche[rsnm]?|was|qui|où|quand|quel(?:le)?s?|quién|dónde|cuándo|cuál(?:es)?|qué)\b/iu;
const option = /(?:^|\n|\s)\(?([A-H])[).:]\s+\S/gu;

/**
 * The answer that a response comes to: what it marks as such, the option, yes or no, the number that was asked for, or a few words. Undefined
 * where it is no short one.
 */
export function shortAnswerOf(instruction: string, response: string): ShortAnswer | undefined {
  const text = response.replace(/\*\*|__|`/g, '').trim();
  if (text === '') return undefined;
  const options = new Set([...instruction.matchAll(option)].map(([, letter]) => letter!));
  const conclusion = [...text.matchAll(marked)].at(-1)?.[1]?.replace(/\}[^}]*$/, '');
  if (conclusion !== undefined) return answerIn(instruction, conclusion, options);
  if (options.size >= 2) {
    const letter = letterIn(text, options);
    if (letter !== undefined) return letter;
  }
  if (asksYesOrNo.test(instruction)) {
    const said = yesOrNo(text);
    if (said) return said;
  }
  const words = segmentedWords(text);
  if (words.length <= fewWords) return answerIn(instruction, text, options);
  const sentences = sentencesOf(text);
  if (asksNumber.test(instruction)) {
    const last = sentences.findLast((sentence) => numbersIn(sentence).length > 0);
    const numbers = last === undefined ? [] : numbersIn(last.slice(last.lastIndexOf('=') + 1));
    const value = numbers.at(-1) ?? (last === undefined ? undefined : numbersIn(last).at(-1));
    if (value) return value;
  }
  const [only] = sentences;
  if (sentences.length !== 1 || only === undefined || words.length > oneSentence) return undefined;
  return asksThing.test(instruction) ? beyondQuestion(instruction, only) : undefined;
}

/** Whether two answers say the same: equal as far as both are given, or the one with more beside it. */
export function isSameAnswer(left: ShortAnswer, right: ShortAnswer): boolean {
  if (left.kind === 'number' && right.kind === 'number') {
    const decimals = Math.min(left.decimals, right.decimals);
    const unit = 10 ** -decimals;
    return Math.abs(left.value - right.value) < (left.decimals === right.decimals ? 1e-9 : unit * 0.51);
  }
  if (left.kind === 'choice' || right.kind === 'choice') {
    if (left.kind === right.kind) return 'value' in left && 'value' in right && left.value === right.value;
    const [choice, other] = left.kind === 'choice' ? [left, right] : [right, left];
    return other.kind === 'words' && other.words.has(String('value' in choice ? choice.value : ''));
  }
  const [one, two] = [wordsOf(left), wordsOf(right)];
  const [few, many] = one.size <= two.size ? [one, two] : [two, one];
  return few.size > 0 && [...few].every((word) => many.has(word));
}

function wordsOf(answer: ShortAnswer): ReadonlySet<string> {
  if (answer.kind === 'words') return answer.words;
  return new Set([String(answer.value)]);
}

/** What a short text says. */
function answerIn(instruction: string, given: string, options: ReadonlySet<string>): ShortAnswer | undefined {
  const text = given.trim();
  const letter = options.size >= 2 ? letterIn(text, options) : undefined;
  if (letter) return letter;
  const said = yesOrNo(text);
  if (said) return said;
  const numbers = numbersIn(text);
  const [first] = numbers;
  const isName = contentOf(text).filter((word) => /\p{L}/u.test(word)).length > 2;
  if (first && (numbers.length === 1 ? !isName : asksNumber.test(instruction)))
    return numbers.length === 1 ? first : numbers.at(-1);
  const [sentence] = sentencesOf(text);
  return sentence === undefined ? undefined : beyondQuestion(instruction, sentence);
}

/** A letter of the options that an answer begins with, or names. */
function letterIn(text: string, options: ReadonlySet<string>): ShortAnswer | undefined {
  const letter =
    /^\(?([A-H])(?:[).:,]|\s|$)/u.exec(text)?.[1] ??
    /\b(?:option|choice|answer)\s+\(?([A-H])\b/iu.exec(text)?.[1];
  return letter !== undefined && options.has(letter)
    ? { kind: 'choice', value: letter.toLowerCase(), text: letter }
    : undefined;
}

function yesOrNo(text: string): ShortAnswer | undefined {
  const value = yes.test(text) ? 'yes' : no.test(text) ? 'no' : undefined;
  return value === undefined ? undefined : { kind: 'choice', value, text: value };
}

/** What a sentence says that its question does not: "Paris" of "The capital of France is Paris." Undefined where that is much. */
function beyondQuestion(instruction: string, sentence: string): ShortAnswer | undefined {
  const asked = new Set(contentOf(instruction));
  const words = contentOf(sentence);
  const said = words.filter((word) => !asked.has(word));
  // Where everything is in the question, it chooses: "Which is larger, Mars or Venus?"
  const left = said.length > 0 ? said : words;
  if (left.length === 0 || left.length > fewWords) return undefined;
  return { kind: 'words', words: new Set(left), text: left.join(' ') };
}

/** The words that carry content, without case, inflection and accents; numbers as their values. */
function contentOf(text: string): string[] {
  const marks = marksOf(text);
  if (marks.length === 0) return [];
  return marks.flatMap(({ stem, text: word, isEmpty }) =>
    isEmpty || stopWords.has(word.toLowerCase())
      ? []
      : [stem.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()],
  );
}

function numbersIn(text: string): Extract<ShortAnswer, { kind: 'number' }>[] {
  const digits = [
    ...text.matchAll(/(?<![\p{L}\d.,/])([-−]?)[$€£¥]?\s?(\d+(?:[.,]\d+)*)(?:\s?\/\s?(\d+))?(?![\p{L}]*\d)/gu),
  ];
  if (digits.length > 0)
    return digits.map(([, sign, number, below]) => {
      const { value, decimals } = plainNumber(number!);
      const signed = sign === '' ? value : -value;
      return below === undefined
        ? { kind: 'number', value: signed, decimals, text: `${sign === '' ? '' : '-'}${number}` }
        : { kind: 'number', value: signed / Number(below), decimals: 9, text: `${number}/${below}` };
    });
  return marksOf(text).flatMap(({ kind, stem, text: word }) =>
    kind === 'number' && /^\d+$/.test(stem)
      ? [{ kind: 'number' as const, value: Number(stem), decimals: 0, text: word }]
      : [],
  );
}

/** "1,234.50" and "1.234,50" alike; a comma or a point before other than three digits is a decimal one. */
function plainNumber(text: string): { readonly value: number; readonly decimals: number } {
  const last = Math.max(text.lastIndexOf(','), text.lastIndexOf('.'));
  const hasBoth = text.includes(',') && text.includes('.');
  const isGrouped = !hasBoth && /^\d{1,3}(?:,\d{3})+$|^\d{1,3}(?:\.\d{3}){2,}$/.test(text);
  if (last < 0 || isGrouped) return { value: Number(text.replace(/[.,]/g, '')), decimals: 0 };
  const whole = text.slice(0, last).replace(/[.,]/g, '');
  const part = text.slice(last + 1);
  return { value: Number(`${whole}.${part}`), decimals: part.replace(/0+$/, '').length };
}
