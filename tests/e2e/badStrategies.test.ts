import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ApplicationFailure, WorkflowFailedError } from '@temporalio/client';
import type { RecipeInput } from '../../core/run/recipeSchema';
import { startSimulatedTeacher, type SimulatedTeacher } from '../support/simulatedTeacher';
import { testRecipe } from '../support/testRecipe';
import { eventually, TestSeedbed } from '../support/testSeedbed';

type Template = NonNullable<RecipeInput['template']>['templates'][number];

/** A recipe of one template that is right but for what is given. */
const templated = (template: Partial<Template>, others: readonly Template[] = []): RecipeInput => ({
  name: 'templated',
  template: {
    templates: [
      {
        name: 'trip',
        slots: { city: { values: ['Oslo', 'Rome'] } },
        instruction: 'Plan a day in {{ city }} for two people.',
        ...template,
      },
      ...others,
    ],
  },
});

const augmented = (augment: Partial<NonNullable<RecipeInput['augment']>>): RecipeInput =>
  testRecipe({ name: 'augmented', augment: { chains: [['deepen']], ...augment } });

const grid = { axes: { taskType: ['coding', 'rewriting'], domain: ['food', 'sport'] } };

const mistakes: readonly [string, RecipeInput, RegExp][] = [
  [
    'a placeholder that is no slot',
    templated({ instruction: 'Plan a day in {{ citty }}, {{ city }} for two.' }),
    /^recipe: "template\.templates\[0\]\.instruction" uses "citty", which is not a slot of the template "trip": did you mean "city"\?/,
  ],
  [
    'an empty list of values',
    templated({ slots: { city: { values: [] } } }),
    /"template\.templates\[0\]\.slots\.city/,
  ],
  [
    'an empty shared list',
    {
      ...templated({ slots: { city: { list: 'cities' } } }),
      template: {
        lists: { cities: { file: 'nothing.txt' } },
        templates: [
          {
            name: 'trip',
            slots: { city: { list: 'cities' } },
            instruction: 'Plan a day in {{ city }} for two.',
          },
        ],
      },
    },
    /"?template\.lists\.cities|nothing\.txt/,
  ],
  [
    'a circle of nested templates',
    templated({ slots: { city: { template: 'stay' } } }, [
      { name: 'stay', slots: { trip: { template: 'trip' } }, instruction: 'Stay on {{ trip }} for a week.' },
    ]),
    /"template\.templates\[\d\]\.slots\.\w+.*(circle|itself)/,
  ],
  [
    'a circle of computed slots',
    templated({
      slots: { a: { compute: 'b + 1' }, b: { compute: 'a + 1' } },
      instruction: 'Add {{ a }} to {{ b }} and say what comes of it.',
    }),
    /"template\.templates\[0\]\.slots\.\w+.*(circle|itself|each other)/,
  ],
  [
    'a column that is missing',
    templated({ slots: { city: { file: 'towns.csv', column: 'twon' } } }),
    /^Value list "towns\.csv" has no column "twon": did you mean "town"\?/,
  ],
  [
    'a column of a source that is missing',
    augmented({ source: { file: 'towns.csv', columns: { instruction: 'question', response: 'town' } } }),
    /towns\.csv.*question/s,
  ],
  [
    'a file outside the workspace',
    templated({ slots: { city: { file: '../../etc/passwd' } } }),
    /leaves the workspace/,
  ],
  [
    'an operator that there is not',
    augmented({ chains: [['deepen'], ['paraphraseInstuction']] }),
    /^recipe: "augment\.chains\[1\]\[0\]" is "paraphraseInstuction", which is no operator: did you mean "?paraphraseInstruction"?\?/,
  ],
  [
    'an operator without what it needs',
    augmented({
      chains: [['complicateInput']],
      source: { tasks: [{ instruction: 'Name a bird.', response: 'Wren.' }] },
    }),
    /^recipe: "augment\.chains\[0\]" has complicateInput, which needs an input, and none of the 1 pairs/,
  ],
  [
    'draws for an operator that draws nothing',
    augmented({ draws: { deepen: ['more'] } }),
    /^recipe: "augment\.draws\.deepen" is for deepen, which draws nothing/,
  ],
  [
    'a prompt version that there is not',
    testRecipe({ name: 'versions', prompts: { respond: '7' } }),
    /^There is no version "7" of the prompt "respond"; it has 1\./,
  ],
  [
    'a prompt that there is not',
    testRecipe({ name: 'prompts', prompts: { resopnd: '1' } }),
    /resopnd.*did you mean "?respond"?\?/,
  ],
  [
    'a value that its axis does not have, in a cell',
    testRecipe({ name: 'cells', coverage: { ...grid, cells: [{ cell: { domain: 'fodo' }, weight: 2 }] } }),
    /"coverage\.cells\[0\]\.cell.*"fodo".*did you mean "food"\?/,
  ],
  [
    'a value that its axis does not have, in a route',
    testRecipe({
      name: 'routes',
      coverage: grid,
      teacher: { respond: { routes: [{ when: { taskType: ['codign'] }, model: 'big' }] } },
    }),
    /"teacher\.respond\.routes\[0\]\.when.*"codign".*did you mean "coding"\?/,
  ],
  [
    'a value that its axis does not have, in a template',
    { ...templated({ cell: { taskType: 'coding', domain: 'fodo' } }), coverage: grid },
    /"template\.templates\[0\]\.cell.*"fodo"/,
  ],
  [
    'routes without a grid',
    testRecipe({
      name: 'gridless',
      teacher: { respond: { routes: [{ when: { taskType: ['coding'] }, model: 'big' }] } },
    }),
    /^recipe: "teacher\.respond\.routes\[0\]\.when" names the axis "taskType", but the recipe has no grid/,
  ],
  [
    'selfInstruct without seeds',
    { name: 'seedless' },
    /^recipe: "seeds" is missing: selfInstruct grows from seed tasks/,
  ],
  [
    'a share of template without templates',
    testRecipe({ name: 'templateless', strategies: { selfInstruct: 1, template: 1 } }),
    /^recipe: "template" is missing: strategies\.template is above 0/,
  ],
  [
    'a share of augment without a set',
    { name: 'setless', augment: { chains: [['deepen']] } },
    /^recipe: "augment\.source" is missing, and so are seeds/,
  ],
  [
    'shares that are all 0',
    testRecipe({ name: 'shareless', strategies: { selfInstruct: 0 } }),
    /^recipe: "strategies" gives no strategy a share/,
  ],
  [
    'a judge on an endpoint that there is not',
    testRecipe({ name: 'judgeless', judge: {}, teacher: { judge: { endpoint: 'court' } } }),
    /^teacher\.judge\.endpoint: this worker has no endpoint "court", it has simulated\./,
  ],
  [
    'a route to an endpoint that there is not',
    testRecipe({
      name: 'routeless',
      coverage: grid,
      teacher: { respond: { routes: [{ when: { taskType: ['coding'] }, endpoint: 'expert' }] } },
    }),
    /^teacher\.respond\.routes\[0\]\.endpoint: this worker has no endpoint "expert", it has simulated\./,
  ],
];

