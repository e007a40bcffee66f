import { boilerplate, refusal } from '../../../../core/screening/filters/refusal';
import { goodPair, textContext } from './screening';

const reasonsFor = async (filter: typeof refusal, instruction: string, response: string) =>
  (await filter.evaluate([{ ...goodPair, input: '', instruction, response }], textContext())).map(
    ({ passed }) => passed,
  );

describe('people speak too, and are accepted', () => {
  test.each([
    [
      'Write a short bio for a speaker.',
      'As an AI researcher, I have spent ten years on how children learn words.',
    ],
    ['Write a short bio.', 'I am an AI safety engineer who grew up on a farm.'],
    ['Write a paragraph about a firm.', 'As an AI company, we have no factory to show.'],
  ])('%s %s', async (instruction, response) => {
    expect(await reasonsFor(boilerplate, instruction, response)).toEqual([true]);
  });

  test.each([
    [
      "Write a landlord's answer to a request for a dog.",
      "Unfortunately I can't allow dogs in the building.",
    ],
    ["Write a shop's reply to an order.", "I'm sorry, but we can't deliver to the islands."],
    ['Write what a locksmith says to a stranger.', "I can't help you with this door unless you live here."],
    ['Write a note to Sue.', "I'm sorry, but I can't attend your wedding in June."],
  ])('%s %s', async (instruction, response) => {
    expect(await reasonsFor(refusal, instruction, response)).toEqual([true]);
  });

  test('an assistant that speaks of itself is rejected as before', async () => {
    for (const said of [
      'As an AI, I have no taste.',
      'As an AI language model, I read.',
      "I'm an AI assistant.",
      'As an AI developed by Acme, I see.',
    ])
      expect(await reasonsFor(boilerplate, 'Which soup is best?', said)).toEqual([false]);
    expect(await reasonsFor(refusal, "Write a landlord's answer.", "I can't help you with that.")).toEqual([
      false,
    ]);
  });
});
