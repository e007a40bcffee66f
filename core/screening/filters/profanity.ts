import { z } from 'zod';
import { Profanity } from '@2toad/profanity';
import { passed, rejected, textFilter, type Subject } from './filter';
import type { FilterResult } from '../../vocabulary/filterResult';
import { wholeWords } from '../../foundations/text/wholeWords';

const fields = {
  profanity: z
    .boolean()
    .default(false)
    .describe('Reject instructions and responses with profane words, in the languages of the word list.'),
  profanityAllowed: z
    .array(z.string().min(1))
    .default([])
    .describe('Words that are not to count as profane.'),
};

/** Languages that the list has words of. */
const languages = ['ar', 'zh', 'en', 'fr', 'de', 'hi', 'it', 'ja', 'ko', 'pt', 'ru', 'es'];
/** Words of the list that ordinary texts about bodies, animals and plants hold. */
const ordinary = ['sex', 'cock', 'bitch', 'breast', 'breasts', 'nipple', 'nipples', 'penis', 'vagina', 'anus', 'organ', 'balls', 'tit', 'tits', 'pussy', 'porn', 'butt', 'screw', 'hoe', 'weed', 'xxx'] as const; // prettier-ignore

const lists = new Map<string, Profanity>();

/** The list of a language, and always the English one, since models swear in it. */
function listOf(language: string): Profanity {
  let list = lists.get(language);
  if (!list) {
    const own = languages.includes(language) && language !== 'en' ? ['en', language] : ['en'];
    list = new Profanity({ languages: own, wholeWord: true, unicodeWordBoundaries: true });
    list.removeWords([...ordinary]);
    lists.set(language, list);
  }
  return list;
}

function resultOn(
  text: string,
  { language }: Subject,
  allowed: readonly string[],
  where: string,
): FilterResult {
  const rest = allowed.reduce(
    (left, word) => left.replaceAll(new RegExp(wholeWords(word), 'giu'), ' '),
    text,
  );
  return listOf(language).exists(rest) ? rejected(`${where} holds a profane word`) : passed;
}

export const instructionProfanity = textFilter({
  name: 'profanityInInstruction',
  version: 1,
  stage: 'instruction',
  later: 'messages',
  fields,
  isOn: ({ profanity }) => profanity,
  check: (subject, { profanityAllowed }) =>
    resultOn(subject.instruction, subject, profanityAllowed, 'the instruction'),
});

export const profanity = textFilter({
  name: 'profanity',
  version: 1,
  stage: 'pair',
  fields,
  isOn: ({ profanity }) => profanity,
  check: (subject, { profanityAllowed }) =>
    resultOn(`${subject.input}\n${subject.response}`, subject, profanityAllowed, 'the pair'),
});
