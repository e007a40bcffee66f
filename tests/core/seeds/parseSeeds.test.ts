import { recipeSchema } from '../../../core/recipe/schema';
import { embedSeeds } from '../../../core/seeds/embedSeeds';
import { parseSeeds } from '../../../core/seeds/parseSeeds';
import { seedsOfRecipe } from '../../../core/seeds/seedsOfRecipe';

const selfInstruct = {
  id: 'seed_0',
  name: 'fruit',
  instruction: 'Name a fruit of the colour.',
  instances: [
    { input: 'green', output: 'Pear.' },
    { input: 'red', output: 'Cherry.' },
  ],
  is_classification: true,
};
const alpaca = { instruction: 'Name a fruit.', input: '', output: 'Pear.' };

describe('seed files', () => {
  test('in self-instruct shape keep every instance, the first as the example', () => {
    const { tasks, problems, shape } = parseSeeds(`${JSON.stringify(selfInstruct)}\n`);
    expect({ problems, shape }).toEqual({ problems: [], shape: 'selfInstruct' });
    expect(tasks).toEqual([
      {
        id: 'seed_0',
        instruction: selfInstruct.instruction,
        input: 'green',
        response: 'Pear.',
        classification: true,
        instances: selfInstruct.instances,
      },
    ]);
  });

  test.each([
    [
      'a list over several lines',
      JSON.stringify([alpaca, { ...alpaca, instruction: 'Name a nut.' }], null, 2),
    ],
    ['a list on one line', JSON.stringify([alpaca, { ...alpaca, instruction: 'Name a nut.' }])],
    [
      'one a line',
      `${JSON.stringify(alpaca)}\n\n${JSON.stringify({ ...alpaca, instruction: 'Name a nut.' })}`,
    ],
  ])('in Alpaca shape are read from %s', (_, text) => {
    const { tasks, problems, shape } = parseSeeds(text);
    expect({ problems, shape }).toEqual({ problems: [], shape: 'alpaca' });
    expect(tasks.map(({ instruction, response }) => [instruction, response])).toEqual([
      ['Name a fruit.', 'Pear.'],
      ['Name a nut.', 'Pear.'],
    ]);
  });

  test('may have a byte order mark and the line ends of Windows', () => {
    const { tasks, problems } = parseSeeds(
      `\uFEFF${JSON.stringify(alpaca)}\r\n${JSON.stringify(selfInstruct)}\r\n`,
    );
    expect(tasks).toHaveLength(1);
    expect(problems).toEqual([
      {
        line: 2,
        message: expect.stringContaining(
          'a self-instruct task, in a file that began with an Alpaca task',
        ) as string,
      },
    ]);
  });

  test.each([
    ['is not JSON', '{"instruction": ', /^Not JSON \(.*\): expected one whole object/],
    ['is no object', '[1]', /^Found a list: expected a task/],
    ['has neither output nor instances', '{"instruction":"a"}', /^The task has no "instances": expected/],
    [
      'has an empty output',
      '{"instruction":"a","instances":[{"output":" "}]}',
      /^"instances\[0\]\.output" is empty/,
    ],
    [
      'has no instances',
      '{"instruction":"a","instances":[]}',
      /^"instances" is an empty list: expected at least one/,
    ],
    ['has no instruction', '{"instances":[{"output":"a"}]}', /^"instruction" is missing: expected a text/],
    [
      'has a label that is no truth value',
      '{"instruction":"a","instances":[{"output":"b"}],"is_classification":"no"}',
      /^"is_classification" is a text: expected true or false/,
    ],
    [
      'has a NUL',
      '{"instruction":"a\\u0000","instances":[{"output":"b"}]}',
      /^"instruction" contains a character that is not text/,
    ],
  ])('report a line that %s by its number, and keep the others', (_, line, message) => {
    const good = JSON.stringify(selfInstruct);
    const { tasks, problems } = parseSeeds(`${good}\n${line}\n${good}`);
    expect(tasks).toHaveLength(2);
    expect(problems).toEqual([{ line: 2, message: expect.stringMatching(message) as string }]);
  });

  test('report a malformed element of a list by the line that it begins on, and keep the others', () => {
    const text = `[\n  ${JSON.stringify(alpaca)},\n  {"instruction": "[,]\\"",\n   "output": oops},\n\n  ${JSON.stringify(alpaca)}\n]\n`;
    const { tasks, problems } = parseSeeds(text);
    expect(tasks).toHaveLength(2);
    expect(problems).toEqual([{ line: 3, message: expect.stringMatching(/^Not JSON/) as string }]);
  });

  test('that were cut are noticed', () => {
    expect(parseSeeds(`[${JSON.stringify(alpaca)},\n`).problems).toEqual([
      { line: 2, message: expect.stringContaining('no closing "]"') as string },
    ]);
  });

  test.each([[''], ['\uFEFF\r\n \n'], ['[]'], [' [ ] ']])(
    'without a task (%j) say what was expected',
    (text) => {
      expect(parseSeeds(text)).toMatchObject({
        tasks: [],
        problems: [
          {
            line: 1,
            message: expect.stringMatching(/^There are no seed tasks: expected .*"instances"/) as string,
          },
        ],
      });
    },
  );

  test('that repeat an instruction are noted, which is no problem', () => {
    const again = { ...alpaca, instruction: ' Name  a fruit. ' };
    const parsed = parseSeeds(`${JSON.stringify(alpaca)}\n${JSON.stringify(again)}`);
    expect(parsed).toMatchObject({ problems: [], repeated: [{ line: 2, firstLine: 1 }] });
  });
});

