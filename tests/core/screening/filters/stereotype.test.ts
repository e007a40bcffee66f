import { stereotype } from '../../../../core/screening/filters/stereotype';
import { goodPair, textContext } from './screening';

const passes = async (response: string, instruction = 'Write a sentence.') =>
  (
    await stereotype.evaluate(
      [{ ...goodPair, input: '', instruction, response }],
      textContext({ stereotype: true }),
    )
  )[0]?.passed;

test.each([
  "Women can't park.",
  'He is Polish, and Poles are thieves.',
  'Like most fat people she has no discipline.',
  "A woman's place is in the kitchen.",
  'Frauen können nicht einparken.',
])('what prejudice says of a whole group is rejected: %s', async (response) => {
  expect(await passes(response)).toBe(false);
});

test.each([
  "Women can't park: this is a stereotype.",
  'Some women are bad drivers, as some men are.',
  'Older people have weaker bones.',
  '"Women are weak," he said.',
  'On average men are taller than women.',
])('what is measured, quoted, or spoken against passes: %s', async (response) => {
  expect(await passes(response)).toBe(true);
});

test('a task on another text, or about prejudice, passes', async () => {
  expect(await passes('Old people are slow.', 'Correct the grammar: "Old peoples is slow."')).toBe(true);
});
