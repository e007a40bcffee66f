import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  describeDifferences,
  differenceInMeaning,
  localServersFor,
  recipeToSend,
} from '../../../client/runs/recipeToSend';
import { loadMaterials } from '../../../adapters/workspace/loadMaterials';
import { loadRecipe } from '../../../adapters/workspace/loadRecipe';
import { parseRecipe } from '../../../core/run/parseRecipe';
import type { Recipe } from '../../../core/recipe/schema';
import type { RunMaterials } from '../../../core/recipe/runSetup';
import { templateSequence } from '../../../core/proposing/template/planTemplates';

let workspace: string;
const keys = ['OPENAI_API_KEY', 'OPENAI_BASE_URL', 'SEEDBED_LOCAL_TEACHER_URL'];
const environment = Object.fromEntries(keys.map((key) => [key, process.env[key]]));

beforeEach(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'seedbed-recipe-'));
  for (const key of keys) delete process.env[key];
  await writeFile(join(workspace, 'my.yaml'), 'name: mine\nseeds: { file: seeds.jsonl }\n');
  await writeSeeds(3);
});

afterEach(async () => {
  await rm(workspace, { recursive: true });
  for (const key of keys) if (environment[key] !== undefined) process.env[key] = environment[key];
});

/** Of two megabytes. */
async function writeLargeSet(): Promise<void> {
  const rows = `${'Do it. '.repeat(150)},Done.\n`.repeat(2_000);
  await writeFile(join(workspace, 'sub', 'set.csv'), `instruction,response\n${rows}`);
}

async function writeSeeds(tasks: number, filling = ''): Promise<void> {
  const lines = Array.from({ length: tasks }, (_, index) =>
    JSON.stringify({
      instruction: `Do ${index} ${filling}`,
      instances: [{ input: '', output: 'Done.' }],
      is_classification: index === 0,
    }),
  );
  await writeFile(join(workspace, 'seeds.jsonl'), lines.join('\n'));
}

test('a recipe is sent with its seed tasks, so that workers need no file', async () => {
  const { recipe, leftInFiles } = await recipeToSend(
    { recipe: 'my.yaml', target: 7, endpoint: 'local', model: 'tiny' },
    workspace,
  );
  expect(leftInFiles).toEqual([]);
  expect(recipe.seeds?.file).toBeUndefined();
  expect(recipe.seeds?.tasks).toHaveLength(3);
  expect(recipe.seeds?.tasks?.[0]).toEqual({
    instruction: 'Do 0 ',
    input: '',
    response: 'Done.',
    classification: true,
  });
  expect(recipe).toMatchObject({ target: 7, teacher: { endpoint: 'local', model: 'tiny' } });
  expect(parseRecipe(recipe).ok).toBe(true);
});

test('seed tasks too large for a message stay in their file, named for the worker', async () => {
  await writeSeeds(2_000, 'x'.repeat(1_000));
  const { recipe, leftInFiles } = await recipeToSend({ recipe: 'my.yaml' }, workspace);
  expect(leftInFiles).toEqual(['seeds.jsonl']);
  expect(recipe.seeds).toMatchObject({ file: 'seeds.jsonl' });
});

