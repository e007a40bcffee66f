import { z } from 'zod';
import { passed, rejected, textFilter } from './filter';
import type { FilterResult } from '../../vocabulary/filterResult';

const fields = {
  encoding: z
    .boolean()
    .default(true)
    .describe('Reject garbled characters: UTF-8 read as Latin-1, replacement and control characters.'),
};

/** What the bytes 0x80 to 0x9F are in Windows-1252; the five that are nothing there stay what they are in Latin-1. */
const windows1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
const continuation = `[${windows1252}\u00a0-\u00bf]`;
/** One character of UTF-8 whose bytes were read one by one: a lead byte and as many continuations as it announces. */
const misread = new RegExp(`[Â-ß]${continuation}|[à-ï]${continuation}{2}|[ð-ô]${continuation}{3}`, 'gu');
/** May follow a letter in honest text: “SPAẞ”, “perché…”. */
const closing = /^.[’”“»›‘…–—.\u00a0]+$/u;

/** Characters of a text that were UTF-8 and were read as Latin-1 or Windows-1252: "Ã©" for "é", "â€™" for "’". */
export function mojibakeIn(text: string): readonly string[] {
  const found = text.match(misread) ?? [];
  return found.filter((one) => (one.startsWith('â€') || !closing.test(one)) && isUtf8(one));
}

function isUtf8(characters: string): boolean {
  const bytes = [...characters].map((character) => {
    const at = windows1252.indexOf(character);
    return at < 0 ? character.charCodeAt(0) : 0x80 + at;
  });
  return !Buffer.from(bytes).toString('utf8').includes('\ufffd');
}

/** Neither tab nor line ends; without what joins and directs letters of other scripts. */
const control = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]|\p{Surrogate}|\p{Private_Use}/u; // eslint-disable-line no-control-regex

function verdictOn(text: string, where: string): FilterResult {
  const replaced = text.split('\ufffd').length - 1;
  if (replaced > 0) return rejected(`${where} has ${replaced} characters that were lost (U+FFFD)`, replaced);
  const misreadCharacters = mojibakeIn(text);
  if (misreadCharacters.length > 0)
    return rejected(
      `${where} is garbled: "${misreadCharacters[0]}", UTF-8 read as Latin-1`,
      misreadCharacters.length,
    );
  const found = control.exec(text)?.[0];
  if (found === undefined) return passed;
  const code = (found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return rejected(`${where} holds the control character U+${code}`, 1);
}

export const instructionEncoding = textFilter({
  name: 'encodingOfInstruction',
  version: 1,
  stage: 'instruction',
  fields,
  isOn: ({ encoding }) => encoding,
  check: ({ instruction }) => verdictOn(instruction, 'the instruction'),
});

/** Of input and response; what stands in the input may be taken over into the response. */
export const encoding = textFilter({
  name: 'encoding',
  version: 1,
  stage: 'pair',
  fields,
  isOn: ({ encoding }) => encoding,
  check: ({ input, response }) => {
    const verdict = verdictOn(input, 'the input');
    return verdict.passed ? verdictOn(response, 'the response') : verdict;
  },
});
