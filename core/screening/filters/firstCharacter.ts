import { passed, rejected, textFilter } from './filter';

/** A beginning that is punctuation or, in English, not ASCII (released Self-Instruct code). */
export const firstCharacter = textFilter({
  name: 'firstCharacter',
  version: 1,
  stage: 'instruction',
  check({ instruction, language }) {
    const first = [...instruction][0] ?? '';
    if (/^[\p{P}\p{S}]$/u.test(first)) return rejected(`starts with the punctuation "${first}"`);
    if (language === 'en' && !/^\p{ASCII}$/u.test(first))
      return rejected(`starts with "${first}", which is not ASCII`);
    return passed;
  },
});
