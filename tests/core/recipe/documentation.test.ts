import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { packageRoot } from '../../../adapters/workspace/packageRoot';
import { parseRecipe } from '../../../core/recipe/parseRecipe';
import { parseRunInput } from '../../../core/recipe/runInput';
import { parseSeeds } from '../../../core/seeds/parseSeeds';
import { recipeJsonSchema, recipePage } from '../../../scripts/documentRecipe';
import { expectation, fieldSchema, type FieldSchema } from '../../../core/recipe/expectation';
import { recipeSchema } from '../../../core/recipe/schema';

const read = (path: string): string => readFileSync(join(packageRoot(), path), 'utf8');

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
    required: ['name', 'seeds'],
  });
});

test('the examples on the page are valid', () => {
  const page = recipePage();
  expect(snippets(page, 'yaml').map((code) => parseRecipe(parse(code)).ok)).toEqual([true]);
  const seeds = snippets(page, 'text');
  expect(seeds.map((code) => parseSeeds(code).shape)).toEqual(['selfInstruct', 'alpaca']);
  expect(snippets(page, 'json').map((code) => parseRunInput(JSON.parse(code)).ok)).toEqual([true]);
});

test('every field is described, and every expectation has words', () => {
  const undescribed: string[] = [];
  const visit = (field: FieldSchema, name: string): void => {
    for (const [key, inner] of Object.entries(field.properties ?? {})) {
      if (!inner.description || expectation(inner) === 'something else') undescribed.push(`${name}.${key}`);
      visit(inner.items ?? inner, `${name}.${key}`);
    }
  };
  visit(fieldSchema(recipeSchema), '');
  expect(undescribed).toEqual([]);
});
