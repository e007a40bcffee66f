import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { packageRoot } from '../../../adapters/workspace/packageRoot';
import { readyRecipeNames } from '../../../adapters/workspace/readyRecipes';
import { shapeOf } from '../../../core/dataset/readers/rowShape';
import { checkRecipe } from '../../../core/run/checkRecipe';
import { parseRecipe } from '../../../core/run/parseRecipe';
import { parseRunInput } from '../../../core/recipe/runInput';
import { recipeJsonSchema, recipePage } from '../../../scripts/documentRecipe';

const read = (path: string): string => readFileSync(join(packageRoot(), path), 'utf8');

/** What the files that the page's examples name would hold. */
const pear = { instruction: 'Name a fruit.', input: '', response: 'Pear.', classification: false };
const seeds = [{ ...pear, instances: [{ input: '', output: 'Pear.' }] }];
const materials = { seeds, sources: [], lists: {}, personas: [] };

function snippets(page: string, language: string): string[] {
  return [...page.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 'gs'))].map(
    ([, code]) => code ?? '',
  );
}

test('docs/recipe.md says what the schema says', () => {
  expect(read('docs/recipe.md')).toBe(recipePage());
});

test('the JSON Schema for editors is the schema', () => {
  expect(read('docs/recipe.schema.json')).toBe(recipeJsonSchema());
  expect(JSON.parse(recipeJsonSchema())).toMatchObject({
    title: 'Seedbed recipe',
    required: ['name'],
  });
});

test('the examples on the page are valid', () => {
  const page = recipePage();
  const problems = snippets(page, 'yaml').map((code) => {
    const parsed = parseRecipe(parse(code));
    return parsed.ok ? checkRecipe(parsed.recipe, materials) : parsed.problems;
  });
  expect(problems).toEqual([[], []]);
  const shown = snippets(page, 'text');
  expect(shown.map((code) => shapeOf(JSON.parse(code)))).toEqual(['selfInstruct', 'alpaca']);
  expect(snippets(page, 'json').map((code) => parseRunInput(JSON.parse(code)).ok)).toEqual([true]);
});

test('the recipes that the README and the page name are those that are there, with their targets', async () => {
  const names = await readyRecipeNames();
  const [, listed = ''] = /These recipes are ready: ([^.]+)\./.exec(read('README.md')) ?? [];
  expect([...listed.matchAll(/`(.+?)`/g)].map(([, name]) => name).sort()).toEqual(names);
  const [, table = ''] = /These recipes are ready.*?\n(\|.*?)\n\n/s.exec(recipePage()) ?? [];
  const rows = [...table.matchAll(/^\| `(\S+)` +\| +([\d,]+) \|/gm)];
  const targets = new Map(rows.map(([, name = '', pairs = '']) => [name, Number(pairs.replace(',', ''))]));
  expect([...targets.keys()].sort()).toEqual(names);
  for (const name of names) {
    const { target } = parse(read(`recipes/${name}.yaml`)) as { target: number };
    expect([name, targets.get(name)]).toEqual([name, target]);
  }
});

test('every field is described, and every expectation has words', () => {
  const fields = recipePage().split('## Every field')[1] ?? '';
  const rows = [...fields.matchAll(/^\| `(\S+)` +\| (.*?) +\| .*? +\| (.*?) *\|$/gm)];
  expect(rows.length).toBeGreaterThan(100);
  const wanting = rows.filter(
    ([, , expected = '', meaning]) => !meaning || expected.includes('something else'),
  );
  expect(wanting.map(([, field]) => field)).toEqual([]);
});
