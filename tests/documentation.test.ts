import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../adapters/workspace/packageRoot';
import { exportFormats } from '../core/dataset/formats/formats';
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
  ['formats.md', 'export format', exportFormats],
])('docs/%s has a row for every %s', (page, _noun, registry: readonly { readonly name: string }[]) => {
  const named = namedIn(page);
  expect(registry.map(({ name }) => name).filter((name) => !named.has(name))).toEqual([]);
});
