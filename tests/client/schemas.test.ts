import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { outputsAsJsonSchema, outputSchemas } from '../../client/outputSchemas';
import { createProgram } from '../../client/program';
import { running } from './statusFixture';

test('the published JSON schema of the --json outputs is that of the code', async () => {
  // To write it anew: node -e "require('./dist/client/outputSchemas').outputsAsJsonSchema().then(text => process.stdout.write(text))" > docs/outputs.schema.json
  const published = readFileSync(join(__dirname, '..', '..', 'docs', 'outputs.schema.json'), 'utf8');
  expect(JSON.parse(published)).toEqual(JSON.parse(await outputsAsJsonSchema()));
});

test('every command has a schema of what it prints, but for those that promise none', async () => {
  const names = createProgram('0').commands.map((command) => command.name());
  const described = Object.keys(await outputSchemas());
  expect(names.filter((name) => !described.includes(name))).toEqual([
    'novelty',
    'up',
    'down',
    'doctor',
    'completion',
  ]);
});

test('a status is what its schema says', async () => {
  const { status, list, run } = await outputSchemas();
  expect(status?.parse(running)).toEqual(running);
  expect(list?.safeParse({ runs: [running] }).success).toBe(true);
  expect(run?.safeParse({ ...running, dataset: null, next: 'seedbed watch r7', exitCode: 0 }).success).toBe(
    true,
  );
  expect(status?.safeParse({ ...running, state: 'lost' }).success).toBe(false);
});
