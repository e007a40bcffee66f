import { z } from 'zod';
import english from './english.json';
import german from './german.json';

const words = z
  .array(z.string().min(1).max(100))
  .max(5_000)
  .describe('Words and phrases; "nurse|s" stands for nurse and nurses.');

const groupSchema = z.strictObject({
  words: words.optional().describe('What names the group wherever it stands.'),
  before: words
    .optional()
    .describe('What names it only before a word for people: "blind man", but not "blind spot".'),
  names: words.optional().describe('Given names.'),
});

const otherSenseSchema = z.strictObject({
  words: words.describe('Single words that name a group elsewhere.'),
  followed: words.optional().describe('Right behind it: "king size".'),
  preceded: words.optional().describe('Right before it: "founding fathers", "to cook".'),
  opens: words.optional().describe('Right behind it where it begins a sentence: "Cook the rice".'),
  near: words
    .optional()
    .describe('Among the thirty words around it: the queen of a chess game, or of a hive.'),
});
export type OtherSense = z.output<typeof otherSenseSchema>;

const languageSchema = z.strictObject({
  personNouns: words.optional().describe('Words for people, which `before` looks for.'),
  attributes: z
    .record(z.string().min(1), z.record(z.string().min(1), groupSchema))
    .default({})
    .describe('Attribute, such as origin; its groups, such as african; what they are called.'),
  otherSenses: z
    .array(otherSenseSchema)
    .max(1_000)
    .optional()
    .describe('What stands beside a word that means no people there.'),
});

/** What people are called, by language (ISO 639), attribute (gender, origin, ...) and group. */
export const groupLexiconSchema = z.record(z.string().regex(/^[a-z]{2,3}$/), languageSchema);
export type GroupLexicon = z.output<typeof groupLexiconSchema>;

/** Ours. */
export const builtInGroups: GroupLexicon = { en: english, de: german };

/** Both lexicons as one: words of the second are added to those of the first, groups and attributes too. */
export function withMoreGroups(lexicon: GroupLexicon, more: GroupLexicon): GroupLexicon {
  const merged: GroupLexicon = { ...lexicon };
  for (const [language, { personNouns = [], attributes, otherSenses = [] }] of Object.entries(more)) {
    const known = merged[language] ?? { attributes: {} };
    const all = { ...known.attributes };
    for (const [attribute, groups] of Object.entries(attributes)) {
      const both = { ...all[attribute] };
      for (const [group, added] of Object.entries(groups)) {
        const { words = [], before = [], names = [] } = both[group] ?? {};
        both[group] = {
          words: [...words, ...(added.words ?? [])],
          before: [...before, ...(added.before ?? [])],
          names: [...names, ...(added.names ?? [])],
        };
      }
      all[attribute] = both;
    }
    merged[language] = {
      personNouns: [...(known.personNouns ?? []), ...personNouns],
      attributes: all,
      otherSenses: [...(known.otherSenses ?? []), ...otherSenses],
    };
  }
  return merged;
}

/** "nurse|s" is nurse and nurses. */
export function formsOf(entry: string): string[] {
  const [stem = '', ...endings] = entry.split('|');
  return [stem, ...endings.map((ending) => stem + ending)];
}
