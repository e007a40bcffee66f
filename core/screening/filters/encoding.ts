import { z } from 'zod';
import { passed, rejected, textFilter } from './filter';
import { mojibakeIn } from '../../foundations/text/mojibake';
import type { FilterResult } from '../../vocabulary/filterResult';

const fields = {
  encoding: z
    .boolean()
    .default(true)
    .describe('Reject garbled characters: UTF-8 read as Latin-1, replacement and control characters.'),
};

/** Neither tab nor line ends; without what joins and directs letters of other scripts. */
const control = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]|\p{Surrogate}|\p{Private_Use}/u; // eslint-disable-line no-control-regex

function resultOn(text: string, where: string): FilterResult {
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
  later: 'messages',
  fields,
  isOn: ({ encoding }) => encoding,
  check: ({ instruction }) => resultOn(instruction, 'the instruction'),
});

/** Of input and response; what stands in the input may be taken over into the response. */
export const encoding = textFilter({
  name: 'encoding',
  version: 1,
  stage: 'pair',
  fields,
  isOn: ({ encoding }) => encoding,
  check: ({ input, response }) => {
    const result = resultOn(input, 'the input');
    return result.passed ? resultOn(response, 'the response') : result;
  },
});
