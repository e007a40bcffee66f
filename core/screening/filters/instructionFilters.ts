import { instructionEncoding } from './encoding';
import { passed, rejected, textFilter, type Filter } from './filter';
import { instructionLanguage } from './languageFilter';
import { instructionPersonalData } from './personalData';
import { instructionProfanity } from './profanity';
import { instructionPromptLeakage } from './promptLeakage';
import { instructionText } from './wordLists';
import { wholeWords } from '../../foundations/text/wholeWords';

/** Words between white space, as the released Self-Instruct code counts them. */
const instructionLength = textFilter(
  'instructionLength',
  1,
  'instruction',
  ({ instruction }, { filters }) => {
    const { least, most } = filters.instructionWords;
    const words = instruction.split(/\s+/).filter((word) => word !== '').length;
    if (words < least) return rejected(`${words} words, at least ${least} are asked for`, words);
    if (words > most) return rejected(`${words} words, at most ${most} are allowed`, words);
    return { passed: true, score: words };
  },
);

/** Things that a language model cannot see, hear or do. Whole words, without regard to case. */
const blocklist = textFilter('blocklist', 1, 'instruction', ({ instruction }, { filters }) => {
  const found = filters.blocklist.find((phrase) => wholeWords(phrase).test(instruction));
  return found === undefined ? passed : rejected(`contains "${found}"`);
});

/** "Write a program" was so frequent among GPT-3's proposals that the paper's authors dropped it. */
const blockedPrefix = textFilter('blockedPrefix', 1, 'instruction', ({ instruction }, { filters }) => {
  const found = filters.blockedPrefixes.find((prefix) => instruction.startsWith(prefix));
  return found === undefined ? passed : rejected(`starts with "${found}"`);
});

const firstCharacter = textFilter('firstCharacter', 1, 'instruction', ({ instruction, language }) => {
  const first = [...instruction][0] ?? '';
  if (/^[\p{P}\p{S}]$/u.test(first)) return rejected(`starts with the punctuation "${first}"`);
  if (language === 'en' && !/^\p{ASCII}$/u.test(first))
    return rejected(`starts with "${first}", which is not ASCII`);
  return passed;
});

/** What is asked of an instruction before it costs a response, cheapest first. */
export const instructionFilters: readonly Filter[] = [
  instructionLength,
  firstCharacter,
  blockedPrefix,
  blocklist,
  instructionText,
  instructionPromptLeakage,
  instructionEncoding,
  instructionPersonalData,
  instructionProfanity,
  instructionLanguage,
];
