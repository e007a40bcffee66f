import { seededRandom } from '../../../../core/foundations/seededRandom';
import { openingsOf } from '../../../../core/proposing/selfInstruct/openings';
import { seedTask } from '../testSetup';

const draw = (instructions: readonly string[], most: number): string[] =>
  [
    ...openingsOf(
      instructions.map((one) => seedTask(one)),
      most,
      seededRandom(1, 'openings'),
    ),
  ].sort();

const requests = [
  'Write a poem about rain.',
  'List four rivers.',
  'Write a letter to a friend.',
  '  Name\n three birds.',
];
const questions = [
  'Why is the sky blue?',
  '什么是 DNA ，它 有 什么 用？',
  'A train takes two hours. How fast is it?',
];

test('tasks begin as requests do, each in another way, and not as questions, where there are enough', () => {
  expect(draw([...requests, ...questions], 3)).toEqual(['List four', 'Name three', 'Write a']);
});

test('where there are fewer, questions are among them', () => {
  expect(draw([...requests, ...questions], 4)).toHaveLength(4);
  expect(draw([...requests, ...questions], 9)).toEqual([
    'A train', 'List four', 'Name three', 'Why is', 'Write a', '什么是 DNA',
  ]); // prettier-ignore
});

test('nor as what is to be done to a text that an input holds', () => {
  const seeds = [
    seedTask('Rewrite the sentence in plain English.', { input: 'It is.' }),
    seedTask('Plan a day.'),
  ];
  expect(openingsOf(seeds, 1, seededRandom(1, 'openings'))).toEqual(['Plan a']);
  expect(openingsOf(seeds, 2, seededRandom(1, 'openings'))).toHaveLength(2);
});

test('what has nothing but an opening has none, nor what sets no spaces', () => {
  expect(draw(['Name birds', '写一首关于秋天的诗', ''], 5)).toEqual([]);
});
