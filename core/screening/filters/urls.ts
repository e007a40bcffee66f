import { passed, rejected, textFilter } from './filter';

const address = /\b(?:https?:\/\/|www\.)[^\s<>"'“”()[\]{}|\\^`]+/gi;

/** Web addresses in a response. Teachers invent them, so that only those that the task gives can be relied on. */
export const urls = textFilter(
  'urls',
  1,
  'pair',
  ({ instruction, input, response }, { filters }) => {
    const found = addressesIn(response);
    const given = new Set(filters.urls === 'given' ? addressesIn(`${instruction}\n${input}`) : []);
    const foreign = found.find((one) => !given.has(one));
    if (foreign === undefined) return found.length === 0 ? passed : { passed: true, score: found.length };
    const why = filters.urls === 'given' ? 'which the task does not give' : 'and none is allowed';
    return rejected(`the response names the address ${foreign}, ${why}`, found.length);
  },
  ({ filters }) => filters.urls !== 'allow',
);

/** Without what a sentence adds at its end, nor a slash there. */
function addressesIn(text: string): string[] {
  return (text.match(address) ?? []).map((one) => one.replace(/[.,;:!?*_/]+$/, '').toLowerCase());
}
