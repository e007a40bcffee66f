import { passed, rejected, type Filter } from './filter';

/** Words between white space, as the released Self-Instruct code counts them. */
const instructionLength: Filter<string> = {
  name: 'instructionLength',
  version: 1,
  check(instruction, { filters }) {
    const { least, most } = filters.instructionWords;
    const words = instruction.split(/\s+/).filter((word) => word !== '').length;
    if (words < least) return rejected(`${words} words, at least ${least} are asked for`, words);
    if (words > most) return rejected(`${words} words, at most ${most} are allowed`, words);
    return { passed: true, score: words };
  },
};

/** Things that a language model cannot see, hear or do. Whole words, without regard to case. */
const blocklist: Filter<string> = {
  name: 'blocklist',
  version: 1,
  check(instruction, { filters }) {
    const found = filters.blocklist.find((phrase) => wholeWords(phrase).test(instruction));
    return found === undefined ? passed : rejected(`contains "${found}"`);
  },
};

/** "Write a program" was so frequent among GPT-3's proposals that the paper's authors dropped it. */
const blockedPrefix: Filter<string> = {
  name: 'blockedPrefix',
  version: 1,
  check(instruction, { filters }) {
    const found = filters.blockedPrefixes.find((prefix) => instruction.startsWith(prefix));
    return found === undefined ? passed : rejected(`starts with "${found}"`);
  },
};

const firstCharacter: Filter<string> = {
  name: 'firstCharacter',
  version: 1,
  check(instruction, { language }) {
    const first = [...instruction][0] ?? '';
    if (/^[\p{P}\p{S}]$/u.test(first)) return rejected(`starts with the punctuation "${first}"`);
    if (language === 'en' && !/^\p{ASCII}$/u.test(first))
      return rejected(`starts with "${first}", which is not ASCII`);
    return passed;
  },
};

/** What is asked of an instruction before it costs a response, cheapest first. */
export const instructionFilters: readonly Filter<string>[] = [
  instructionLength,
  firstCharacter,
  blockedPrefix,
  blocklist,
];

const patterns = new Map<string, RegExp>();

/** Letters and digits of any language bound a word; `\b` would know only ASCII. */
function wholeWords(phrase: string): RegExp {
  let pattern = patterns.get(phrase);
  if (!pattern) {
    const escaped = phrase
      .trim()
      .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
      .replace(/\s+/g, '\\s+');
    pattern = new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'iu');
    patterns.set(phrase, pattern);
  }
  return pattern;
}
