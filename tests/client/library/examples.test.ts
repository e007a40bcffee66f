import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { packageRoot } from '../../../adapters/workspace/packageRoot';
import { temporaryFolder } from '../../support/embeddedStack';
import { openSharedDatabase, openSharedNamespace } from '../../support/sharedServers';
import { startSimulatedTeacher } from '../../support/simulatedTeacher';

const page = readFileSync(join(packageRoot(), 'docs', 'library.md'), 'utf8');

/** A folder elsewhere, with Seedbed among its packages and the examples of the page as they stand there. */
let folder: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  mkdirSync(join(folder, 'node_modules'));
  mkdirSync(join(folder, 'filters'));
  mkdirSync(join(folder, 'strategies'));
  symlinkSync(packageRoot(), join(folder, 'node_modules', 'seedbed'));
  for (const [, name = '', code = ''] of page.matchAll(/```js\n\/\/ (\S+)\n([^]+?)```/g))
    writeFileSync(join(folder, name), code);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ran = async (code: readonly string[], environment: Record<string, string> = {}): Promise<string[]> => {
  const { stdout } = await promisify(execFile)(process.execPath, code, {
    cwd: folder,
    env: { ...process.env, ...environment },
  });
  return stdout.trim().split('\n');
};

test('pairs are screened without a server: the repeated and the wrong one are told with the reason', async () => {
  const [first, second, third] = await ran(['screen.mjs']);
  expect(first).toBe('1 accepted - -');
  expect(second).toMatch(/^2 rejected novelty /);
  expect(third).toMatch(/^3 rejected workedSteps .*: it is 42$/);
}, 120_000);

test('a run by a recipe that is an object ends at its target, and its pairs are read', async () => {
  const [state, ...pairs] = await ran(['grow.mjs']);
  expect(state).toMatch(/^completed 1[2-9]$/);
  expect(pairs.length).toBeGreaterThanOrEqual(12);
  const [extended = ''] = await ran(['extend.mjs']);
  expect(extended).toMatch(/^completed 2[0-9]$/);
  for (const pair of pairs) expect(pair).toMatch(/^What is (\d+) plus (\d+)\? => \1 \+ \2 = \d+$/);
}, 180_000);

test('a filter of yours decides like one of ours', async () => {
  const template = {
    templates: [{ name: 'hello', slots: {}, instruction: 'Say hello.', response: 'Hello.' }],
  };
  const recipe = {
    name: 'quiet',
    target: 1,
    strategies: { selfInstruct: 0, template: 1 },
    template,
    filters: { modules: ['filters/noShouting.mjs'] },
  };
  const code = `import { screen } from 'seedbed';
    const pairs = [{ instruction: 'Say hello to the whole village.', response: 'HELLO TO EVERYBODY' }];
    for await (const { state, decidedBy } of screen(pairs, { recipe: ${JSON.stringify(recipe)} })) console.log(state, decidedBy);`;
  writeFileSync(join(folder, 'own.mjs'), code);
  expect(await ran(['own.mjs'], { SEEDBED_ALLOW_MODULES: '1' })).toEqual(['rejected noShouting']);
}, 120_000);

test('a strategy of yours comes up with instructions, and the run’s teacher is asked what it planned', async () => {
  const teacher = await startSimulatedTeacher();
  const [database, temporal] = [await openSharedDatabase(), await openSharedNamespace()];
  const readers = ['a neighbour', 'a landlord', 'an old friend'];
  const recipe = {
    ...{
      name: 'letters',
      target: 4,
      strategies: { own: 1 },
      iteration: { size: 6 },
      teacher: { endpoint: 'openai' },
    },
    ...{ own: { module: 'strategies/letters.mjs', settings: { readers } }, novelty: { threshold: 1 } },
  };
  const code = `import { readPairs, startRun } from 'seedbed';
    const run = await startRun({ recipe: ${JSON.stringify(recipe)} });
    console.log((await run.finished()).state);
    for await (const { instruction, lineage } of readPairs({ run: run.name })) console.log(lineage.prompts.join(), instruction);
    await run.close();`;
  writeFileSync(join(folder, 'letters.mjs'), code);
  try {
    const [state, ...pairs] = await ran(['letters.mjs'], {
      SEEDBED_ALLOW_MODULES: '1',
      OPENAI_BASE_URL: teacher.baseUrl,
      OPENAI_MODEL: 'simulated',
      DATABASE_URL: database.url,
      TEMPORAL_ADDRESS: temporal.address,
      TEMPORAL_NAMESPACE: temporal.namespace,
    });
    expect(state).toBe('completed');
    expect(pairs.length).toBeGreaterThanOrEqual(4);
    for (const pair of pairs)
      expect(pair).toMatch(/^letters@1 Write a letter to (?:a neighbour|a landlord|an old friend)\. \S/);
  } finally {
    await teacher.close();
    await database.drop();
  }
}, 180_000);
