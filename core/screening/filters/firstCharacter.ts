import { passed, rejected, textFilter } from './filter';

/** What opens a question, a quotation, a title or brackets: "¿Qué…", «Война и мир», 《红楼梦》. */
const opening = /^[¿¡\p{Pi}\p{Ps}„‚”»]$/u;

/** A beginning that is punctuation or, in English, not ASCII (released Self-Instruct code). Where another language opens by a mark, it may. */
export const firstCharacter = textFilter({
  name: 'firstCharacter',
  version: 2,
  stage: 'instruction',
  check({ instruction, language }) {
    const first = [...instruction][0] ?? '';
    const opens = language !== 'en' && (opening.test(first) || /^(["'])[^"'\n]+\1/.test(instruction));
    if (!opens && /^[\p{P}\p{S}]$/u.test(first)) return rejected(`starts with the punctuation "${first}"`);
    if (language === 'en' && !/^\p{ASCII}$/u.test(first))
      return rejected(`starts with "${first}", which is not ASCII`);
    return passed;
  },
});
