import { z } from 'zod';
import { passed, rejected, textFilter } from './filter';

const fields = {
  urls: z
    .enum(['allow', 'given', 'forbid'])
    .default('allow')
    .describe(
      'Web addresses in a response: any, only those that the instruction or the input gives (others may well be invented), or none.',
    ),
};

const address = /\b(?:https?:\/\/|www\.)[^\s<>"'“”()[\]{}|\\^`]+/gi;

/** Web addresses in a response. Teachers invent them, so that only those that the task gives can be relied on. */
export const urls = textFilter({
  name: 'urls',
  version: 1,
  stage: 'pair',
  fields,
  isOn: ({ urls }) => urls !== 'allow',
  check: ({ instruction, input, response }, { urls }) => {
    const found = addressesIn(response);
    const given = new Set(urls === 'given' ? addressesIn(`${instruction}\n${input}`) : []);
    const foreign = found.find((one) => !given.has(one));
    if (foreign === undefined) return found.length === 0 ? passed : { passed: true, score: found.length };
    const why = urls === 'given' ? 'which the task does not give' : 'and none is allowed';
    return rejected(`the response names the address ${foreign}, ${why}`, found.length);
  },
});

/** Without what a sentence adds at its end, nor a slash there. */
function addressesIn(text: string): string[] {
  return (text.match(address) ?? []).map((one) => one.replace(/[.,;:!?*_/]+$/, '').toLowerCase());
}
