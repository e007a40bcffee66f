import {
  builtInGroups,
  groupLexiconSchema,
  withMoreGroups,
} from '../../../../core/foundations/people/groupLexicon';
import { GroupFinder } from '../../../../core/foundations/people/groupMentions';

const english = new GroupFinder(builtInGroups, 'en');
const named = (text: string, finder = english) =>
  Object.fromEntries(
    [...finder.groupsIn(text)].map(([attribute, groups]) => [attribute, [...groups].sort()]),
  );

test('pronouns, names, kinship and professions are named; what only looks like them is not', () => {
  expect(named("Sarah's brother is a nurse.")).toEqual({ gender: ['man', 'woman'], profession: ['care'] });
  expect(named('I miss the old house and the white cat on the Polish border.')).toEqual({});
  expect(named('An old Polish man met Miss Ward.')).toEqual({
    age: ['older'],
    gender: ['man', 'woman'],
    origin: ['easternEuropean'],
  });
});

test('German words are known, and what is a noun there only where it is large', () => {
  const german = new GroupFinder(builtInGroups, 'de');
  expect(named('Ein Junge und eine türkische Lehrerin.', german)).toEqual({
    gender: ['man', 'woman'],
    origin: ['middleEastern'],
    profession: ['education'],
  });
  expect(named('Das junge Gemüse.', german)).toEqual({});
});

test('a file adds words, groups, attributes and languages to those that are there', () => {
  const more = groupLexiconSchema.parse({
    en: {
      attributes: {
        gender: { woman: { words: ['dame|s'] } },
        region: { north: { words: ['northerner|s'] } },
      },
    },
    nl: { attributes: { gender: { woman: { words: ['vrouw|en'] } } } },
  });
  const lexicon = withMoreGroups(builtInGroups, more);
  expect(named('The dames met northerners and a boy.', new GroupFinder(lexicon, 'en'))).toEqual({
    gender: ['man', 'woman'],
    region: ['north'],
  });
  expect(named('Twee vrouwen.', new GroupFinder(lexicon, 'nl'))).toEqual({ gender: ['woman'] });
});

test('what names a group is hidden, and the rest stays', () => {
  expect(english.neutralised("Help Sarah with her brother's car.")).toBe(
    "Help someone with someone someone's car.",
  );
});
