import { missingInput, needsWorld } from '../../../../core/screening/filters/needsWorld';
import { personalQuestion } from '../../../../core/screening/filters/personalQuestion';
import type { Filter } from '../../../../core/screening/filters/filter';
import { goodPair, textContext } from './screening';

async function passes(filter: Filter, pair: Partial<typeof goodPair>, filters = {}): Promise<boolean> {
  const [result] = await filter.evaluate(
    [{ ...goodPair, language: 'en', input: '', ...pair }],
    textContext(filters),
  );
  return result!.passed;
}

test.each([
  'How many siblings do you have?',
  'What is the most amazing thing you have ever seen?',
  'Describe a time when you had to overcome a fear.',
  'Write a paragraph about your first day at school.',
  'What time do you usually get up?',
])('a question about the life of the one who answers is rejected: %s', async (instruction) => {
  expect(await passes(personalQuestion, { instruction })).toBe(false);
});

test.each([
  'How would you solve a quadratic equation by completing the square?',
  'You are a nurse from Ohio. Tell me about your childhood.',
  'Pretend you are a pirate and describe your favorite ship.',
  'Translate into German: "How many siblings do you have?"',
  'What should you eat before you exercise?',
  'Write a birthday message for your best friend.',
  'Why do your eyes water when you cut onions?',
])('a part to play, a reader, and what is quoted are left: %s', async (instruction) => {
  expect(await passes(personalQuestion, { instruction })).toBe(true);
});

test.each([
  "What is today's date?",
  'What is the weather like in Paris right now?',
  'Search the web for the best pizza places in Chicago.',
  'What restaurants near me are open now?',
  'Check my calendar and tell me when I am free tomorrow.',
])('what needs the time, the web or a place is rejected: %s', async (instruction) => {
  expect(await passes(needsWorld, { instruction })).toBe(false);
});

test.each([
  'Write a script in JavaScript for printing the current date and time.',
  'What is the weather like in Oslo in March?',
  'Explain how GPS finds your location.',
  'I have eggs, rice and spinach in my fridge. What can I cook tonight?',
  'Give me a recipe for dinner tonight that takes 20 minutes.',
])('what only speaks of them is left: %s', async (instruction) => {
  expect(await passes(needsWorld, { instruction })).toBe(true);
});

// Each was let through while these filters went by topics and not by grammar.
test.each([
  ['en', 'tell me about the street where you grew up'],
  ['en', "What's the only thing that makes you truly happy?"],
  ['en', 'My husband snores like a tractor. Does yours as well?'],
  ['en', 'Which scar on your body has the best story behind it?'],
  ['en', 'Do u get lonely when nobody is chatting with you?'],
  ['en', 'If you had to name your best friend, who would it be?'],
  ['en', 'Walk me through a typical morning of yours.'],
  ['en', 'What is the most difficult part of your job?'],
  ['en', "What's the most amazing vacation ever?"],
  ['de', 'Hast du eigentlich Haustiere, und wenn ja, wie heißen die?'],
  ['es', '¿Eres alérgico a algo?'],
  ['fr', "Qu'est-ce que tu fais le week-end quand il pleut ?"],
])(
  'a life is asked for in whatever words, by what "you" did, have, feel or are: %s: %s',
  async (language, instruction) => {
    expect(await passes(personalQuestion, { instruction, language })).toBe(false);
  },
);

test.each([
  ['en', 'What should you do if you lost your passport abroad?'],
  ['en', 'You have been given a basket of apples. Divide them among 4 people.'],
  ['en', 'Explain how you arrived at the answer.'],
  ['en', 'When you travel by plane, what liquids are you allowed to take?'],
  ['de', 'Kannst du mir erklären, wie man eine quadratische Gleichung löst?'],
  ['es', '¿Qué harías para mejorar este texto?'],
  ['fr', 'Si tu veux maigrir, que faut-il manger ?'],
])(
  'what anybody must, may or could do, and the task at hand, are left: %s: %s',
  async (language, instruction) => {
    expect(await passes(personalQuestion, { instruction, language })).toBe(true);
  },
);

test.each([
  ['en', "What's the balance on my savings account?"],
  ['en', 'How did Apple stock close yesterday?'],
  ['en', 'Read report_q3_final_v2.xlsx and tell me which region lost the most money.'],
  ['en', 'Can you tell which song is playing in the background here?'],
  ['en', 'Has John sent me an email?'],
  ['en', 'What is the best song to listen to right now?'],
  ['de', 'Brauche ich heute einen Regenschirm?'],
  ['es', '¿A cuánto está el dólar hoy en Colombia?'],
  ['fr', 'Quel temps fait-il à Strasbourg en ce moment ?'],
])(
  'what is asked of a day, of own things or of a file needs the world: %s: %s',
  async (language, instruction) => {
    expect(await passes(needsWorld, { instruction, language })).toBe(false);
  },
);

