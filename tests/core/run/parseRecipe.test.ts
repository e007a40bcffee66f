import { describeProblems } from '../../../core/recipe/problems';
import { mergeOverrides } from '../../../core/run/mergeOverrides';
import { parseRecipe } from '../../../core/run/parseRecipe';
import { recipeSchema } from '../../../core/run/recipeSchema';

const smallest = { name: 'kitchen', seeds: { file: 'kitchen.jsonl' } };

function messagesOf(value: unknown): string[] {
  const parsed = parseRecipe(value);
  return parsed.ok ? [] : parsed.problems.map(({ message }) => message);
}

describe('a recipe', () => {
  test('of a name and seeds is enough, and gets every default', () => {
    const parsed = parseRecipe(smallest);
    expect(parsed.ok && parsed.recipe).toMatchObject({
      target: 100,
      iteration: { patience: 10 },
      selfInstruct: { form: 'auto', fewShot: { examples: 8, fromPool: 2 }, instances: 5 },
      novelty: { threshold: 0.7 },
    });
  });

  test('with its defaults filled in is a recipe, and stays as it is', () => {
    const once = recipeSchema.parse(smallest);
    expect(recipeSchema.parse(once)).toEqual(once);
  });

  test.each([
    [
      'an unknown field',
      { ...smallest, targt: 5 },
      '"targt" is not a field of the recipe: did you mean "target"?',
    ],
    [
      'a name with other letters',
      { ...smallest, name: 'Königin' },
      '"name" is the text "Königin", but must be at most 100 of the letters a to z, digits, ".", "_" or "-", the first one a letter or digit.',
    ],
    [
      'a list that is too short',
      { ...smallest, coverage: { axes: { taskType: ['explanation'] } } },
      '"coverage.axes.taskType" has 1 entry, but must have 2 or more: add some, or leave the field out.',
    ],
    [
      'an empty list',
      { ...smallest, coverage: { axes: { taskType: [] } } },
      '"coverage.axes.taskType" is an empty list: add something, or leave the field out.',
    ],
    [
      'a slip in a name of another level, before one of this level that is further off',
      { ...smallest, temprature: 0.5 },
      '"temprature" is not a field of the recipe: did you mean one of "selfInstruct.propose.temperature", "selfInstruct.respond.temperature", "conversation.sampling.temperature", "augment.sampling.temperature", "judge.sampling.temperature"?',
    ],
    [
      'a slip of one letter inside of a section, though another section has a field of that name',
      { ...smallest, strategies: { templates: 1 } },
      '"strategies.templates" is not a field of the recipe: did you mean "strategies.template"?',
    ],
    [
      'a field on the wrong level',
      { ...smallest, threshold: 0.5 },
      '"threshold" is not a field of the recipe: did you mean "novelty.threshold"?',
    ],
    [
      'a field by the name of one in another section, which is another field',
      { ...smallest, novelty: { length: 5 } },
      '"novelty.length" is not a field of the recipe: the fields of "novelty" are threshold, semantic, rule, unsure, against.',
    ],
    [
      'a field with its section before its name',
      { ...smallest, seed_file: 'kitchen.jsonl' },
      '"seed_file" is not a field of the recipe: did you mean "seeds.file"?',
    ],
    [
      'a name cut short',
      { ...smallest, lang: 'de' },
      '"lang" is not a field of the recipe: did you mean "language"?',
    ],
    [
      'a name that several sections have',
      { ...smallest, min: 0.5 },
      '"min" is not a field of the recipe: did you mean one of "judge.min", "review.min"?',
    ],
    [
      'a field like no other',
      { ...smallest, novelty: { zebra: 1 } },
      '"novelty.zebra" is not a field of the recipe: the fields of "novelty" are threshold, semantic, rule, unsure, against.',
    ],
    [
      'an operator where a chain of them belongs',
      { ...smallest, augment: { chains: ['deepen'] } },
      '"augment.chains[0]" is the text "deepen", but must be an object with the fields operators, weight, or a list, each item a text.',
    ],
    [
      'a mistake inside of one of several forms',
      { ...smallest, coverage: { axes: { domain: ['health', { name: 'law', weight: -1 }] } } },
      '"coverage.axes.domain[1].weight" is -1, but must be a number of at least 0: write 0 or more.',
    ],
    [
      'a number in quotes',
      { ...smallest, target: '20' },
      '"target" is the text "20", but must be a whole number from 1 to 1000000: write it without quotes, 20.',
    ],
    [
      'a number too small',
      { ...smallest, target: 0 },
      '"target" is 0, but must be a whole number from 1 to 1000000: write 1 or more.',
    ],
    [
      'a number too large',
      { ...smallest, iteration: { open: 99 } },
      '"iteration.open" is 99, but must be a whole number from 1 to 32: write 32 or less.',
    ],
    [
      'a number that should be whole',
      { ...smallest, iteration: { size: 20.5 } },
      '"iteration.size" is 20.5, but must be a whole number from 1 to 2000: write 20 or 21.',
    ],
    [
      'a choice with a slip',
      { ...smallest, selfInstruct: { form: 'papr' } },
      '"selfInstruct.form" is the text "papr", but must be one of auto, paper, together: write "paper".',
    ],
    [
      'a truth value for a choice',
      { ...smallest, review: { wait: true } },
      '"review.wait" is true, but must be one of gate, background.',
    ],
    [
      'a text where a list belongs',
      { ...smallest, filters: { blocklist: 'word' } },
      '"filters.blocklist" is the text "word", but must be a list, each item a text: write ["word"].',
    ],
    [
      'a missing field',
      { seeds: { file: 'a' } },
      `"name" is missing: it must be a text. The recipe's name, and the run's unless --name says another.`,
    ],
    ['no source of seeds', { name: 'x', seeds: {} }, '"seeds" needs "file" or "tasks".'],
    [
      'a rule between fields, one of them left out',
      { ...smallest, selfInstruct: { fewShot: { examples: 1 } } },
      '"selfInstruct.fewShot.fromPool" is 2 unless given, but must not be more than "examples".',
    ],
    [
      'a field inside a list',
      { name: 'x', seeds: { tasks: [{ instruction: 'Do.', response: 'Done.' }, { instruction: 'Do.' }] } },
      '"seeds.tasks[1].response" is missing: it must be a text. A good answer.',
    ],
    [
      'a text that no database keeps',
      { name: 'x', seeds: { tasks: [{ instruction: 'Do\0.', response: 'Done.' }] } },
      '"seeds.tasks[0].instruction" contains a character that is not text (NUL, or half a character): remove it.',
    ],
    ['nothing', undefined, 'The recipe is empty: it needs at least name.'],
    ['an empty file', null, 'The recipe is empty: it needs at least name.'],
  ])('with %s is refused in a sentence that says what to write', (_, value, message) => {
    expect(messagesOf(value)).toEqual([message]);
  });

  test('with several mistakes has them all told at once', () => {
    const parsed = parseRecipe({ ...smallest, target: -1, sed: 7 });
    if (parsed.ok) throw new Error('accepted');
    expect(describeProblems(parsed.problems, 'Recipe my.yaml').split('\n')).toEqual([
      'Recipe my.yaml has 2 problems:',
      '  - "target" is -1, but must be a whole number from 1 to 1000000: write 1 or more.',
      '  - "sed" is not a field of the recipe: did you mean "seed"?',
    ]);
  });

  test.each([['__proto__'], ['constructor'], ['toString']])('has no field called %s', (key) => {
    const value: unknown = JSON.parse(
      `{"name":"x","seeds":{"file":"a"},"novelty":{"${key}":{"threshold":1}}}`,
    );
    expect(messagesOf(value)).toEqual([
      `"novelty.${key}" is not a field of the recipe: the fields of "novelty" are threshold, semantic, rule, unsure, against.`,
    ]);
  });

  test.each([[[]], ['quickstart'], [7], [true], [NaN]])('is never %p', (value) => {
    expect(messagesOf(value)).toHaveLength(1);
  });
});

