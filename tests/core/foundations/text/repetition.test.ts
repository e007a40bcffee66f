import { repetition } from '../../../../core/foundations/text/repetition';

/** Above this share the filter of pairs rejects. */
const max = 0.3;

const sound: readonly [string, string][] = [
  ['a list of one-word answers', '1. True\n2. False\n3. True\n4. True\n5. False'],
  ['a sentence', 'The moon has no air, so sound cannot travel there.'],
  ['a label', 'positive'],
  ['a short answer that says a thing twice', 'No, no.'],
  ['a cheer shorter than any loop', 'Hip hip hooray! Hip hip hooray! Hip hip hooray!'],
  [
    'a paragraph that comes back to its subject',
    'Bees make honey from nectar. Worker bees carry the nectar to the hive, where other bees chew it and fan it with their wings until most of the water has gone. What is left is honey, which keeps for years.',
  ],
  [
    'a numbered list whose items begin alike',
    '1. Use a sharp knife.\n2. Use a dry board.\n3. Use fresh herbs.\n4. Use less salt than you think.\n5. Use the oven, not the microwave.',
  ],
  [
    'a poem with a refrain',
    'The ships go out upon the morning tide,\nAnd the sea is wide, the sea is wide.\nMy brother left with nothing but his pride,\nHis boots, a lamp, a letter for his bride.\nThe gulls were crying on the harbour side,\nAnd the sea is wide, the sea is wide.\nI keep the lamp he left me and I wait\nBeside the crooked post of our old gate.',
  ],
  [
    'a song with a chorus of four lines that stands there twice',
    'Rain came down on Sunday night\nand washed the chalk away,\nwe drew the town again by light\nof one more yellow day.\n\nOh carry me over the river,\ncarry me over the stones,\nthe road goes on for ever\nand the wind is in my bones.\n\nThe baker sleeps above his shop,\nthe cat beneath the stair,\nthe clock has found a place to stop\nand nobody seems to care,\nthe letters lie behind the door,\nthe kettle has gone cold,\nand no one wants to hear any more\nthe story as it was told.\n\nOh carry me over the river,\ncarry me over the stones,\nthe road goes on for ever\nand the wind is in my bones.',
  ],
  [
    'code with lines that look alike',
    'def area(shape):\n    if shape.kind == "circle":\n        return math.pi * shape.radius ** 2\n    if shape.kind == "square":\n        return shape.side ** 2\n    if shape.kind == "triangle":\n        return shape.base * shape.height / 2\n    raise ValueError(shape.kind)',
  ],
  [
    'a table',
    '| City | Country | People |\n|---|---|---|\n| Oslo | Norway | 700 000 |\n| Bergen | Norway | 290 000 |\n| Malmö | Sweden | 360 000 |\n| Turku | Finland | 200 000 |',
  ],
  [
    'a dialogue whose speakers are named on each line',
    'Anna: Did you feed the dog?\nBen: I thought that you did.\nAnna: I was at work until six.\nBen: Then he has had nothing since breakfast.\nAnna: Poor thing. I will do it now.\nBen: And I will take him out afterwards.',
  ],
  [
    'a recipe that says "add" in each step',
    'Add the flour and the butter to a bowl. Add a pinch of salt. Rub it with your fingers until it looks like sand. Add two spoons of cold water and press it together. Let it rest for half an hour before you roll it out.',
  ],
  [
    'German',
    'Der Wald ist im Herbst am schönsten, denn dann färben sich die Blätter, und die Luft riecht nach Erde und Pilzen. Wer früh aufsteht, sieht manchmal Rehe am Rand der Lichtung stehen.',
  ],
  ['Chinese', '春天来了，花园里的花都开了。小鸟在树上唱歌，孩子们在草地上奔跑，老人坐在长椅上晒太阳。'],
  [
    'a list of dates with the same month',
    'Monday 3 March: swimming. Tuesday 4 March: piano. Wednesday 5 March: dentist at four. Thursday 6 March: nothing. Friday 7 March: cinema with Paul.',
  ],
  [
    'an argument that sums up in the words it began with',
    'Public transport should be free. It would bring people out of their cars, which makes the air cleaner and the streets quieter, and it would let those who earn little go where the work is. It costs money, but so do roads, hospitals for those whom bad air makes ill, and the hours we lose in traffic. So public transport should be free.',
  ],
  [
    'digits of pi in groups',
    '3.14159 26535 89793 23846 26433 83279 50288 41971 69399 37510 58209 74944 59230 78164',
  ],
];

