import { readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import path from 'node:path';
import { decode } from '@jridgewell/sourcemap-codec';

const bundle = readFileSync(path.join(__dirname, '../../dist/workers/workflow-bundle.js'), 'utf8');
const [, map = ''] = bundle.split('sourceMappingURL=data:application/json;base64,');
const payload = JSON.parse(Buffer.from(map, 'base64').toString()) as SourceMapPayload;
const { sources, sourcesContent, mappings } = payload;

test('the built workflow code, which a worker keeps twice, takes a byte for a character and holds no sources beside itself', () => {
  expect(bundle).toMatch(/^[\x00-\x7f]*$/); // eslint-disable-line no-control-regex -- ASCII is meant
  expect(sourcesContent).toBeUndefined();
  expect(bundle.length).toBeLessThan(3_000_000);
});

test('a failure of a workflow still names the function and the line of our sources', () => {
  const before = bundle.slice(0, bundle.indexOf('function runIteration(')).split('\n');
  const entry = new SourceMap(payload).findEntry(before.length - 1, before.at(-1)!.length);
  const lines = readFileSync(path.join(__dirname, '../../workflows/runIteration.ts'), 'utf8').split('\n');
  expect(entry).toMatchObject({
    originalSource: 'workflows/runIteration.ts',
    originalLine: lines.findIndex((line) => line.includes('function runIteration(')),
  });
});

test("its map, each place of which takes a hundred bytes of the workflows' thread, says where lines begin and no more", () => {
  const places = decode(mappings);
  for (const line of places)
    line.forEach((place, index) => expect(place.slice(1, 3)).not.toEqual(line[index - 1]?.slice(1, 3)));
  expect(places.flat().length).toBeLessThan(60_000);
  expect(sources.filter((source) => source.includes(process.cwd()))).toEqual([]);
});

test("no workflow takes along the recipe's schema, which each would build for itself", () => {
  expect(sources.filter((source) => /^core\/recipe\/(schema|sections\/template)\./.test(source))).toEqual([]);
});
