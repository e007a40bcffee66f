import { heldOutOf } from '../../../../core/run/worth/heldOut';
import {
  pairsOfTask,
  prompted,
  withResponsesExchanged,
  type TrainingPair,
} from '../../../../core/run/worth/trainingPair';
import { OverlapIndex } from '../../../../core/screening/novelty/overlapIndex';

const pair = (instruction: string, response: string, input = ''): TrainingPair => ({
  instruction,
  input,
  response,
});

const training = [
  pair('Suggest five herbs that grow well on a small balcony.', 'Basil, mint, chives, parsley and thyme.'),
  pair('Write about bread. Use at most 10 words.', 'Bread is baked of flour and water.'),
];
const passage =
  'the ferry leaves the island at seven in the morning and is back before it gets dark in winter';

test('nothing is held out that is near a training pair, by its instruction or by a passage', async () => {
  const far = pair('What is the capital of Portugal?', 'Lisbon.');
  const written = [
    pair('Suggest five herbs that grow well on a balcony.', 'Dill.'),
    pair('Summarise the text.', 'A ferry.', passage),
    far,
  ];
  const held = await heldOutOf(written, [...training, pair('When does it leave?', `As said, ${passage}.`)], {
    pairs: 10,
    tasks: 40,
    seed: 1,
  });
  expect(held.pairs).toEqual([far]);
  expect(held.nearTraining).toBe(2);
  expect(held.tasks).toHaveLength(40);
  expect(held.tasks.filter(({ instruction }) => /about bread\. Use at most/.test(instruction))).toEqual([]);
});

test('what several seeds train on is looked through once', async () => {
  const find = jest.spyOn(OverlapIndex.prototype, 'find');
  const looked = async (seeds: number): Promise<number> => {
    find.mockClear();
    const drawn = Array.from({ length: seeds }, () => training).flat();
    await heldOutOf([pair('What is the capital of Portugal?', 'Lisbon.')], drawn, {
      pairs: 10,
      tasks: 4,
      seed: 1,
    });
    return find.mock.calls.length;
  };
  expect(await looked(10)).toBe(await looked(1));
  find.mockRestore();
});

test('a task gives a pair for each of its instances, with its input after the instruction', () => {
  const instances = [
    { input: '', output: 'one' },
    { input: 'two', output: 'three' },
  ];
  const pairs = pairsOfTask({ instruction: 'Do.', input: '', response: 'one', classification: false, instances }); // prettier-ignore
  expect(pairs.map(prompted)).toEqual([
    { prompt: 'Do.', response: 'one' },
    { prompt: 'Do.\n\ntwo', response: 'three' },
  ]);
});

test('exchanged responses are the same ones, and none stays where it was', () => {
  const pairs = Array.from({ length: 20 }, (_, index) => pair(`Question ${index}`, `Answer ${index}`));
  const exchanged = withResponsesExchanged(pairs, 3);
  expect(exchanged.map(({ response }) => response).sort()).toEqual(
    pairs.map(({ response }) => response).sort(),
  );
  for (const { instruction, response } of exchanged)
    expect(response.slice('Answer '.length)).not.toBe(instruction.slice('Question '.length));
});
