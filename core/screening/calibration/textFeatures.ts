import { wordPartsOf } from '../../foundations/text/words';

/** A pair's three texts. */
export interface PairText {
  readonly instruction: string;
  readonly input: string;
  readonly response: string;
}

/** Numbers that a pair's text gives without any model. Lengths are logarithms, since a word more matters less the longer a text is. */
export function textFeatures({ instruction, input, response }: PairText): Readonly<Record<string, number>> {
  const asked = wordPartsOf(instruction);
  const said = wordPartsOf(response);
  const distinct = new Set(said);
  const askedWords = new Set([...asked, ...wordPartsOf(input)]);
  const sentences = response
    .split(/(?<=[.!?।॥؟۔])\s+|(?<=[。！？])|\n+/u)
    .filter((sentence) => sentence.trim() !== '');
  return {
    'text.instructionWords': Math.log1p(asked.length),
    'text.inputWords': Math.log1p(wordPartsOf(input).length),
    'text.responseWords': Math.log1p(said.length),
    'text.responsePerInstruction': Math.log1p(said.length) - Math.log1p(asked.length),
    'text.distinctWords': ratio(distinct.size, said.length),
    'text.wordLength': ratio(
      said.reduce((sum, word) => sum + word.length, 0),
      said.length,
    ),
    'text.sentenceWords': Math.log1p(ratio(said.length, sentences.length)),
    'text.newWords': ratio([...distinct].filter((word) => !askedWords.has(word)).length, distinct.size),
    'text.digits': share(response, /\p{N}/gu),
    'text.punctuation': share(response, /\p{P}/gu),
    'text.capitals': share(response, /\p{Lu}/gu),
    'text.nonAscii': share(response, /[^\p{ASCII}]/gu),
    'text.lines': Math.log1p(response.split('\n').length - 1),
    'text.listItems': Math.log1p((response.match(/^\s*(?:\d+[.)]|[-*•])\s/gmu) ?? []).length),
    'text.code': Number(response.includes('```')),
    'text.question': Number(/[?？؟]\s*$/u.test(instruction)),
    'text.endsWhole': Number(/[.!?…)"”'`\]}।॥؟۔。！？」』）]\s*$/u.test(response)),
  };
}

function share(text: string, pattern: RegExp): number {
  return ratio((text.match(pattern) ?? []).length, [...text].length);
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
