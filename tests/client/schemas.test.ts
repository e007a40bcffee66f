import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { outputsAsJsonSchema, outputSchemas } from '../../client/schemas/outputs';
import { running } from './statusFixture';

test('the published JSON schema of the --json outputs is that of the code', () => {
  // To write it anew: node -p "require('./dist/client/schemas/outputs').outputsAsJsonSchema().trimEnd()" > client/schemas/outputs.schema.json
  const published = readFileSync(
    join(__dirname, '..', '..', 'client', 'schemas', 'outputs.schema.json'),
    'utf8',
  );
  expect(JSON.parse(published)).toEqual(JSON.parse(outputsAsJsonSchema()));
});

test('a status is what its schema says', () => {
  expect(outputSchemas.status.parse(running)).toEqual(running);
  expect(outputSchemas.list.safeParse({ runs: [running] }).success).toBe(true);
  expect(
    outputSchemas.run.safeParse({ ...running, dataset: null, next: 'seedbed watch r7', exitCode: 0 }).success,
  ).toBe(true);
  expect(outputSchemas.status.safeParse({ ...running, state: 'lost' }).success).toBe(false);
});
