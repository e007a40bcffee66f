import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadFilterModules } from '../../../adapters/workspace/loadFilterModules';
import { takenNames } from '../../../core/screening/filters/takenNames';
import { screen } from '../../core/screening/filters/screening';

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
  const refused = loadFilterModules(['noShouting.cjs'], { workspace, environment: {} });
  await expect(refused).rejects.toThrow('start it with SEEDBED_ALLOW_MODULES=1');
  await expect(loadFilterModules([], { workspace, environment: {} })).resolves.toEqual([]);
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
