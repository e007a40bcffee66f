import { overridesOfRun, parseRunInput } from '../../../core/recipe/runInput';

describe('what people type into the Temporal UI', () => {
  test.each([
    [
      'nothing',
      undefined,
      /^generateDataset was started without its argument: give an object: \{"recipe": "quickstart"\}\.$/,
    ],
    ['null', null, /without its argument/],
    [
      'a bare string',
      'quickstart',
      /was given the text "quickstart": give an object: \{"recipe": "quickstart"\}\.$/,
    ],
    ['a list', ['quickstart'], /was given a list: give an object/],
    ['a number', 7, /was given a number: give an object/],
    ['an empty object', {}, /^"recipe" must be the name of a ready recipe/],
    ['an empty name', { recipe: ' ' }, /^"recipe" must be the name of a ready recipe/],
    [
      'an unknown field',
      { recipe: 'quickstart', traget: 5 },
      /^"traget" is not a field .*: did you mean "target"\?$/,
    ],
    [
      'a wrong type',
      { recipe: 'quickstart', target: 'ten' },
      /^"target" is the text "ten", but must be a whole number/,
    ],
    ['overrides that are a text', { recipe: 'quickstart', overrides: 'x' }, /^"overrides" must be an object/],
    ['the recipe itself', { name: 'x', seeds: { file: 'a' } }, /^A recipe goes into the field "recipe"/],
  ])('%s is answered with one sentence', (_, value, sentence) => {
    const parsed = parseRunInput(value);
    if (parsed.ok) throw new Error('accepted');
    expect(parsed.problem).toMatch(sentence);
    expect(parsed.problem).not.toContain('\n');
  });

  test.each([
    [{ recipe: 'quickstart' }],
    [{ recipe: 'mine/kitchen.yaml', name: 'r7', target: 5, overrides: { seed: 1 } }],
    [{ recipe: { name: 'x', seeds: { tasks: [] } } }],
  ])('%j is taken as it is', (value) => expect(parseRunInput(value)).toEqual({ ok: true, input: value }));

  test('its target wins over one among its overrides', () => {
    expect(overridesOfRun({ recipe: 'quickstart', target: 5, overrides: { target: 9, seed: 1 } })).toEqual({
      target: 5,
      seed: 1,
    });
  });
});
