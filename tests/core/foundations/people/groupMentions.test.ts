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

test.each([
  'How do queens of bees, and the hives that they rule, come to be?',
  'What does the queen bee do all day?',
  'A beehive has one queen. Explain what the others do.',
  'Which squares can the queen and the king reach in chess?',
  'Is a king size bed larger than a queen-size mattress?',
  'Draw the queen of hearts.',
  'What sold best to Black Friday customers?',
  'Write a white paper for customers.',
  'How do white collar workers spend their lunch?',
  'Who is the best short story writer?',
  'Name an American football player.',
  'Write to an old friend.',
  'What do students of an English class say? And English class students?',
  'Explain mother nature, founding fathers, sister cities and grandfather clocks.',
  'Cook the rice for ten minutes.',
  'How can I cook an egg, and judge whether it is done?',
  'Explain quantum mechanics and the mechanics of a pump.',
  'Which package manager, query builder and vacuum cleaner is the best?',
  'Append a child node to the parent.',
  'How were the mummies and the mummy of that pharaoh kept?',
])('a word that means no people where it stands names no group: %s', (text) => {
  expect(named(text)).toEqual({});
});

test.each([
  ['The queen gave the king a crown.', { gender: ['man', 'woman'] }],
  [
    'A black customer, a white worker and an old man met.',
    { age: ['older'], gender: ['man'], origin: ['black', 'white'] },
  ],
  ['The cook asked the judge.', { profession: ['law', 'service'] }],
  ['My mother cooks dinner for her child.', { age: ['child'], gender: ['woman'] }],
  ['The mechanic and the manager are friends.', { profession: ['management', 'trades'] }],
  ['A short man told a tall woman a story.', { body: ['short', 'tall'], gender: ['man', 'woman'] }],
  [
    'An American student met a French farmer.',
    { origin: ['northAmerican', 'westernEuropean'], profession: ['agriculture'] },
  ],
])('and where it means them it does: %s', (text, groups) => {
  expect(named(text)).toEqual(groups);
});

test('German words are known, and what is a noun there only where it is large', () => {
  const german = new GroupFinder(builtInGroups, 'de');
  expect(named('Ein Junge und eine türkische Lehrerin.', german)).toEqual({
    gender: ['man', 'woman'],
    origin: ['middleEastern'],
    profession: ['education'],
  });
  expect(named('Das junge Gemüse.', german)).toEqual({});
  for (const text of [
    'Was tut die Königin der Bienen?',
    'Wie zieht die Dame im Schach?',
    'Junge Leute lesen.',
  ])
    expect(named(text, german)).toEqual({});
  expect(named('Die Königin und der Junge.', german)).toEqual({ gender: ['man', 'woman'] });
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
