import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { offlineFilters } from '../../../adapters/datasetScreening/taskScreener';
import { loadFilterModules } from '../../../adapters/workspace/loadFilterModules';
import { loadFilters } from '../../../adapters/workspace/loadFilters';
import { filters } from '../../../core/screening/filters/registry';
import { screen, textContext } from '../../core/screening/filters/screening';
import { takenNames } from '../../../core/screening/filters/takenNames';

let workspace: string;
const environment = { SEEDBED_ALLOW_MODULES: '1' };

beforeAll(() => {
  workspace = mkdtempSync(join(tmpdir(), 'seedbed-modules-'));
  const write = (name: string, text: string): void => writeFileSync(join(workspace, name), text);
  write(
    'noShouting.cjs',
    `module.exports = { name: 'noShouting', version: 2, stage: 'pair', evaluate: (subjects) => subjects.map(({ response }) =>
       response === response.toUpperCase() ? { passed: false, reason: 'shouts' } : { passed: true, score: 1 }) };`,
  );
  write(
    'throws.cjs',
    `module.exports = [{ name: 'throws', version: 1, stage: 'pair', evaluate() { throw new Error('oh') } }];`,
  );
  write('notOne.cjs', `module.exports = { name: 'notOne', version: 1, stage: 'somewhere', evaluate() {} };`);
  write('broken.cjs', 'module.exports = {');
});

afterAll(() => rmSync(workspace, { recursive: true, force: true }));

const load = (...paths: string[]) => loadFilterModules(paths, { workspace, environment, known: ['echo'] });

test('a filter of one’s own rejects as ours do', async () => {
  const filters = await load('noShouting.cjs');
  expect((await screen(filters, { response: 'STOP' })).rejectedBy).toMatchObject({
    filter: 'noShouting',
    version: 2,
    reason: 'shouts',
  });
  expect((await screen(filters, { response: 'Stop' })).results).toMatchObject([{ passed: true, score: 1 }]);
});

test('one that throws lets nothing through', async () => {
  const { failed } = await screen(await load('throws.cjs'), {});
  expect(failed).toMatchObject({ filter: 'throws' });
});

test('none is loaded unless the worker was started to allow it', async () => {
  const refused = loadFilterModules(['noShouting.cjs'], { workspace, environment: {}, known: [] });
  await expect(refused).rejects.toThrow('start it with SEEDBED_ALLOW_MODULES=1');
  await expect(loadFilterModules([], { workspace, environment: {}, known: [] })).resolves.toEqual([]);
});

/** Whatever a candidate's results may be told by in any stage, whether or not a recipe has it on. */
test.each([
  ...['novelty', 'sameTask', 'judge', 'teacher', 'parser', 'operator', 'instance'],
  ...['fluency', 'followingDifficulty', 'contamination', 'contaminationByMeaning', 'learned'],
  ...['relevance', 'echo', 'evolvedResponse'],
])('a filter named “%s”, like something of Seedbed’s, is refused before a run begins', async (name) => {
  const file = `${name}.cjs`;
  writeFileSync(
    join(workspace, file),
    `module.exports = { name: '${name}', version: 1, stage: 'pair', evaluate: (subjects) => subjects.map(() => ({ passed: true })) };`,
  );
  await expect(loadFilterModules([file], { workspace, environment, known: takenNames })).rejects.toThrow(
    `there is another filter named "${name}"`,
  );
});

test('every name under which our own code decides is among those that are taken', () => {
  const root = join(__dirname, '..', '..', '..');
  const sources = ['core', 'activities'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(join(root, folder, name), 'utf8')),
  );
  const decided = sources.flatMap((text) =>
    [...text.matchAll(/\b(?:filter|decidedBy): '([^']+)'/g)].map(([, name]) => name ?? ''),
  );
  expect(decided.length).toBeGreaterThan(5);
  expect(decided.filter((name) => !takenNames.has(name))).toEqual([]);
});

test.each([
  ['a file outside of the workspace', ['../other.cjs'], /leaves the workspace/],
  ['a missing file', ['missing.cjs'], /There is no file/],
  ['what is no filter', ['notOne.cjs'], /notOne\.cjs exports no filter at position 1: "stage"/],
  ['a file that does not parse', ['broken.cjs'], /broken\.cjs could not be loaded/],
  ['two of one name', ['noShouting.cjs', 'noShouting.cjs'], /another filter named "noShouting"/],
])('%s is told', async (_, paths, message) => {
  await expect(load(...paths)).rejects.toThrow(message);
});

// A result is known by its filter's name: two of one would be one row of the store, and the run would hang on it.
test.each([...filters.map(({ name }) => name), 'novelty', 'judge', 'parser', 'teacher', 'operator'])(
  'one named "%s", as something of ours is, is refused by runs and datasets alike',
  async (name) => {
    const text = `module.exports = { name: '${name}', version: 1, stage: 'pair', evaluate: () => [] };`;
    writeFileSync(join(workspace, `as-${name}.cjs`), text);
    const recipe = textContext({ modules: [`as-${name}.cjs`] }).recipe;
    const told = `there is another filter named "${name}"`;
    await expect(loadFilters(recipe, { workspace, environment })).rejects.toThrow(told);
    await expect(offlineFilters({ recipe, workspace, environment })).rejects.toThrow(told);
  },
);

test('runs and datasets are screened by the same filters, in the same order, those of one’s own last', async () => {
  const recipe = textContext({ modules: ['noShouting.cjs'] }).recipe;
  const names = (await loadFilters(recipe, { workspace, environment })).map(({ name }) => name);
  expect(names).toEqual([...filters.map(({ name }) => name), 'noShouting']);
  const offline = await offlineFilters({ recipe, workspace, environment });
  expect(offline.map(({ name }) => name)).toEqual([
    ...filters.filter((filter) => filter.isOn(recipe)).map(({ name }) => name),
    'noShouting',
  ]);
});
