import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadMaterials } from '../../../adapters/workspace/loadMaterials';
import { loadRecipe } from '../../../adapters/workspace/loadRecipe';
import { readyRecipeNames } from '../../../adapters/workspace/readyRecipes';
import { UserError } from '../../../core/foundations/userError';
import { instructionLength } from '../../../core/screening/filters/instructionLength';
import { selfInstructBlocklist } from '../../../core/screening/filters/blocklist';
import { recipeSchema } from '../../../core/run/recipeSchema';

const seed = '{"instruction":"Name a fruit.","input":"","output":"Pear."}\n';
const fruit = { instruction: 'Name a fruit.', input: '', response: 'Pear.' };
let outer: string;
let workspace: string;

beforeAll(() => {
  outer = mkdtempSync(join(tmpdir(), 'seedbed-workspace-'));
  workspace = join(outer, 'workspace');
  mkdirSync(join(workspace, 'mine'), { recursive: true });
  writeFileSync(join(outer, 'secret.jsonl'), seed);
  writeFileSync(join(workspace, 'seeds.jsonl'), seed);
  writeFileSync(join(workspace, 'mine', 'near.jsonl'), seed);
  writeFileSync(join(workspace, 'mine', 'kitchen.yaml'), 'name: kitchen\nseeds: { file: near.jsonl }\n');
  writeFileSync(join(workspace, 'mine', 'upwards.yaml'), 'name: kitchen\nseeds: { file: ../seeds.jsonl }\n');
  writeFileSync(
    join(workspace, 'kitchen.json'),
    '{\n\t"name": "kitchen",\n\t"seeds": {"file": "seeds.jsonl"}\n}\n',
  );
  writeFileSync(join(workspace, 'broken.yaml'), 'name: kitchen\nseeds: { file: a\ntarget: 3\n');
  writeFileSync(join(workspace, 'latin1.yaml'), Buffer.from('name: caf\xe9', 'latin1'));
  writeFileSync(join(workspace, 'huge.jsonl'), '');
  truncateSync(join(workspace, 'huge.jsonl'), 65 * 1024 * 1024);
  symlinkSync(join(outer, 'secret.jsonl'), join(workspace, 'link.jsonl'));
  symlinkSync(outer, join(workspace, 'linked'));
  symlinkSync(join(workspace, 'seeds.jsonl'), join(workspace, 'inner.jsonl'));
});

afterAll(() => rmSync(outer, { recursive: true }));

const withSeeds = (file: string): object => ({ name: 'x', seeds: { file } });

async function refusal(recipe: unknown, overrides?: unknown): Promise<string> {
  const error: unknown = await loadRecipe({ recipe, overrides, workspace })
    .then(loadMaterials)
    .then(
      () => undefined,
      (reason: unknown) => reason,
    );
  expect(error).toBeInstanceOf(UserError);
  return (error as UserError).message;
}

describe('a ready recipe', () => {
  test.each([['quickstart'], ['self-instruct']])(
    '%s is found by name, with its seeds, in any workspace',
    async (name) => {
      expect(await readyRecipeNames()).toContain(name);
      const loaded = await loadRecipe({ recipe: name, workspace });
      expect(loaded.source).toBe(`ready recipe "${name}"`);
      const { materials, seedFile } = await loadMaterials(loaded);
      expect(seedFile).toMatchObject({ skipped: [], repeated: [] });
      expect(materials.seeds.length).toBeGreaterThanOrEqual(40);
    },
  );

  test('of the paper spells out the defaults', async () => {
    const { recipe } = await loadRecipe({ recipe: 'self-instruct', workspace });
    const { name, description, target, seeds, teacher } = recipe;
    const sampling = { propose: recipe.selfInstruct.propose, respond: recipe.selfInstruct.respond };
    expect(sampling).toEqual({
      propose: { temperature: 0.7, topP: 0.5, presencePenalty: 2, maxTokens: 1024 },
      respond: { temperature: 0, maxTokens: 1024 },
    });
    const rest = { name, description, target, seeds, teacher, selfInstruct: { form: 'paper', ...sampling } };
    expect(recipe).toEqual(recipeSchema.parse(rest));
  });

  test('has seed tasks that its own filters would let through', async () => {
    const loaded = await loadRecipe({ recipe: 'quickstart', workspace });
    const { recipe } = loaded;
    const { seeds } = (await loadMaterials(loaded)).materials;
    const blocked = new RegExp(`\\b(${selfInstructBlocklist.join('|')})\\b`, 'iu');
    for (const { instruction } of seeds) {
      expect(instruction).not.toMatch(blocked);
      expect(instruction.split(/\s+/u).length).toBeGreaterThanOrEqual(
        instructionLength.settingsIn(recipe).instructionWords.min ?? 4,
      );
    }
  });

  test('takes seeds from the workspace where overrides name them', async () => {
    const overrides = { seeds: { file: 'seeds.jsonl' }, target: 3 };
    const loaded = await loadRecipe({ recipe: 'quickstart', overrides, workspace });
    expect(loaded.recipe.target).toBe(3);
    expect((await loadMaterials(loaded)).materials.seeds).toMatchObject([fruit]);
  });
});