describe('overrides', () => {
  test('replace fields however deep, and leave their neighbours', () => {
    const merged = mergeOverrides(
      { ...smallest, selfInstruct: { instances: 3, propose: { temperature: 1 } } },
      { target: 7, selfInstruct: { propose: { topP: 0.9 } }, filters: { blocklist: ['only'] } },
    );
    expect(merged.ok && merged.recipe).toMatchObject({
      target: 7,
      seeds: { file: 'kitchen.jsonl' },
      selfInstruct: { instances: 3, propose: { temperature: 1, topP: 0.9 } },
      filters: { blocklist: ['only'], repetition: true },
    });
  });

  test('are checked by the same schema', () => {
    const merged = mergeOverrides(smallest, { novelty: { treshold: 1 } });
    expect(merged).toMatchObject({
      ok: false,
      problems: [
        {
          field: 'novelty.treshold',
          message: expect.stringContaining('did you mean "novelty.threshold"?') as string,
        },
      ],
    });
  });

  test('called __proto__ are refused, and change no prototype', () => {
    const overrides: unknown = JSON.parse(
      '{"__proto__":{"target":3},"novelty":{"__proto__":{"polluted":true}}}',
    );
    expect(mergeOverrides(smallest, overrides).ok).toBe(false);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test('that are not an object are refused', () => {
    expect(mergeOverrides(smallest, 'target=3')).toMatchObject({
      ok: false,
      problems: [{ field: 'overrides' }],
    });
  });
});