test.each([
  ['en', "what's the difference between weather and climate"],
  ['en', 'How is steel produced today?'],
  ['en', 'My laptop is slow. What can I do?'],
  ['en', 'Write a function that opens data.csv and counts its lines.'],
  ['de', 'Was kann ich heute kochen?'],
])('our times, advice and programs do not: %s: %s', async (language, instruction) => {
  expect(await passes(needsWorld, { instruction, language })).toBe(true);
});

// As a small model proposes them, each of a kind that no word of time gives away.
test.each([
  'What is the best-selling product on Ebay?',
  'What is the most popular song?',
  'List four songs in order from most to least popular.',
  'Rank the top five video games by sales.',
  "What's the name of the best restaurant in Rome?",
  'List the most popular bars near the city.',
  'Make a homemade cake.',
  'Give me a gift of 500 gold coins.',
  'Find the person wearing a black jacket who has no shoes on.',
  'Give one of the most beautiful paintings to a museum.',
  'Find the name of the person who will become the king of the island.',
  'Find the number of people in the audience at the bar.',
  'Decide whether the new restaurant is a great choice for you.',
  'Say whether you are going to have a party in two weeks.',
  'Who is the richest person in the world?',
  'In 20 years, what will be the oldest person alive?',
  'The oldest person in the world.',
  'Can you create a musical instrument?',
  'Use a calculator to calculate pi.',
  "A new species of animal was discovered. What's its name?",
  'Who is the president of Brazil?',
  'How much does a plane ticket cost?',
  'What is the price of a gallon of milk?',
  'Where can I rent a car?',
  'What color is the car?',
  'What is the name of the person on the left?',
  'Build a Lego Mindstorms spaceship.',
  'Close your eyes and count to ten.',
  'Take 10 minutes to do something else.',
  'Tell your friend to bring a bottle of wine.',
])(
  'rankings, prices and offices of the day, what nobody sees, and deeds need the world: %s',
  async (instruction) => {
    expect(await passes(needsWorld, { instruction })).toBe(false);
  },
);

test.each([
  'What is the best-selling novel of all time?',
  'What is the most popular song by the Beatles?',
  'Sort these cars from most to least expensive.',
  'List the planets in order of size.',
  'Write a query that lists all products by price.',
  'List the books that were written by women.',
  'What makes the best restaurants in Paris successful?',
  'Make a cake recipe without eggs.',
  'Give me a gift idea for a teacher.',
  'Make a meal plan for a week.',
  'Find the number of items in the list [1, 2, 3].',
  'Find the name of the person who invented the telephone.',
  'Decide whether you are eligible for a visa.',
  'What is the best way to open a shop in Rome?',
  'Who was the first president of Brazil?',
  'A book costs 12 dollars. How much do five books cost?',
  'What is the best way to sell a product on eBay?',
  'A man paints his car. What color is the car?',
  'What is the name of the dog in Peter Pan?',
  'How do you make a paper airplane?',
  'Design a robot that can clean the house.',
  'Take five minutes to explain photosynthesis.',
  'You are given an array of integers, find the largest.',
  'The tallest man in the room is 2 m tall. How much taller is he than a man of 1.8 m?',
  'Tell a friend why the sky is blue.',
])('what is so for good, is told along, or is to be explained is left: %s', async (instruction) => {
  expect(await passes(needsWorld, { instruction, language: 'en' })).toBe(true);
});

test.each([
  'Can you take 10 minutes to do something completely different than what you normally do.',
  'Describe how you usually spend your mornings.',
  'What is something you always carry with you?',
  'Create a new recipe with the ingredients you already have.',
  'You have a magic wand.',
  'A person is looking at you and asks, "Who are you?"',
])('a habit, a supply or a part of the one who answers is asked for: %s', async (instruction) => {
  expect(await passes(personalQuestion, { instruction })).toBe(false);
});

const byPatterns = { unaskableBy: 'patterns' } as const;

test.each([
  'First car?',
  "Give five reasons why you're a good friend.",
  'List four items that you cannot imagine life without.',
  'Give five reasons why you prefer a certain type of food.',
  'What colour is your front door?',
  'Write your autobiography in six sentences.',
  'Draw up your daily schedule as it really was yesterday.',
  'Tell me your date of birth.',
  'How did the move change your marriage?',
  'In your marriage, who handles the money?',
  'Remember the trip we took to the lake?',
  'So, how did the interview go?',
  'Does the assistant get lonely at night?',
  'Answer with yes or no: have you ever lied in court?',
  "One question, if it's not too private: do you want children?",
])('a life is asked for, however it is led up to: %s', async (instruction) => {
  expect(await passes(personalQuestion, { instruction }, byPatterns)).toBe(false);
});