describe('the seeds of a recipe', () => {
  const file = { path: 'my.jsonl', text: `${JSON.stringify(alpaca)}\noops\n` };
  const recipe = (seeds: object) => recipeSchema.parse({ name: 'x', seeds });

  test('with a malformed line stop the run before it starts', () => {
    const seeds = seedsOfRecipe(recipe({ file: 'my.jsonl' }), file);
    expect(!seeds.ok && seeds.problem).toMatch(
      /^Seed file "my\.jsonl" has 1 line that can't be read: .*\n {2}line 2: Not JSON/,
    );
  });

  test('with a malformed line go on where the recipe allows it, and count what was left out', () => {
    const seeds = seedsOfRecipe(recipe({ file: 'my.jsonl', onMalformed: 'skip' }), file);
    expect(seeds).toMatchObject({
      ok: true,
      tasks: [{ instruction: 'Name a fruit.' }],
      skipped: [{ line: 2 }],
    });
  });

  test('are never none', () => {
    const seeds = seedsOfRecipe(recipe({ file: 'my.jsonl', onMalformed: 'skip' }), {
      path: 'my.jsonl',
      text: '\n',
    });
    expect(!seeds.ok && seeds.problem).toContain('has no task that can be read');
  });

  test('are those of the file, then those written in the recipe', () => {
    const tasks = [{ instruction: 'Name a nut.', response: 'Hazel.' }];
    const seeds = seedsOfRecipe(recipe({ file: 'my.jsonl', tasks }), {
      path: 'my.jsonl',
      text: JSON.stringify(alpaca),
    });
    expect(seeds.ok && seeds.tasks.map(({ instruction }) => instruction)).toEqual([
      'Name a fruit.',
      'Name a nut.',
    ]);
  });

  test('can be written into the recipe, and are then the same without the file', () => {
    const named = recipe({ file: 'my.jsonl', onMalformed: 'skip' });
    const before = seedsOfRecipe(named, file);
    if (!before.ok) throw new Error(before.problem);
    const embedded = recipeSchema.parse(embedSeeds(named, before.tasks));
    expect(embedded.seeds.file).toBeUndefined();
    expect(seedsOfRecipe(embedded, undefined)).toMatchObject({ ok: true, tasks: before.tasks });
  });
});