describe('everything small that a recipe grows from travels with it', () => {
  const fields = {
    name: 'mine',
    seeds: { file: 'seeds.jsonl', license: 'cc0-1.0' },
    strategies: { selfInstruct: 1, template: 1, augment: 1 },
    selfInstruct: { personas: { share: 0.5, file: 'people.txt' } },
    augment: { chains: [['paraphraseInstruction']], source: { file: 'set.csv', license: 'mit' } },
    template: {
      lists: { fruit: { file: 'fruit.csv', column: 'fruit', weightColumn: 'often' } },
      templates: [
        {
          name: 'colour',
          slots: {
            fruit: { list: 'fruit' },
            colour: { dependsOn: 'fruit', column: 'colour' },
            place: { file: 'places.txt', optional: 0.5 },
          },
          instruction: 'Say why a {{ fruit }} is {{ colour }}{% if place %} in {{ place }}{% endif %}.',
        },
      ],
    },
  };

  beforeEach(async () => {
    await mkdir(join(workspace, 'sub'));
    const write = (file: string, text: string): Promise<void> =>
      writeFile(join(workspace, 'sub', file), text);
    await write('recipe.yaml', JSON.stringify(fields));
    const instances = [1, 2].map((number) => ({ input: `${number}`, output: 'Done.' }));
    await write('seeds.jsonl', JSON.stringify({ id: 'a', instruction: 'Do it twice.', instances }));
    await write('people.txt', 'a baker\na pilot\n');
    await write('set.csv', 'instruction,response,group\nName a nut.,Hazel.,food\n');
    await write('fruit.csv', 'fruit,colour,often\npear,green,2\ncherry,red,1\n');
    await write('places.txt', 'Rome\nOslo\n');
  });

  test('and means the same without the files', async () => {
    const sent = await recipeToSend({ recipe: 'sub/recipe.yaml' }, workspace);
    expect(sent.leftInFiles).toEqual([]);
    expect(JSON.stringify(sent.recipe)).not.toContain('"file":');
    expect([sent.recipe.seeds?.license, sent.recipe.augment?.source?.license]).toEqual(['cc0-1.0', 'mit']);

    await rm(join(workspace, 'sub'), { recursive: true });
    const loaded = await loadRecipe({ recipe: sent.recipe, workspace });
    const { materials } = await loadMaterials(loaded);
    expect({ ...materials, lists: {} }).toEqual({ ...sent.materials, lists: {} });
    expect(materials.seeds[0]?.instances).toHaveLength(2);

    const fromFiles = parseRecipe(fields);
    if (!fromFiles.ok) throw new Error('the recipe is valid');
    const instancesOf = (recipe: Recipe, { lists }: RunMaterials): unknown[] => {
      const sequence = templateSequence(recipe, lists);
      return Array.from({ length: 7 }, (_, position) => sequence.at(position));
    };
    const instances = instancesOf(loaded.recipe, materials);
    expect(instances.filter(Boolean)).toHaveLength(6); // two fruits of one colour each; no place, or one of two
    expect(instances).toEqual(instancesOf(fromFiles.recipe, sent.materials));
  });

  test('the largest stay in their files where all is too much, named relative to the workspace', async () => {
    await writeLargeSet();
    const { recipe, leftInFiles } = await recipeToSend({ recipe: 'sub/recipe.yaml' }, workspace);
    expect(leftInFiles).toEqual(['sub/set.csv']);
    expect(recipe.augment?.source).toMatchObject({ file: 'sub/set.csv' });
    expect(recipe.seeds?.tasks).toHaveLength(1);
    expect(Buffer.byteLength(JSON.stringify(recipe))).toBeLessThan(1_500_000);
  });

  test('and what is too large and outside the workspace is refused', async () => {
    await writeLargeSet();
    await mkdir(join(workspace, 'other'));
    await expect(
      recipeToSend({ recipe: join(workspace, 'sub', 'recipe.yaml') }, join(workspace, 'other')),
    ).rejects.toMatchObject({
      message: expect.stringMatching(
        /"set\.csv" \(augment\.source\) holds is too large .* outside the workspace/,
      ) as string,
    });
  });
});

test('every problem of a recipe is told, as an error of usage', async () => {
  await writeFile(
    join(workspace, 'my.yaml'),
    'name: mine\ntarget: 0\nseed: -1\nseeds: { file: seeds.jsonl }\n',
  );
  await expect(recipeToSend({ recipe: 'my.yaml' }, workspace)).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringMatching(/target[\s\S]*seed/) as unknown,
  });
});

test('the same recipe goes on wherever its seeds were written; another is refused with the difference', async () => {
  const sent = await recipeToSend({ recipe: 'my.yaml' }, workspace);
  const fromFile = parseRecipe({ name: 'mine', seeds: { file: 'elsewhere.jsonl' } });
  if (!fromFile.ok) throw new Error('the recipe is valid');
  expect(differenceInMeaning({ recipe: fromFile.recipe, materials: sent.materials }, sent)).toEqual([]);

  const other = await recipeToSend({ recipe: 'my.yaml', target: 7 }, workspace);
  await writeSeeds(4);
  const moreSeeds = await recipeToSend({ recipe: 'my.yaml' }, workspace);
  expect(describeDifferences(differenceInMeaning(sent, other))).toEqual(['target: 100 → 7']);
  expect(describeDifferences(differenceInMeaning(sent, moreSeeds))).toEqual([
    'seeds.tasks: 3 items → 4 items',
  ]);
});

const serversFor = async (endpoint?: string) =>
  localServersFor((await recipeToSend({ recipe: 'my.yaml', endpoint }, workspace)).recipe, workspace);

test('a model in a file is served where the recipe means it, and no other with it', async () => {
  await writeFile(
    join(workspace, 'seedbed.config.yaml'),
    'endpoints: { mine: { gguf: a.gguf }, other: { gguf: b.gguf } }\n',
  );
  const { teacher, models } = await serversFor('mine');
  expect([teacher, Object.keys(models)]).toEqual([false, ['mine']]);
  await writeFile(join(workspace, 'seedbed.config.yaml'), 'endpoints: { mine: { gguf: a.gguf } }\n');
  expect(Object.keys((await serversFor()).models)).toEqual(['mine']);
});

test('the local teacher is started where the recipe means it, and nowhere else', async () => {
  expect(await serversFor()).toEqual({ teacher: true, models: {} });
  process.env['OPENAI_API_KEY'] = 'sk-test';
  expect(await serversFor()).toEqual({ teacher: false, models: {} });
  expect(await serversFor('local')).toEqual({ teacher: true, models: {} });
  await expect(serversFor('nowhere')).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringContaining('"nowhere"') as unknown,
  });
});
