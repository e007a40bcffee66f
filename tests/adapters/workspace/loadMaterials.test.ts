import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadMaterials, type LoadedMaterials } from '../../../adapters/workspace/loadMaterials';
import { loadRecipe } from '../../../adapters/workspace/loadRecipe';
import { UserError } from '../../../core/foundations/userError';

let outer: string;
let workspace: string;

beforeAll(() => {
  outer = mkdtempSync(join(tmpdir(), 'seedbed-materials-'));
  workspace = join(outer, 'workspace');
  mkdirSync(join(workspace, 'mine'), { recursive: true });
  writeFileSync(join(outer, 'secret.csv'), 'instruction,response\nName a nut.,Hazel.\n');
  writeFileSync(join(workspace, 'mine', 'set.csv'), 'asked,told\nName a nut.,Hazel.\n');
  writeFileSync(join(workspace, 'mine', 'people.txt'), '\uFEFF# who\r\na baker\r\n\r\n a pilot \r\n');
  writeFileSync(join(workspace, 'mine', 'nobody.txt'), '# nobody\n');
  writeFileSync(join(workspace, 'mine', 'nul.txt'), 'a baker\na\0b\n');
  writeFileSync(join(workspace, 'people.txt'), 'a diver\n');
});
afterAll(() => rmSync(outer, { recursive: true }));

const nut = { instruction: 'Name a nut.', input: '', response: 'Hazel.' };
const columns = { instruction: 'asked', response: 'told' };
const seeds = {
  tasks: [{ ...nut, instances: [{ input: 'a green one', response: 'Pistachio.' }], id: 'n1', group: 'food' }],
};

async function load(fields: object, overrides?: object): Promise<LoadedMaterials> {
  writeFileSync(join(workspace, 'mine', 'recipe.yaml'), JSON.stringify({ name: 'x', ...fields }));
  return loadMaterials(await loadRecipe({ recipe: 'mine/recipe.yaml', overrides, workspace }));
}

async function refusal(fields: object, overrides?: object): Promise<string> {
  const error: unknown = await load(fields, overrides).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(UserError);
  return (error as UserError).message;
}

test('seeds are those of the file, then those written in the recipe with all of their instances', async () => {
  const { materials, seedFile } = await load({ seeds: { file: 'set.csv', columns, ...seeds } });
  expect(seedFile).toMatchObject({ format: 'csv', tasks: [nut] });
  expect(materials.seeds).toEqual([
    { ...nut, classification: false, instances: [{ input: '', output: 'Hazel.' }] },
    {
      ...nut,
      id: 'n1',
      group: 'food',
      classification: false,
      instances: [
        { input: '', output: 'Hazel.' },
        { input: 'a green one', output: 'Pistachio.' },
      ],
    },
  ]);
});

test('the existing set comes in as seeds do', async () => {
  const augment = { chains: [['paraphraseInstruction']], source: { file: 'set.csv', columns } };
  const { materials, sourceFile } = await load({ seeds, augment });
  expect(sourceFile?.format).toBe('csv');
  expect(materials.sources).toMatchObject([nut]);
});

describe('personas', () => {
  const personas = (fields: object): object => ({ seeds, selfInstruct: { personas: fields } });

  test('are ours where the recipe names none: asked for, or kept ready against repetition', async () => {
    expect((await load(personas({}))).materials.personas.length).toBeGreaterThan(10);
    expect((await load({ seeds, collapse: { watch: 'act' } })).materials.personas.length).toBeGreaterThan(10);
    expect((await load({ seeds, collapse: { watch: 'report' } })).materials.personas).toEqual([]);
  });

  test('are one a line, then those written in the recipe', async () => {
    const { materials } = await load(personas({ file: 'people.txt', list: ['a judge'] }));
    expect(materials.personas).toEqual(['a baker', 'a pilot', 'a judge']);
  });

  test('that an override names are relative to the workspace', async () => {
    const { materials } = await load(personas({ file: 'people.txt' }), personas({ file: 'people.txt' }));
    expect(materials.personas).toEqual(['a diver']);
  });

  test.each([
    ['without any', 'nobody.txt', /^Persona file "nobody\.txt" names no persona: write one a line/],
    ['with a NUL', 'nul.txt', /^Persona file "nul\.txt", line 2 contains a character that is not text/],
    ['that are not there', 'none.txt', /^There is no file "none\.txt" in the workspace/],
    ['outside the workspace', '../../secret.csv', /leaves the workspace/],
  ])('%s are refused', async (_, file, message) => {
    expect(await refusal(personas({ file }))).toMatch(message);
  });
});

test.each([
  ['of seeds', { seeds: { file: '../../secret.csv' } }],
  ['of the existing set', { seeds, augment: { chains: [['deepen']], source: { file: '../../secret.csv' } } }],
  [
    'of values',
    {
      template: {
        lists: { a: { file: '../../secret.csv' } },
        templates: [{ name: 'a', instruction: 'Name one.' }],
      },
    },
  ],
])('a path %s never leaves the workspace', async (_, fields) => {
  expect(await refusal(fields)).toMatch(/leaves the workspace: name a file inside it/);
});

test('what is wrong with a file is told with its place and the mend', async () => {
  expect(await refusal({ seeds: { file: 'set.csv' } })).toBe(
    [
      'Seed file "set.csv" has no row that can be read.',
      '  line 2: The row has asked, told, which tells no format: set columns, as in {instruction: ..., response: ...}, or name the format.',
    ].join('\n'),
  );
  expect(await refusal({ seeds: { file: 'set.csv', columns: { ...columns, input: 'contxt' } } })).toBe(
    'Seed file "set.csv" has no column "contxt": it has asked, told; set columns.input.',
  );
});
