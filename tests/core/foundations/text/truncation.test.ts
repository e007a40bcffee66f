import { truncationOf } from '../../../../core/foundations/text/truncation';

const whole: readonly [string, string][] = [
  ['a sentence', 'Water boils at a hundred degrees at sea level.'],
  ['a question', 'Could you tell me where the station is?'],
  ['a label', 'positive'],
  ['a name of several words', 'The Old Man and the Sea'],
  ['a number with its unit', '42 km'],
  ['a title that ends in a small word', 'What We Talk About'],
  ['a short answer that ends in a preposition', 'Come on in'],
  ['a sentence in quotation marks', 'She said, "I will be back."'],
  ['a list without full stops', 'Here is what you need:\n- flour\n- two eggs\n- a pinch of salt'],
  [
    'a numbered list whose last item is a phrase',
    'There are three. They are these:\n1. Look around\n2. Ask somebody who lives there\n3. Go where the others go',
  ],
  [
    'a poem without a full stop',
    'The leaves are gone\nand with them all the noise\nthe pond has frozen over in the night\nand nobody is there to see the light',
  ],
  [
    'a letter with its signature',
    'Dear Ms Lee,\n\nThank you for your letter. I will answer it next week.\n\nYours sincerely,\nAna Torres',
  ],
  ['a block of code', 'Use a loop. It is shorter.\n\n```python\nfor x in xs:\n    print(x)\n```'],
  ['code without a fence', 'def double(x):\n    return 2 * x'],
  ['a table', '| a | b |\n|---|---|\n| 1 | 2 |'],
  ['a formula', 'The area is the product of the sides. So A = a * b'],
  ['an address on the web', 'You find it on their pages. See https://example.org/help/contact'],
  ['a remark in brackets', 'It opens at nine. On Sundays it is closed (except in summer)'],
  ['an emoji', 'Happy birthday, dear Tom! May all your wishes come true this year 🎉'],
  ['a signature on the same line', 'Best wishes for the feast. We look forward to it very much. Your Tim'],
  ['a query of several lines', 'SELECT name, COUNT(*) FROM birds\nGROUP BY name;'],
  ['Chinese', '春天来了。花园里的花都开了。'],
  ['Spanish', '¿Quién sabe? Nadie lo sabe con certeza.'],
  [
    'a verdict of a word after its reasons',
    'The sentence praises the food. It says nothing bad about the service.\n\nSentiment: positive',
  ],
];

const cut: readonly [string, string][] = [
  ['an article', 'The committee met on Monday and decided to give the prize to a'],
  ['a conjunction', 'You should bring warm clothes, good boots and'],
  ['a preposition', 'The first thing that I noticed was the smell of'],
  ['a possessive', 'They went back to the house to look for their'],
  ['a comma', 'Take the eggs, the milk,'],
  ['a colon', 'To do this, follow these steps:'],
  ['an opening bracket', 'The treaty was signed in the same year ('],
  ['a dash', 'There was only one thing left to do –'],
  ['a semicolon', 'He opened the door;'],
  ['an empty list item', '1. Wash the rice\n2. Boil the water\n3.'],
  ['an empty bullet', '- red\n- green\n-'],
  ['the inside of a code block', 'Here it is.\n```python\nfor x in xs:\n    print(x)'],
  [
    'the middle of its second sentence',
    'Photosynthesis turns light into sugar. It takes place in the leaves of green pla',
  ],
  [
    'the middle of a sentence in a later paragraph',
    'The war ended in May.\n\nMany of the soldiers who came home found that their families had moved away',
  ],
  ['a relative pronoun', 'This is the book about the old captain which'],
  ['a verb that wants more', 'The three most important reasons for this change are'],
  ['letters that end no word', 'In autumn the green fades, and so the yellow and red pigm'],
  ['an open bracket', 'The stalls open at six (some of them even earlier than that'],
  ['an open quotation', 'The youngest son said, "Father, give me only the old grey cat'],
  [
    'a list item that is no sentence as the others are',
    '1. Wash the rice.\n2. Boil the water.\n3. Add the rice and sti',
  ],
  ['an open object', '{"title": "The Trial", "yea'],
  ['a modal verb', 'Once a fox found a key in the snow and wondered which door it might'],
];

test.each(whole)('%s is not taken for cut', (_, text) => expect(truncationOf(text, 'stop')).toBeUndefined());

test.each(cut)('a text that ends on %s is cut', (_, text) =>
  expect(truncationOf(text, 'stop')).toMatch(/^ends /),
);

test('what the endpoint cut at its limit is cut, however it looks', () => {
  expect(truncationOf('It is done.', 'length')).toBe('cut at the length limit');
});

test.each([
  'SELECT name FROM birds WHERE wings = 2;',
  'drop table nests;',
  'const area = width * height;',
  'Use this:\n\nfor (const bird of birds) sing(bird);',
])('a statement that ends in its semicolon is whole: %j', (response) => {
  expect(truncationOf(response, 'stop')).toBeUndefined();
});

test('prose that ends on a semicolon is cut', () => {
  expect(truncationOf('The robin sings in winter; the wren does so too;', 'stop')).toBe('ends on ";"');
});

test.each([
  ['he', 'הוא נולד בתל אביב ועבר לארה"ב'],
  ['de', 'Ruf bitte heute noch deine Schwester an'],
  ['es', 'El regalo es para ella, y este otro a ti'],
  ['th', 'การนอนหลับช่วยให้ร่างกายซ่อมแซมส่วนที่สึกหรอ'],
  ['hi', 'पृथ्वी अपनी धुरी पर घूमती रहती है।'],
])('a whole text in %s is not judged by English words or marks', (language, text) =>
  expect(truncationOf(text, 'stop', language)).toBeUndefined(),
);

test.each([
  ['zh', '食材：番茄两个，', 'ends on "，"'],
  ['ja', '材料は次の通りです：', 'ends on "："'],
  ['ar', 'يحسن التركيز،', 'ends on "،"'],
])('a text in %s that ends on its own comma or colon was cut', (language, text, reason) =>
  expect(truncationOf(text, 'stop', language)).toBe(reason),
);
