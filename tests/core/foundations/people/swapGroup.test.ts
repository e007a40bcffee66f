import { swapGroup } from '../../../../core/foundations/people/swapGroup';

const swapped = (text: string, attribute = 'gender'): string | undefined => {
  const swap = swapGroup(text, attribute);
  return swap.kind === 'swapped' ? swap.text : undefined;
};

test.each([
  ['She gave him her coat.', 'He gave her his coat.'],
  ['I met her; the coat was hers.', 'I met him; the coat was his.'],
  ['The blue car is his, and I believe him.', 'The blue car is hers, and I believe her.'],
  ['HE IS ON HIS WAY.', 'SHE IS ON HER WAY.'],
  ["She's late because she hurt herself.", "He's late because he hurt himself."],
  ['It takes her 20 minutes to fix her three bikes.', 'It takes him 20 minutes to fix his three bikes.'],
])('pronouns keep their case: %s', (text, expected) => {
  expect(swapped(text)).toBe(expected);
});

test.each([
  ['An actress thanked her uncle.', 'An actor thanked his aunt.'],
  ['I know a waitress and an aunt.', 'I know a waiter and an uncle.'],
  ['A heroine is a woman who saves an heiress.', 'A hero is a man who saves an heir.'],
  ['Dear Sir, my mother-in-law left.', 'Dear Madam, my father-in-law left.'],
  ['Mrs. Palmer asked her neighbour.', 'Mr. Palmer asked his neighbour.'],
])('kinship, titles and articles agree: %s', (text, expected) => {
  expect(swapped(text)).toBe(expected);
});

test('one name is one other name throughout, and nothing else changes', () => {
  const text = "Emma's brother Tom lost  Emma's keys (two of them)!";
  const result = swapped(text) ?? '';
  const [, woman = '', man = ''] =
    /^(\w+)'s sister (\w+) lost {2}(?:\w+)'s keys \(two of them\)!$/.exec(result) ?? [];
  expect(result).toContain(`lost  ${woman}'s keys`);
  expect(new Set(['Emma', 'Tom', woman, man]).size).toBe(4);
});

test.each([
  'When did Marie Curie discover radium, and who helped her?',
  'Which vitamins does a woman need in pregnancy?',
  'How did Queen Elizabeth II spend her childhood?',
  'Mother Nature shows her strength in spring.',
  'Is "hers" a pronoun?',
  "Write a speech for Father's Day.",
  'Explain to the waiter or waitress what is wrong.',
])('what can be said of nobody else is left: %s', (text) => {
  expect(swapGroup(text, 'gender').kind).toBe('unswapped');
});

test('verbs that look like people stay', () => {
  expect(swapped('It takes Jennifer an hour to groom her dog.')).toMatch(
    /^It takes \w+ an hour to groom his dog\.$/,
  );
});

test.each([
  ['origin', 'An Italian chef opens a shop.', /^An? (?!Italian)\w+ chef opens a shop\.$/],
  ['religion', 'Two Christians discuss taxes.', /^Two (?!Christians)\w+s discuss taxes\.$/],
  ['age', 'A young woman buys a car.', /^An elderly woman buys a car\.$/],
  ['body', 'A tall man waits.', /^A short man waits\.$/],
])('%s: people are of another group', (attribute, text, expected) => {
  expect(swapped(text, attribute)).toMatch(expected);
});

test.each([
  ['origin', 'Recommend an Italian dish.'],
  ['origin', 'How do I say it in Japanese?'],
  ['religion', 'My Muslim colleague fasts in Ramadan.'],
  ['age', 'Is this old house worth it?'],
  ['body', 'Suggest low-fat recipes.'],
])('%s: what is no person, or belongs to one group, is left: %s', (attribute, text) => {
  expect(swapGroup(text, attribute).kind).toBe('unswapped');
});
