import { z } from 'zod';
import { passed, rejected, textFilter } from './filter';
import { withoutCode } from '../../foundations/text/prose';

const fields = {
  placeholders: z
    .boolean()
    .default(true)
    .describe('Reject responses that leave places to be filled in ("[insert name]", "Lorem ipsum", "TODO").'),
};

const gaps: readonly RegExp[] = [
  /\[(?:please )?(?:insert|enter|fill in|add|your|recipient|sender|client|customer|company|employer|name|date|address|phone|email|e-mail|title|position|city|product|link|number|amount|text here|Name des|Ihr|Dein|votre|nom|su nombre|nombre)\b[^\]\n]{0,40}\](?!\()/i,
  /<(?:insert|enter|your|fill in)\b[^>\n]{0,40}>/i,
  /\{\{?\s*(?:insert|your|enter)?[ _]?(?:name|date|company|address|title|text|value|placeholder)\s*\}?\}/i,
  /\blorem ipsum\b/i,
  /(?:^|\n)\s*(?:TODO|TBD|FIXME|XXX+)\b/,
  /\b(?:insert|your (?:answer|response|text|name)) here\b/i,
];
/** A response that says nothing. */
const nothing =
  /^(?:[.…\s_-]+|n\/?a|none given|no (?:output|response)|<no ?input>|null|undefined|placeholder|answer|response)[.!]?$/i;
/** Where a form is asked for, gaps are the point of it. */
const asksForGaps =
  /\b(?:template|placeholder|form|fill[- ]in|blank|outline|boilerplate|mad ?libs?|vorlage|lückentext|modèle|formulaire|plantilla|modelo)\b|\[|\{\{/i;

/** Responses that leave to the reader what they were asked for. */
export const placeholder = textFilter({
  name: 'placeholder',
  version: 1,
  stage: 'pair',
  fields,
  isOn: ({ placeholders }) => placeholders,
  check: ({ instruction, input, response, classification }) => {
    const task = `${instruction}\n${input}`;
    if (
      !classification &&
      nothing.test(response.trim()) &&
      !task.toLowerCase().includes(response.trim().toLowerCase())
    )
      return rejected(`the response says nothing: "${response.trim().slice(0, 40)}"`);
    if (asksForGaps.test(task)) return passed;
    const prose = withoutCode(response);
    const found = gaps.map((gap) => gap.exec(prose)?.[0].trim()).find((gap) => gap !== undefined);
    return found === undefined || task.includes(found)
      ? passed
      : rejected(`leaves a place to be filled in: "${found}"`);
  },
});