describe('a recipe of the user', () => {
  test.each([
    ['in YAML, its seeds beside it', 'mine/kitchen.yaml'],
    ['whose seeds are in the folder above, inside the workspace', 'mine/upwards.yaml'],
    ['in JSON, tabs and all', 'kitchen.json'],
    ['as an object, its seeds relative to the workspace', withSeeds('seeds.jsonl')],
    ['with seeds behind a link that stays inside', withSeeds('inner.jsonl')],
  ])('%s is read', async (_, recipe) => {
    const { materials } = await loadMaterials(await loadRecipe({ recipe, workspace }));
    expect(materials.seeds).toMatchObject([fruit]);
  });

  test('needs no file where its seeds are written in it', async () => {
    const recipe = { name: 'x', seeds: { tasks: [{ instruction: 'Name a nut.', response: 'Hazel.' }] } };
    const { materials, seedFile } = await loadMaterials(await loadRecipe({ recipe, workspace }));
    expect(seedFile).toBeUndefined();
    expect(materials.seeds).toMatchObject([{ instruction: 'Name a nut.', response: 'Hazel.' }]);
  });

  test.each([
    ['..', '../secret.jsonl'],
    ['.. further in', 'mine/../../secret.jsonl'],
    ['an absolute path', '/etc/hostname'],
    ["Windows' absolute path", 'C:\\secret.jsonl'],
    ['a symbolic link', 'link.jsonl'],
    ['a linked folder', 'linked/secret.jsonl'],
  ])('never leaves the workspace by %s, neither for itself nor for its seeds', async (_, path) => {
    expect(await refusal(withSeeds(path))).toMatch(/leaves the workspace: name a file inside it/);
    expect(await refusal(path)).toMatch(/leaves the workspace: name a file inside it/);
    expect(await refusal('quickstart', { seeds: { file: path } })).toMatch(/leaves the workspace/);
  });

  test.each([
    ['seeds.file', withSeeds('none.jsonl')],
    [
      'selfInstruct.personas.file',
      { ...withSeeds('seeds.jsonl'), selfInstruct: { personas: { file: 'none.txt' } } },
    ],
    [
      'novelty.against[0].file',
      { ...withSeeds('seeds.jsonl'), novelty: { against: [{ file: 'none.jsonl' }] } },
    ],
  ])('whose file is not there is told which field of which recipe names it: %s', async (field, recipe) => {
    writeFileSync(join(workspace, 'lost.yaml'), JSON.stringify(recipe));
    const said = await refusal('lost.yaml');
    expect(said).toMatch(/^There is no file "none\.\w+" in the workspace/);
    expect(said.endsWith(` It is named as "${field}" of recipe lost.yaml.`)).toBe(true);
    expect(await refusal(recipe)).toContain(` It is named as "${field}" of the recipe.`);
  });

  test.each([
    ['a NUL in the path', 'a\0b', /NUL/],
    ['a file that is not there', 'none.yaml', /^There is no file "none\.yaml" in the workspace/],
    [
      'a name that is not there',
      'nope',
      /^There is no ready recipe "nope" \(there are .*quickstart, self-instruct.*\)/,
    ],
    ['a folder', 'mine', /is not a file/],
    ['a file of seeds', 'seeds.jsonl', /^seeds\.jsonl is a file of rows, and no recipe\.$/],
    ['a syntax error', 'broken.yaml', /^Recipe broken\.yaml is not valid YAML at line 3, column 1: /],
    ['another encoding', 'latin1.yaml', /is not UTF-8 text: save it as UTF-8/],
    ['a seed file without end', withSeeds('huge.jsonl'), /has 65 MB; at most 64 MB are read/],
    [
      'mistakes',
      { ...withSeeds('seeds.jsonl'), targt: 3 },
      /"targt" is not a field .* did you mean "target"\?$/,
    ],
    ['a YAML bomb', 'bomb.yaml', /Excessive alias count/],
  ])('with %s is refused in words', async (_, recipe, message) => {
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      ...[...'bcdefgh'].map((key, index) => {
        const before = 'abcdefgh'[index] ?? '';
        return `${key}: &${key} [${Array.from({ length: 9 }, () => `*${before}`).join(',')}]`;
      }),
    ];
    writeFileSync(join(workspace, 'bomb.yaml'), bomb.join('\n'));
    expect(await refusal(recipe)).toMatch(message);
  });

  test('may be anywhere for a person at their own command line', async () => {
    const recipe = join(outer, 'elsewhere.yaml');
    writeFileSync(recipe, 'name: x\nseeds: { file: secret.jsonl }\n');
    const loaded = await loadRecipe({ recipe, workspace, confined: false });
    expect((await loadMaterials(loaded)).materials.seeds).toMatchObject([fruit]);
  });
});
