import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../adapters/workspace/packageRoot';
import { parseYaml } from '../adapters/workspace/parseYaml';
import { exportFormats } from '../core/dataset/formats/formats';
import { recipeSchema } from '../core/run/recipeSchema';
import { filters } from '../core/screening/filters/registry';
import { operators } from '../core/proposing/augment/operators/registry';

/** What the tables of a page of docs/ name in their first columns. */
function namedIn(page: string): Set<string> {
  const text = readFileSync(join(packageRoot(), 'docs', page), 'utf8');
  return new Set(
    [...text.matchAll(/^\|([^|]+)\|/gm)].flatMap(([, cell = '']) =>
      [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
    ),
  );
}

test.each([
  ['filters.md', 'filter', filters],
  ['augment.md', 'operator', operators],
  ['exports.md', 'export format', exportFormats],
])('docs/%s has a row for every %s', (page, _noun, registry: readonly { readonly name: string }[]) => {
  const named = namedIn(page);
  expect(registry.map(({ name }) => name).filter((name) => !named.has(name))).toEqual([]);
});

test('the README fits in 10 KB, and its recipe is one', () => {
  const text = readFileSync(join(packageRoot(), 'README.md'), 'utf8');
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(10_000);
  const [, recipe = ''] = /```yaml\n([^]+?)```/.exec(text) ?? [];
  expect(recipeSchema.parse(parseYaml(recipe, 'README.md'))).toMatchObject({
    name: 'support',
    target: 1_000,
  });
});
