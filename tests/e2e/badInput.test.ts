import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ApplicationFailure, WorkflowFailedError, type WorkflowHandle } from '@temporalio/client';
import { startSimulatedTeacher, type SimulatedTeacher } from '../support/simulatedTeacher';
import { testRecipe } from '../support/testRecipe';
import { eventually, TestSeedbed } from '../support/testSeedbed';

const seed = (instruction: string): string =>
  JSON.stringify({ instruction, input: '', output: 'An answer.' });

/** What somebody types into the form of Temporal's UI, or behind `temporal workflow start --input`. */
const mistakes: readonly [string, readonly unknown[], RegExp][] = [
  [
    'nothing',
    [],
    /^generateDataset was started without its argument: give an object: \{"recipe": "quickstart"\}\.$/,
  ],
  ['null', [null], /^generateDataset was started without its argument: give an object/],
  [
    'a string',
    ['quickstart'],
    /^generateDataset was given the text "quickstart": give an object: \{"recipe": "quickstart"\}\.$/,
  ],
  ['a list', [['quickstart']], /^generateDataset was given a list: give an object/],
  ['an empty object', [{}], /^"recipe" must be the name of a ready recipe such as "quickstart"/],
  [
    'an unknown field',
    [{ recipe: 'quickstart', traget: 5 }],
    /^"traget" is not a field of the argument of generateDataset: did you mean "target"\?$/,
  ],
  [
    'a wrong type',
    [{ recipe: 'quickstart', target: 'ten' }],
    /^"target" is the text "ten", but must be a whole number/,
  ],
  [
    'a number out of its range',
    [{ recipe: 'quickstart', overrides: { iteration: { open: 99 } } }],
    /"iteration\.open" is 99, but must be a whole number from 1 to 32: write 32 or less\.$/,
  ],
  [
    'an unknown field of the recipe',
    [{ recipe: testRecipe({ name: 'x', ...{ filter: {} } }) }],
    /"filter" is not a field of the recipe: did you mean "filters"\?$/,
  ],
  [
    'a recipe that is not there',
    [{ recipe: 'quickstrat' }],
    /^There is no ready recipe "quickstrat" \(there are augment, knowledge, mixed, quickstart, self-instruct, templates\), and no file of that name/,
  ],
  [
    'a recipe file that is not there',
    [{ recipe: 'mine/kitchen.yaml' }],
    /^There is no file "mine\/kitchen\.yaml" in the workspace/,
  ],
  [
    'a recipe file above the workspace',
    [{ recipe: '../../etc/passwd' }],
    /^The path "\.\.\/\.\.\/etc\/passwd" leaves the workspace: name a file inside it/,
  ],
  [
    'an absolute path',
    [{ recipe: '/etc/passwd' }],
    /^The path "\/etc\/passwd" leaves the workspace: name a file inside it/,
  ],
  [
    'a link that leads out of the workspace',
    [{ recipe: 'link.yaml' }],
    /^The path "link\.yaml" leaves the workspace: name a file inside it/,
  ],
  [
    'a seed file outside',
    [{ recipe: { name: 'x', seeds: { file: '../../../etc/passwd' } } }],
    /^The path "\.\.\/\.\.\/\.\.\/etc\/passwd" leaves the workspace/,
  ],
  ['a folder', [{ recipe: 'folder' }], /folder/],
  [
    'a recipe that is not YAML',
    [{ recipe: 'broken.yaml' }],
    /^Recipe broken\.yaml is not valid YAML at line 3, column 1/,
  ],
  [
    'an unknown endpoint',
    [{ recipe: 'quickstart', overrides: { teacher: { endpoint: 'opneai' } } }],
    /^teacher\.endpoint: this worker has no endpoint "opneai", it has simulated\. Name one of them, or add it to seedbed\.config\.yaml/,
  ],
  [
    'an unknown endpoint of a role',
    [{ recipe: 'quickstart', overrides: { teacher: { respond: { endpoint: 'azure' } } } }],
    /^teacher\.respond\.endpoint: this worker has no endpoint "azure", it has simulated\./,
  ],
  [
    'a seed file with a malformed line',
    [{ recipe: { name: 'x', seeds: { file: 'seeds.jsonl' } } }],
    /seeds\.jsonl.*line 2/is,
  ],
  ['a seed file without a seed', [{ recipe: { name: 'x', seeds: { file: 'empty.jsonl' } } }], /empty\.jsonl/],
];

let teacher: SimulatedTeacher;
let seedbed: TestSeedbed;

beforeAll(async () => {
  teacher = await startSimulatedTeacher();
  seedbed = await TestSeedbed.start({ teacher: teacher.baseUrl });
  const file = (name: string): string => path.join(seedbed.workspace, name);
  await symlink('/etc/passwd', file('link.yaml'));
  await mkdir(file('folder'));
  await writeFile(file('broken.yaml'), 'name: broken\nseeds: [unfinished\n');
  await writeFile(
    file('seeds.jsonl'),
    [seed('Name a bird.'), '{"instruction": "Name a', seed('Name a river.')].join('\n'),
  );
  await writeFile(file('empty.jsonl'), '\n');
}, 120_000);

afterAll(async () => {
  await seedbed?.stop();
  await teacher?.close();
});

async function failureOf(
  workflowType: string,
  workflowId: string,
  args: readonly unknown[],
): Promise<string> {
  const handle: WorkflowHandle = await seedbed.client.workflow.start(workflowType, {
    workflowId,
    taskQueue: 'seedbed',
    args: [...args],
  });
  await eventually(
    'the run to fail',
    async () => (await handle.describe()).status.name !== 'RUNNING',
    20_000,
  );
  const error: unknown = await handle.result().catch((thrown: unknown) => thrown);
  if (!(error instanceof WorkflowFailedError && error.cause instanceof ApplicationFailure))
    throw new Error(`It did not fail by itself: ${String(error)}`);
  return error.cause.message;
}

test.each(mistakes)('%s fails at once, with a sentence that says what to fix', async (_, args, sentence) => {
  expect(
    await failureOf('generateDataset', `mistake-${mistakes.findIndex(([, given]) => given === args)}`, args),
  ).toMatch(sentence);
});

test('an unknown workflow type fails at once, with a sentence that says what to start', async () => {
  expect(await failureOf('generateDatasets', 'unknown-type', [{ recipe: 'quickstart' }])).toBe(
    'There is no workflow type "generateDatasets" on this task queue: start "generateDataset" with {"recipe": "quickstart"}.',
  );
});

test('a malformed line of seeds may be skipped, if the recipe says so', async () => {
  const recipe = testRecipe({
    name: 'skips',
    target: 1,
    seeds: { file: 'seeds.jsonl', onMalformed: 'skip' },
  });
  const handle = await seedbed.startRun({ ...recipe, iteration: { size: 5 } });
  expect((await handle.result()).accepted).toBeGreaterThan(0);
});

test('none of them is left running, and none has asked the teacher for anything', async () => {
  await eventually('no workflow to run', async () => {
    for await (const _ of seedbed.client.workflow.list({ query: 'ExecutionStatus = "Running"' }))
      return false;
    return true;
  });
  const { rows } = await seedbed.database.query<{ name: string }>('select workflow_id as name from runs');
  expect(rows).toEqual([{ name: 'skips' }]);
});