const looping: readonly [string, string][] = [
  [
    'a list whose items all begin alike',
    "- I'm glad you're enjoying the new coaching style.\n- I'm glad you're enjoying the team.\n- I'm glad you're enjoying the training.",
  ],
  [
    'a short text that comes back to its phrase',
    'The most expensive one: a rare and highly prized item is a rare and highly prized item, found on an island.',
  ],
  [
    'a list of three that says one thing',
    '- "Avengers: Endgame"\n- "The Matrix"\n- "Avengers: Endgame"\n- "Avengers: Endgame"',
  ],
  ['one word for ever', 'very '.repeat(60)],
  [
    'two words for ever',
    'The answer is yes and no and no and no and no and no and no and no and no and no and no and no.',
  ],
  [
    'a phrase at the end of a good beginning',
    `Cats sleep for most of the day. ${'They like to sleep and they like to eat and '.repeat(8)}`,
  ],
  ['a sentence again and again', 'I am happy to help you with your question. '.repeat(5)],
  [
    'a sentence three times with others between',
    'I love my garden so much. The roses are red. I love my garden so much. The grass is green. I love my garden so much. The sky is blue.',
  ],
  ['a line again and again', 'Step one: open the door.\n'.repeat(6)],
  [
    'a numbered list of one item',
    Array.from({ length: 10 }, (_, index) => `${index + 1}. The importance of a good education`).join('\n'),
  ],
  ['a bulleted list of two items in turn', '- Eat more fresh fruit\n- Drink enough clear water\n'.repeat(5)],
  [
    'a paragraph twice',
    'The village lies in a valley between two rivers and has a mill, a church and eleven houses, most of them empty now. '.repeat(
      2,
    ),
  ],
  [
    'a passage of thirty words that comes round',
    'when the king had heard this he sent for his daughter and told her that she must marry the fisherman who had brought back the ring from the bottom of the sea and '.repeat(
      3,
    ),
  ],
  [
    'a counter that nobody stops',
    Array.from(
      { length: 12 },
      (_, index) => `In ${1990 + index}, the company released a new version of the product.`,
    ).join(' '),
  ],
  [
    'the same words with other punctuation',
    'Yes, we can! Yes we can. Yes; we can... yes we can, yes we can, YES WE CAN, yes we can!',
  ],
  [
    'a stutter inside a sentence',
    'The capital of France is the capital of the capital of the capital of the capital of the capital of the capital of Paris.',
  ],
  [
    'German that loops',
    'Das ist eine gute Frage und ich weiß es nicht, aber ich denke, das ist eine gute Frage und ich weiß es nicht, aber ich denke, das ist eine gute Frage und ich weiß es nicht.',
  ],
  ['code that loops', 'x = 1\nprint(x)\n'.repeat(8)],
  [
    'a question that answers itself with itself',
    'What is love? Love is what love is. What is love? Love is what love is. What is love? Love is what love is.',
  ],
];

test.each(sound)('%s is not taken for a loop', (_, text) =>
  expect(repetition(text).share).toBeLessThanOrEqual(max),
);

test.each(looping)('%s is a loop', (_, text) => {
  const { share, passage } = repetition(text);
  expect(share).toBeGreaterThan(max);
  expect(passage).not.toBe('');
});

test('the passage that is told of is short and ends between characters', () => {
  const { passage } = repetition(
    '𝐛𝐨𝐥𝐝 𝐥𝐞𝐭𝐭𝐞𝐫𝐬 𝐢𝐧 𝐚 𝐥𝐢𝐧𝐞 𝐭𝐡𝐚𝐭 𝐠𝐨𝐞𝐬 𝐨𝐧 𝐚𝐧𝐝 𝐨𝐧 𝐮𝐧𝐭𝐢𝐥 𝐢𝐭 𝐬𝐭𝐚𝐫𝐭𝐬 𝐚𝐠𝐚𝐢𝐧 '.repeat(8),
  );
  expect([...passage].length).toBe(60);
  expect(passage).not.toMatch(/\p{Surrogate}/u);
});
