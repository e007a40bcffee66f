import { readFileSync } from 'node:fs';
import path from 'node:path';

const bundle = readFileSync(path.join(__dirname, '../../dist/workers/workflow-bundle.js'), 'utf8');
const [, map = ''] = bundle.split('sourceMappingURL=data:application/json;base64,');
const { sources, sourcesContent } = JSON.parse(Buffer.from(map, 'base64').toString()) as {
  sources: string[];
  sourcesContent?: unknown;
};

test('the built workflow code, which a worker keeps twice, takes a byte for a character and holds no sources beside itself', () => {
  expect(bundle).toMatch(/^[\x00-\x7f]*$/); // eslint-disable-line no-control-regex -- ASCII is meant
  expect(sourcesContent).toBeUndefined();
  expect(bundle.length).toBeLessThan(3_000_000);
});

test('a failure of a workflow still names the function and the line of our sources', () => {
  expect(bundle).toContain('function runIteration(');
  expect(sources.some((source) => source.endsWith('/workflows/runIteration.ts'))).toBe(true);
});

test("no workflow takes along the recipe's schema, which each would build for itself", () => {
  expect(sources.filter((source) => /\/core\/recipe\/(schema|sections\/template)\./.test(source))).toEqual(
    [],
  );
});
