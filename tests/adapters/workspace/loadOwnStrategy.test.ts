import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadOwnStrategy, ownStrategyOf } from '../../../adapters/workspace/loadOwnStrategy';
import { parseRecipe } from '../../../core/run/parseRecipe';

const environment = { SEEDBED_ALLOW_MODULES: '1' };
let workspace: string;

beforeAll(() => {
  workspace = mkdtempSync(join(tmpdir(), 'seedbed-own-'));
  writeFileSync(
    join(workspace, 'letters.cjs'),
    `class Letters { name = 'letters'; version = 2; count = 7; plan() { return Array(this.count).fill({ pairs: [{ instruction: 'x' }] }); } }
     module.exports = new Letters();`,
  );
  writeFileSync(join(workspace, 'noPlan.cjs'), `module.exports = { name: 'noPlan', version: 1 };`);
});
afterAll(() => rmSync(workspace, { recursive: true, force: true }));

function recipeOf(module: string, share = 1) {
  const read = parseRecipe({
    name: 'own',
    strategies: { own: share, template: 1 },
    template: { templates: [{ name: 'a', slots: {}, instruction: 'A', response: 'B' }] },
    own: { module },
  });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.recipe;
}
const load = (module: string, share?: number) =>
  loadOwnStrategy(recipeOf(module, share), { workspace, environment });

test('an object or an instance of a class is a strategy, told by its name, version and bytes', async () => {
  const loaded = await load('letters.cjs');
  expect(await loaded?.strategy.plan({} as never)).toHaveLength(7);
  expect(loaded?.identity).toEqual({
    name: 'letters',
    version: 2,
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
  });
});

test('none is loaded where it has no share, where the worker may load none, from outside of the workspace, or without a plan', async () => {
  expect(await load('letters.cjs', 0)).toBeUndefined();
  await expect(loadOwnStrategy(recipeOf('letters.cjs'), { workspace, environment: {} })).rejects.toThrow(
    'start it with SEEDBED_ALLOW_MODULES=1',
  );
  await expect(load('../letters.cjs')).rejects.toThrow('leaves the workspace');
  await expect(load('noPlan.cjs')).rejects.toThrow(
    'noPlan.cjs exports no strategy: "plan": must be a function',
  );
});

test('a run refuses a module that is another than it began with, and says which it was and which it is', async () => {
  const began = { name: 'letters', version: 1, sha256: 'f'.repeat(64) };
  const materials = { seeds: [], sources: [], lists: {}, personas: [], own: began };
  const run = { setup: { recipe: recipeOf('letters.cjs') }, materials };
  await expect(ownStrategyOf(run, { workspace, environment })).rejects.toThrow(
    /it was letters version 1 \(sha256 ffffffffffff…\), and is letters version 2 \(sha256 [0-9a-f]{12}…\)/,
  );
  const same = await load('letters.cjs');
  const asBegun = { ...run, materials: { ...materials, own: same!.identity } };
  expect(await ownStrategyOf(asBegun, { workspace, environment })).toMatchObject({ name: 'letters' });
});
