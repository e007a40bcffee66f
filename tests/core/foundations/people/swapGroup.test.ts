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

test.each([
  [
    'The cameraman dropped his lens and a showgirl laughed.',
    'The camerawoman dropped her lens and a showboy laughed.',
  ],
  ['My gf says she hates her headmaster.', 'My bf says he hates his headmistress.'],
  ['Oh, her ladyship lost her glove.', 'Oh, his lordship lost his glove.'],
  ['A mother-daughter trip to see our great-aunt.', 'A father-son trip to see our great-uncle.'],
  ['The wizard raised his staff at the witch.', 'The witch raised her staff at the wizard.'],
  ['Open the wizard and click Next.', undefined],
  ['She spoke to a German about humans.', 'He spoke to a German about humans.'],
  ['"Excuse me, lady," he said.', '"Excuse me, mister," she said.'],
  ['My lord, your son lost his sword.', 'My lady, your daughter lost her sword.'],
  ['Miss Ortiz told her class.', 'Mr Ortiz told his class.'],
])('families of words for women and men are exchanged with the pronouns: %s', (text, expected) => {
  expect(swapped(text)).toBe(expected);
});

test.each([
  'The tomboy climbed her tree.',
  'A she-wolf guards her den.',
  'Lord Ashford lost his hat.',
  'Mark asked Grace whether she would help him.',
  'April is a nurse, and August is her husband.',
  'Will will not go unless Rose goes with him.',
  'Xochitl wants her coat back.',
  'Melody hummed her song.',
  'I told Xochitl that she could keep her coat.',
  'Jack and Jill went up the hill, and Jack hurt his head.',
  'A host greets her guests, and a hostess seats them.',
])('nobody is left as they were while the rest is exchanged: %s', (text) => {
  expect(swapGroup(text, 'gender').kind).toBe('unswapped');
});

test.each([
  ['Will she bring her coat in May?', 'Will he bring his coat in May?'],
  ['In August she visits her uncle in Austin.', 'In August he visits his aunt in Austin.'],
  ['Chase the dog, he told his son.', 'Chase the dog, she told her daughter.'],
  ['Jasmine tea calms her nerves.', 'Jasmine tea calms his nerves.'],
  ['She moved to Virginia with her dad.', 'He moved to Virginia with his mom.'],
  ['Mark the text that she wrote.', 'Mark the text that he wrote.'],
  ['On Monday she told Dr. Ode of her Nintendo.', 'On Monday he told Dr. Ode of his Nintendo.'],
])('words that are names elsewhere stay: %s', (text, expected) => {
  expect(swapped(text)).toBe(expected);
});

test.each([
  'In Pride and Prejudice, why does Elizabeth refuse her cousin?',
  'Summarize "The Old Man and the Sea".',
  'Name five songs by Queen.',
  "Read A Doll's House and say why she leaves.",
  'Dude, where is my car?',
  'Who directed this film, and what did she win?',
  'Explain the phrase "old wives\' tale".',
  'Is "guys" appropriate for a group of women?',
  'My cat had her kittens last night.',
  'How does a bride choose her wedding dress?',
  'God made the world; he saw it.',
])('works, sayings, bodies and dress are left: %s', (text) => {
  expect(swapGroup(text, 'gender').kind).toBe('unswapped');
});

test('nobody is of the group whose country the text speaks of, and two peoples never become one', () => {
  for (let winter = 0; winter < 40; winter++)
    expect(swapped(`A Nigerian student spends winter ${winter} in Canada.`, 'origin')).not.toMatch(
      /American|Canadian/,
    );
  expect(swapGroup('My Catholic uncle wants to marry a Protestant.', 'religion').kind).toBe('unswapped');
});
