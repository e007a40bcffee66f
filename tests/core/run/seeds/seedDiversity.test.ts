import { gridOf } from '../../../../core/recipe/coverage/grid';
import { recipeSchema } from '../../../../core/run/recipeSchema';
import { entropyOf, seedDiversity } from '../../../../core/run/seeds/seedDiversity';
import type { SeedTask } from '../../../../core/vocabulary/seedTask';
import { taskTypeOf } from '../../../../core/run/seeds/taskTypeOf';

function seed(instruction: string, task: Partial<SeedTask> = {}): SeedTask {
  const { input = '', response = 'Here it is.' } = task;
  const instances = [{ input, output: response }];
  return { instruction, input, response, classification: false, instances, ...task };
}

const verbs = ['Write', 'Explain', 'Suggest', 'Compare', 'Plan', 'Draw'];
const things = ['a garden', 'the moon', 'good bread', 'slow trains'];
const varied = verbs.flatMap((verb) => things.map((thing) => seed(`${verb} ${thing}.`)));
const complete = [...varied, seed('Is the mood happy or sad?', { input: 'Hooray!', classification: true })];

test('seeds that lack nothing get no advice', () => {
  expect(seedDiversity(complete, 'en', undefined)).toMatchObject({
    tasks: 25,
    classification: 1,
    withInput: 1,
    instructionWords: { min: 3, median: 3, max: 6 },
    nearDuplicates: [],
    uncovered: {},
    advice: [],
  });
});

describe('what is missing is said in a sentence:', () => {
  test.each([
    ['too few', complete.slice(-5), /^There are 5 seeds: write 20 or more/],
    [
      'one verb everywhere',
      [
        ...complete,
        ...things.flatMap((thing) => [1, 2, 3].map((n) => seed(`Write ${n} songs on ${thing}.`))),
      ],
      /^"write" begins 43 % of the instructions/,
    ],
    [
      'the same twice',
      [...complete, seed('Write a garden!')],
      /^1 seed nearly repeats an earlier one, such as seed 26 with seed 1: replace it/,
    ],
    [
      'no classification',
      complete.slice(0, -1).concat(seed('Shorten it.', { input: 'x' })),
      /^No seed is a classification: add some and mark them \("classification": true, /,
    ],
    ['no input', [...varied, seed('Is it big?', { classification: true })], /^No seed has an input/],
    ['inputs only', complete.map((task) => ({ ...task, input: 'x' })), /^Every seed has an input/],
  ])('%s', (_, seeds, message) => {
    expect(seedDiversity(seeds, 'en', undefined).advice).toContainEqual(expect.stringMatching(message));
  });

  test('of seeds that nobody takes for examples nothing but what repeats', () => {
    const few = complete.slice(0, 3);
    expect(seedDiversity(few, 'en', undefined, false).advice).toEqual([]);
    const twice = [...few, ...few.slice(0, 1)];
    expect(seedDiversity(twice, 'en', undefined, false).advice).toEqual([
      expect.stringMatching(/^1 seed nearly repeats/),
    ]);
  });

  test('a value of the grid that no seed has', () => {
    const axes = {
      taskType: ['classification', 'translation'],
      domain: { garden: 1, sea: 1 },
      mood: ['glad', 'sad'],
    };
    const grid = gridOf(recipeSchema.parse({ name: 'x', coverage: { axes } }));
    const seeds = complete.map((task) => ({ ...task, group: 'Garden' }));
    const { uncovered, advice } = seedDiversity(seeds, 'en', grid);
    // Of "mood" nothing is known without a model: no group is called like one of its values.
    expect(uncovered).toEqual({ taskType: ['translation'], domain: ['sea'] });
    expect(advice).toContainEqual(expect.stringMatching(/^No seed seems to be of the domain sea: add some/));
  });
});

test('task types are the groups that tasks name, where every task names one', () => {
  const grouped = complete.map((task, index) => ({ ...task, group: index < 20 ? 'a' : 'b' }));
  expect(seedDiversity(grouped, 'en', undefined).taskTypes).toEqual({
    by: 'group',
    counts: [
      { name: 'a', count: 20 },
      { name: 'b', count: 5 },
    ],
  });
  const partly = grouped.map((task, index) => (index === 0 ? seed(task.instruction) : task));
  expect(seedDiversity(partly, 'en', undefined)).toMatchObject({
    taskTypes: { by: 'words' },
    groups: [{ name: 'a', count: 19 }, {}],
  });
});

test('verbs are counted with their objects, in English only', () => {
  const { verbs: found } = seedDiversity(complete, 'en', undefined);
  expect(found).toMatchObject({ found: 25, distinct: 7 });
  expect(found?.top[0]).toEqual({
    name: 'compare',
    count: 4,
    objects: expect.arrayContaining([{ name: 'garden', count: 1 }]) as unknown,
  });
  expect(seedDiversity(complete, 'de', undefined).verbs).toBeNull();
});

test('entropy is that of Shannon, in bits', () => {
  expect(entropyOf([])).toBe(0);
  expect(entropyOf([5])).toBe(0);
  expect(entropyOf([3, 3, 3, 3])).toBe(2);
  expect(entropyOf([3, 1])).toBeCloseTo(0.8113, 4);
});

test.each([
  ['Act as a museum guide.', 'role play'],
  ['Translate it into Chinese.', 'translation'],
  ['Write a Python function that sorts a list.', 'coding'],
  ['How much do four tickets cost?', 'mathematics'],
  ['Summarise the paragraph.', 'summarisation'],
  ['Rewrite the sentence in plain English.', 'rewriting'],
  ['Extract all dates from the text.', 'extraction'],
  ['Compare tea and coffee.', 'comparison'],
  ['Plan a visit to Lisbon.', 'planning'],
  ['Suggest four names for a shop.', 'brainstorming'],
  ['Write a haiku about autumn.', 'creative writing'],
  ['Why is the sky blue?', 'explanation'],
  ['Who was Ada Lovelace?', 'open question answering'],
  ['Do it.', 'other'],
])('by its words, "%s" is of the type %s', (instruction, type) => {
  expect(taskTypeOf(seed(instruction))).toBe(type);
});
