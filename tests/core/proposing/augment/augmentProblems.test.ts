import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { augmentProblems } from '../../../../core/proposing/augment/augmentProblems';
import { operatorNamed, operatorNames } from '../../../../core/proposing/augment/operators';
import { planAugment } from '../../../../core/proposing/augment/planAugment';
import { parseRecipe } from '../../../../core/run/parseRecipe';
import type { RecipeInput } from '../../../../core/recipe/schema';
import { ourPrompts } from '../../../support/ourPrompts';
import { runSetup, seedTask } from '../testSetup';

const tasks = [seedTask('Name a bird.'), seedTask('Name a fish.')];
const problems = (augment: RecipeInput['augment'], given = tasks) =>
  augmentProblems(runSetup({ augment }).recipe, given).map(({ message }) => message);

describe('a recipe that multiplies is refused before anything is asked', () => {
  it('names an unknown operator, its place, the closest name and the list', () => {
    expect(problems({ chains: [['deepen'], ['deepen', 'paraphaseInstruction']] })).toEqual([
      `"augment.chains[1][1]" is "paraphaseInstruction", which is no operator: did you mean "paraphraseInstruction"? Else, the operators are ${operatorNames.join(', ')}.`,
    ]);
    expect(problems({ chains: [{ operators: ['teleport'] }] })[0]).toMatch(
      /^"augment.chains\[0\].operators\[0\]" is "teleport", which is no operator: the operators are paraphraseInstruction/,
    );
  });

  it('refuses an empty chain', () => {
    for (const chain of [[], { operators: [] }]) {
      const parsed = parseRecipe({
        name: 'x',
        seeds: { tasks: [{ instruction: 'a', response: 'b' }] },
        augment: { chains: [chain] },
      });
      expect(parsed.ok).toBe(false);
    }
  });

  it('refuses an operator that works on what no pair has', () => {
    expect(problems({ chains: [['complicateInput']] })).toEqual([
      '"augment.chains[0]" has complicateInput, which needs an input, and none of the 2 pairs to multiply has one: leave it out, or name a set that has some.',
    ]);
    expect(problems({ chains: [['complicateInput']] }, [...tasks, seedTask('x', { input: 'y' })])).toEqual(
      [],
    );
  });

  it('refuses an operator after one that takes away what it works on', () => {
    expect(problems({ chains: [['deepen', 'paraphraseResponse']] })).toEqual([
      '"augment.chains[0]" has paraphraseResponse after deepen, which leaves no response for it: put paraphraseResponse first, or into a chain of its own.',
    ]);
    expect(problems({ chains: [['paraphraseResponse', 'deepen']] })).toEqual([]);
  });

  it('refuses a set without pairs', () => {
    expect(problems({ chains: [['deepen']] }, [])).toEqual([
      '"augment.source" is missing, and the seeds hold no task: name the set to multiply.',
    ]);
    expect(problems({ chains: [['deepen']], source: { file: 'x.csv' } }, [])).toEqual([
      '"augment.source" holds no pair: name a set that has some.',
    ]);
    expect(problems({ chains: [['deepen']], fromPool: true }, [])).toEqual([]);
  });

  it('refuses draws for what draws nothing', () => {
    expect(problems({ chains: [['deepen']], draws: { deepen: ['x'] } })[0]).toMatch(
      /^"augment.draws.deepen" is for deepen, which draws nothing/,
    );
  });
});

describe('the ready recipe', () => {
  it('has works enough for its target, on a set that has no pair twice', () => {
    const folder = join(__dirname, '../../../../recipes');
    const parsed = parseRecipe(parse(readFileSync(join(folder, 'augment.yaml'), 'utf8')));
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    const rows = JSON.parse(readFileSync(join(folder, 'sets/everyday.json'), 'utf8')) as {
      instruction: string;
      output: string;
    }[];
    expect(new Set(rows.map(({ instruction }) => instruction)).size).toBe(rows.length);
    const sources = rows.map(({ instruction, output }) => seedTask(instruction, { response: output }));
    expect(augmentProblems(parsed.recipe, sources)).toEqual([]);
    const setup = { ...runSetup({}, { small: true }), recipe: parsed.recipe };
    const materials = { seeds: [], sources, lists: {}, personas: [] };
    const works = planAugment({ setup, materials }, [], { from: 0, count: 1_000 });
    expect(works.length).toBeGreaterThan(4 * parsed.recipe.target);
    expect(works[0]?.parent).toHaveProperty('source');
  });
});

describe('every operator', () => {
  it.each(operatorNames)('%s has its prompts, with all that they ask for', (name) => {
    const { prompts, draws } = operatorNamed(name);
    for (const prompt of Object.values(prompts)) expect(ourPrompts[prompt]?.[0]?.file.role).toBe('propose');
    const usual = ourPrompts[prompts.usual]?.[0]?.file;
    expect(JSON.stringify(usual?.messages).includes('{{ draw')).toBe(draws !== undefined);
  });
});