let teacher: SimulatedTeacher;
let seedbed: TestSeedbed;

beforeAll(async () => {
  teacher = await startSimulatedTeacher();
  seedbed = await TestSeedbed.start({ teacher: teacher.baseUrl });
  const write = (name: string, text: string) => writeFile(path.join(seedbed.workspace, name), text);
  await write('towns.csv', 'town,country\nOslo,Norway\nRome,Italy\n');
  await write('nothing.txt', '\n');
}, 120_000);

afterAll(async () => {
  await seedbed?.stop();
  await teacher?.close();
});

test.each(mistakes)('%s fails the run at once, with the place and the mend', async (_, recipe, sentence) => {
  const index = mistakes.findIndex(([, given]) => given === recipe);
  const handle = await seedbed.startRun(recipe, `mistake-${index}`);
  await eventually(
    'the run to fail',
    async () => (await handle.describe()).status.name !== 'RUNNING',
    20_000,
  );
  const error: unknown = await handle.result().catch((thrown: unknown) => thrown);
  if (!(error instanceof WorkflowFailedError && error.cause instanceof ApplicationFailure))
    throw new Error(`It did not fail by itself: ${String(error)}`);
  expect(error.cause.message).toMatch(sentence);
});

test('a list that the teacher does not write in words that can be read fails the run, before anything else is asked', async () => {
  teacher.configure({ faults: { malformed: 1 } });
  const handle = await seedbed.startRun(
    templated({ slots: { city: { teacher: 'small towns', count: 6 } } }),
    'unwritten',
  );
  const error: unknown = await handle.result().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(WorkflowFailedError);
  expect(await seedbed.status('unwritten')).toMatchObject({
    state: 'failed',
    detail: expect.stringMatching(
      /^The teacher was asked for the values of the list .*none could be read/,
    ) as string,
  });
  expect(Object.keys(teacher.stats().byTask)).toEqual(['list']);
  teacher.configure({ faults: { malformed: 0 } });
});

test('none of the others has asked the teacher for anything', async () => {
  expect(Object.keys(teacher.stats().byTask)).toEqual(['list']);
  const { rows } = await seedbed.database.query<{ name: string }>('select workflow_id as name from runs');
  expect(rows).toEqual([{ name: 'unwritten' }]);
});
