import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  describeDifferences,
  differenceInMeaning,
  needsLocalTeacher,
  recipeToSend,
} from '../../client/recipeToSend';
import { parseRecipe } from '../../core/recipe/parseRecipe';

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
  const { recipe, carriesSeeds } = await recipeToSend(
    { recipe: 'my.yaml', target: 7, endpoint: 'local', model: 'tiny' },
    workspace,
  );
  expect(carriesSeeds).toBe(true);
  expect(recipe.seeds.file).toBeUndefined();
  expect(recipe.seeds.tasks).toHaveLength(3);
  expect(recipe.seeds.tasks?.[0]).toEqual({
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
  const { recipe, carriesSeeds } = await recipeToSend({ recipe: 'my.yaml' }, workspace);
  expect(carriesSeeds).toBe(false);
  expect(recipe.seeds).toMatchObject({ file: 'seeds.jsonl' });
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
  expect(differenceInMeaning({ recipe: fromFile.recipe, seeds: sent.seeds }, sent)).toEqual([]);

  const other = await recipeToSend({ recipe: 'my.yaml', target: 7 }, workspace);
  await writeSeeds(4);
  const moreSeeds = await recipeToSend({ recipe: 'my.yaml' }, workspace);
  expect(describeDifferences(differenceInMeaning(sent, other))).toEqual(['target: 100 → 7']);
  expect(describeDifferences(differenceInMeaning(sent, moreSeeds))).toEqual([
    'seeds.tasks: 3 items → 4 items',
  ]);
});

test('the local teacher is started where the recipe means it, and nowhere else', async () => {
  const needs = async (endpoint?: string): Promise<boolean> =>
    needsLocalTeacher((await recipeToSend({ recipe: 'my.yaml', endpoint }, workspace)).recipe, workspace);
  expect(await needs()).toBe(true);
  process.env['OPENAI_API_KEY'] = 'sk-test';
  expect(await needs()).toBe(false);
  expect(await needs('local')).toBe(true);
  await expect(needs('nowhere')).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringContaining('"nowhere"') as unknown,
  });
});