test.each([
  'Do you add the milk before or after the tea?',
  'Why are you not supposed to wake a sleepwalker?',
  'Can you drive with a foreign licence in Canada?',
  'Have you got any tips for a first speech?',
  'If you had to explain love to a robot, what would you write?',
  'Which box do you open first if all labels are wrong?',
  "I've told you that my budget is 900 euros. Which laptop fits?",
  'Write an autobiography of a raindrop.',
  'Answer from the text: who broke the vase?',
  'What is your source for that number?',
])('how anybody does something is not: %s', async (instruction) => {
  expect(await passes(personalQuestion, { instruction }, byPatterns)).toBe(true);
});

test.each([
  'Suggest five new restaurants in a city.',
  'Find the 9th most popular game of the week.',
  'Give me a book that is 100 years old.',
  'Give one of the children a difficult task.',
  'Name four sports that have been dropped in the past year.',
  'Find the word "FIFA" in the dictionary.',
  'Write an article about the latest trends in the industry.',
  'Create a movie with a crew of twelve.',
  'Host a dinner for six people.',
  'Give your friend two presents.',
  'Give three coins to a beggar.',
  'Give me a cup of tea.',
  'Find the largest stone in the garden.',
  'Put on your coat.',
  'Dig a well.',
  'Make a cake for your teacher.',
  'Make a homemade cake using only 10 ingredients.',
  'Give me three reasons why I am a good boss.',
  'Explain why he was late.',
  'Describe my personality.',
  'What happened to him?',
  'Why is the woman laughing?',
])('a deed, and what nobody has told, need the world: %s', async (instruction) => {
  expect(await passes(needsWorld, { instruction }, byPatterns)).toBe(false);
});

test.each([
  'Suggest five names for a restaurant in a harbour.',
  'Write an article about the trends of the 1920s.',
  'Create a movie plot about a lost dog.',
  'Plan a dinner for six people.',
  'Give your friend a piece of advice about money.',
  'Give three examples of coins with a hole.',
  'Give me a reason to drink tea.',
  'Find the largest number: 12, 45, 33.',
  'Find the word that rhymes with "cat" in the sentence "The hat is red."',
  'Stand up for a point of view: zoos should be closed.',
  'Look at the sentence and tell me what the verb is: Birds sing.',
  'Make a shopping list for a cake.',
  'Give me three reasons why I should learn to cook.',
  'Explain why people are late.',
  'Describe the personality of Elizabeth Bennet.',
  'What happened to the Titanic?',
  'Why is the woman in the Mona Lisa smiling? Give three theories.',
  'Say whether the name belongs to a person or a place.',
  'Which song was number one in 1969?',
  'If you mix vinegar and baking soda, what do you see?',
])('a text about them does not: %s', async (instruction) => {
  expect(await passes(needsWorld, { instruction }, byPatterns)).toBe(true);
});

test.each([
  'Which of these is not a lie?',
  'Choose the song that has the most points.',
  'Answer the following question.',
  'Use all five senses to describe the scene.',
])('what is to be chosen from or described has to be there: %s', async (instruction) => {
  expect(await passes(missingInput, { instruction })).toBe(false);
  expect(await passes(missingInput, { instruction, input: 'One, two, three.' })).toBe(true);
  expect(await passes(missingInput, { instruction: 'Which of these is a fish: eel, seal, whale?' })).toBe(
    true,
  );
});

test.each([
  'beach_panorama.png',
  '[image: IMG_2041.jpg]',
  'https://www.youtube.com/watch?v=a1B2c3D4',
  '[attached file]',
])('an input that only names what is not there is none: %s', async (input) => {
  expect(await passes(missingInput, { instruction: 'Describe what you see.', input })).toBe(false);
  expect(await passes(missingInput, { instruction: 'Which domain and file extension is this?', input })).toBe(
    true,
  );
  expect(
    await passes(missingInput, { instruction: 'Describe it.', input: `${input}: a red house by the sea.` }),
  ).toBe(true);
});

test('a text that is spoken of has to be there, in the instruction or as its input', async () => {
  const instruction = 'Translate the following paragraph into French.';
  expect(await passes(missingInput, { instruction })).toBe(false);
  expect(await passes(missingInput, { instruction, input: 'The sea is calm.' })).toBe(true);
  expect(await passes(missingInput, { instruction: `${instruction}\n\nThe sea is calm.` })).toBe(true);
  expect(
    await passes(missingInput, { instruction: 'Translate the sentence "I am hungry" into Swahili.' }),
  ).toBe(true);
  expect(await passes(missingInput, { instruction: 'Summarize this article: https://example.com/a' })).toBe(
    false,
  );
});

test('a language is judged by its own words, and one without any is left alone', async () => {
  const instruction = 'Wie viele Geschwister hast du?';
  expect(await passes(personalQuestion, { instruction, language: 'de' })).toBe(false);
  expect(await passes(personalQuestion, { instruction, language: 'nl' })).toBe(true);
});

test('a recipe turns them off', () => {
  const { recipe } = textContext({ personalQuestion: false, needsWorld: false });
  expect([personalQuestion, needsWorld, missingInput].map((filter) => filter.isOn(recipe))).toEqual([
    false,
    false,
    false,
  ]);
});
