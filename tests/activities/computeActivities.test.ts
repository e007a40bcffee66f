import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { createComputeActivities, type ComputeActivities } from '../../activities/computeActivities';
import type { ActivityDependencies, RunModels } from '../../activities/dependencies';
import { NoveltyPools } from '../../activities/noveltyPools';
import { RunMemory } from '../../activities/runMemory';
import type { CommitCandidate, CommitDecision, CommitStore } from '../../adapters/store/commitStore';
import type { CommittedPairs } from '../../adapters/store/committedPairs';
import { TeacherError } from '../../adapters/teacher/teacher';
import { UserError } from '../../core/foundations/userError';
import { PassingError } from '../../core/foundations/failure/failure';
import type { Filter } from '../../core/screening/filters/filter';
import { filters } from '../../core/screening/filters/registry';
import type { RecipeInput } from '../../core/run/recipeSchema';
import type { IterationInput } from '../../core/run/iteration';
import type { StageName } from '../../core/run/stages';
import { sameTaskInquiry } from '../../core/screening/sameTask/sameTaskInquiry';
import type { SeedTask } from '../../core/vocabulary/seedTask';
import type { PlannedWork } from '../../core/vocabulary/plannedWork';
import type { SelfInstructWork } from '../../core/proposing/selfInstruct/work';
import type { TemplateWork } from '../../core/proposing/template/work';
import { callKey } from '../../core/teacher/callKey';
import type { TeacherAnswer, TeacherRequest } from '../../core/teacher/request';
import { trigramEmbed } from '../core/screening/sameTask/trigramEmbed';
import { runSetup, seedTask } from '../core/proposing/testSetup';
import { MemoryStages } from './memoryStages';

const input: IterationInput = {
  runKey: 'run@1',
  iteration: 0,
  readThrough: -1,
  size: 10,
  measures: 0,
  reviewed: 0,
};

const coverage = {
  axes: { domain: ['food', 'sport'] },
  classifyBy: 'teacher',
} satisfies RecipeInput['coverage'];

const instance = (instruction: string, cell: string | null, response?: string): TemplateWork => ({
  strategy: 'template',
  template: { name: 'one', index: '0', slots: { text: instruction } },
  instruction,
  input: '',
  ...(response !== undefined && { response }),
  cell,
});

/** The activities over a store that keeps what it is told in memory. */
function stage(
  recipe: Partial<RecipeInput>,
  plan: readonly PlannedWork[],
  committing: readonly CommitCandidate[] = [],
  seeds: readonly SeedTask[] = [],
) {
  const stages = new MemoryStages('propose', plan);
  const decided: CommitDecision[] = [];
  const answers = new Map<string, TeacherAnswer>();
  const run = {
    runKey: 'run@1',
    setup: runSetup({ collapse: { watch: 'off' }, ...recipe }),
    materials: { seeds, sources: [], lists: {}, personas: [] },
  };
  const committed = { passedUpTo: () => Promise.resolve([]) } satisfies Partial<CommittedPairs>;
  const commits = {
    commit: async (_, decide) => {
      const { decisions } = await decide(committing);
      decided.push(...decisions);
      return { iteration: 0, works: 0, funnel: {} as never, reviews: [] };
    },
  } satisfies Partial<CommitStore>;
  const models: RunModels = {
    embed: trigramEmbed,
    languageModel: { model: 'none', logProbabilities: () => Promise.resolve([]) },
  };
  const activities = createComputeActivities({
    stages: stages.store,
    commits,
    committed,
    memory: new RunMemory(),
    noveltyPools: new NoveltyPools(committed as unknown as CommittedPairs, () => models),
    ledger: { lookUp: () => Promise.resolve(answers) },
    database: { query: () => Promise.resolve({ rows: [] }) },
    loadRun: () => Promise.resolve(run),
    classifierOf: () => Promise.resolve(undefined),
    modelsOf: () => models,
    filtersOf: () => Promise.resolve(filters),
  } as unknown as ActivityDependencies);
  const read = (name: StageName) => perform((activities) => activities.readStage({ input, stage: name }));
  const perform = <Result>(work: (activities: ComputeActivities) => Promise<Result>): Promise<Result> =>
    new MockActivityEnvironment().run(() => work(activities));
  return { run, brought: stages.brought, decided, answers, perform, read };
}

const template = {
  templates: [{ name: 'one', slots: {}, instruction: 'Say in a word what this is.' }],
} satisfies RecipeInput['template'];

test('a template that declares its cell is believed, also where the teacher tells cells: nothing is asked about it', async () => {
  const { brought, read } = stage({ coverage, template }, [
    instance('Describe how a soup is cooked out of leftovers.', 'food'),
    instance('Explain how ten miles are run before breakfast.', null),
  ]);
  const due = await read('propose');
  expect(brought[0]?.created?.map(({ cell }) => cell)).toEqual(['food', null]);
  expect(due).toMatchObject({ stage: 'classify', asks: [{ endpoint: 'somewhere', count: 1 }] });
});

test('where no cell is left to be told, the iteration goes straight on to its responses', async () => {
  const { brought, read } = stage({ coverage, template }, [
    instance('Describe how a soup is cooked out of leftovers.', 'food', 'Done as asked.'),
    instance('Short.', null), // rejected: nobody needs its cell
  ]);
  const due = await read('propose');
  expect(brought[0]?.created?.map(({ state, cell }) => [state, cell])).toEqual([
    ['open', 'food'],
    ['rejected', null],
  ]);
  expect(due).toMatchObject({ stage: 'respond', asks: [] });
});

describe('where the judge is to say whether an instruction repeats another', () => {
  const seeds = [seedTask('Write a short poem about the sea.')];
  const novelty = { rule: 'sameTask', unsure: 'judge' } as const;
  const works = [
    instance('Compose a short poem on the sea.', null),
    instance('Describe how a bicycle stays upright.', null),
  ];
  const answer = (text: string): TeacherAnswer => ({
    text,
    finishReason: 'stop',
    promptTokens: 1,
    completionTokens: 1,
    requestId: '',
  });

  /** Screens, has the judge say this, and reads it. */
  async function decide(text?: string) {
    const { run, brought, answers, read } = stage({ novelty, template }, works, [], seeds);
    await read('propose');
    const doubt = {
      task: works[0]!.instruction,
      like: seeds[0]!.instruction,
    };
    const [asked] = sameTaskInquiry(run.setup, [doubt]).next().value as TeacherRequest[];
    if (text !== undefined) answers.set(callKey(asked!), answer(text));
    await read('compare');
    const [proposed, compared] = brought;
    return { proposed, settled: compared?.changes };
  }

  test('the iteration stops for it, and only for those in doubt', async () => {
    const { proposed, settled } = await decide('{"difference": "None.", "same": true}');
    expect(proposed?.next).toBe('compare');
    expect(proposed?.created?.map(({ state }) => state)).toEqual(['open', 'open']);
    expect(settled).toMatchObject([{ ordinal: 0, state: 'rejected', decidedBy: 'novelty' }]);
  });

  test.each([
    ['calls it another task, it goes on', '{"difference": "The form.", "same": false}', 'open'],
    ['answers what nobody can read, it is quarantined', 'Poetry!', 'quarantined'],
    ['was not asked, for the run was stopped, it is abandoned', undefined, 'abandoned'],
  ])('where the judge %s', async (_, text, state) => {
    expect((await decide(text)).settled).toMatchObject([{ ordinal: 0, state }]);
  });

  test('what was decided is remembered at the commit, and a doubt that arises only then rejects', async () => {
    const committing = (judgedOther: readonly string[]): CommitCandidate => ({
      ordinal: 0,
      instruction: 'Compose a short poem on the sea.',
      input: null,
      lineage: { strategy: 'template', prompts: [], calls: [] },
      family: null,
      identity: null,
      quality: null,
      judgedOther,
      answered: true,
    });
    for (const [judgedOther, state] of [
      [[seeds[0]!.instruction], 'accepted'],
      [[], 'rejected'],
    ] as const) {
      const { decided, perform } = stage({ novelty, template }, [], [committing(judgedOther)], seeds);
      await perform((activities) => activities.commitIteration(input));
      expect(decided).toMatchObject([{ state }]);
    }
  });
});

test('a work whose answers are not all there, since the run was stopped, brings no candidate', async () => {
  const request: TeacherRequest = {
    role: 'propose',
    endpoint: 'a',
    model: 'm',
    prompt: { kind: 'completion', prompt: '1.' },
    parameters: {},
    sample: '0',
  };
  const work = (sample: string): SelfInstructWork => ({
    strategy: 'selfInstruct',
    request: { ...request, sample },
    prompt: 'proposeList@1',
    answer: 'numberedList',
    firstItem: 1,
    lastItem: 1,
    cell: null,
    shown: {},
  });
  const { brought, answers, read } = stage({}, [work('asked'), work('not asked')]);
  answers.set(callKey({ ...request, sample: 'asked' }), {
    text: ' Describe a lake at dawn.\n',
    finishReason: 'stop',
    promptTokens: 1,
    completionTokens: 1,
    requestId: '',
  });
  await read('propose');
  expect(brought[0]?.created?.map(({ instruction }) => instruction)).toEqual(['Describe a lake at dawn.']);
});

test('a proposal that is a refusal counts as a refusal, and one that is no JSON as no JSON', async () => {
  const said = {
    ...{
      'in words': "I'm sorry, but I can't help with that.",
      'in German': 'Dabei kann ich leider nicht helfen.',
    },
    ...{ 'no JSON': 'Here you are: none.', 'by its field': '' },
  };
  const request = (sample: string): TeacherRequest => ({
    ...{ role: 'propose', endpoint: 'a', model: 'm', parameters: {}, sample },
    prompt: { kind: 'chat', messages: [{ role: 'user', content: 'Propose one.' }] },
  });
  const works = Object.keys(said).map((sample): SelfInstructWork => ({
    ...{ strategy: 'selfInstruct', request: request(sample), prompt: 'proposePairs@3', answer: 'pairs' },
    ...{ firstItem: 1, lastItem: 1, cell: null, shown: {} },
  }));
  const { brought, answers, read } = stage({}, works);
  for (const [sample, text] of Object.entries(said))
    answers.set(callKey(request(sample)), {
      ...{ text, finishReason: 'stop', promptTokens: 1, completionTokens: 1, requestId: '' },
      ...(text === '' && { refusal: 'Blocked.' }),
    });
  await read('propose');
  expect(brought[0]?.created?.map(({ state, decidedBy, reason }) => [state, decidedBy, reason])).toEqual([
    ['quarantined', 'refusal', 'The teacher refused: "I\'m sorry, but I can\'t help with that."'],
    ['quarantined', 'refusal', 'The teacher refused: "Dabei kann ich leider nicht helfen."'],
    ['quarantined', 'parser', "Asked for pairs, the teacher's answer was not the JSON asked for."],
    ['quarantined', 'refusal', 'The teacher refused: "Blocked."'],
  ]);
});

test('of two alike in one iteration the better judged is accepted, and what has no response is abandoned', async () => {
  const candidate = (ordinal: number, instruction: string, quality: number | null, answered = true) => ({
    ordinal,
    instruction,
    input: null,
    lineage: { strategy: 'template' as const, prompts: [], calls: [] },
    family: null,
    identity: null,
    quality,
    judgedOther: [],
    answered,
  });
  const { decided, perform } = stage(
    {},
    [],
    [
      candidate(0, 'Describe a lake at dawn in two sentences.', 0.6),
      candidate(1, 'Describe a lake at dawn in three sentences.', 0.9),
      candidate(2, 'Name the tools that a baker needs.', null, false),
    ],
  );
  await perform((activities) => activities.commitIteration(input));
  const states = [...decided].sort((one, other) => one.ordinal - other.ordinal);
  expect(states.map(({ state, decidedBy }) => [state, decidedBy])).toEqual([
    ['rejected', 'novelty'],
    ['accepted', null],
    ['abandoned', null],
  ]);
});

test('a pair is held to have copied solved tasks only where its own prompt showed them', async () => {
  const told = 'Pour the water slowly over the roots until the saucer below is full.';
  const seeds = [seedTask('Say how a fern is watered.', { response: told })];
  const written = (prompts: readonly string[]) => ({
    instruction: 'Say how a cactus is kept.',
    responses: [
      {
        ...{ response: 0, input: '', text: `Give it light. ${told}`, finishReason: 'stop' as const },
        ...{ callKey: 'call', endpoint: 'a', model: 'm', prompts, kept: null },
      },
    ],
  });
  const candidates = [['together@1'], ['respondByExample@1+workspace'], ['instances@1', 'respond@1'], []];
  const stages = new MemoryStages('respond', [], candidates.map(written));
  const activities = createComputeActivities({
    memory: new RunMemory(),
    stages: stages.store,
    loadRun: () =>
      Promise.resolve({
        ...{ runKey: 'run@1', setup: runSetup() },
        materials: { seeds, sources: [], lists: {}, personas: [] },
      }),
    database: { query: () => Promise.resolve({ rows: [], rowCount: 0 }) },
    modelsOf: (): RunModels => ({
      embed: trigramEmbed,
      languageModel: { model: 'none', logProbabilities: () => Promise.resolve([]) },
    }),
    filtersOf: () => Promise.resolve(filters.filter(({ name }) => name === 'copiedExample')),
  } as unknown as ActivityDependencies);
  await new MockActivityEnvironment().run(() => activities.readStage({ input, stage: 'respond' }));
  const [{ changes = [] }] = stages.brought as [(typeof stages.brought)[number]];
  expect(changes.map(({ state, decidedBy }) => decidedBy ?? state)).toEqual([
    ...['copiedExample', 'copiedExample', 'open', 'open'],
  ]);
});

describe('where an embedder or a language model can not answer, what was paid for is not set aside', () => {
  const screening = (error: Error, attempt: number) => {
    const needy: Filter = {
      name: 'relevance',
      version: 1,
      stage: 'pair',
      needs: 'embedding',
      isOn: () => true,
      evaluate: async (subjects, { embed }) => {
        await embed(subjects.map(({ instruction }) => instruction));
        return subjects.map(() => ({ passed: true }));
      },
    };
    const response = {
      ...{ response: 0, input: '', text: 'A wren.', finishReason: 'stop' as const },
      ...{ callKey: null, endpoint: null, model: null, prompts: [], kept: null },
    };
    const stages = new MemoryStages('respond', [], [{ instruction: 'Name a bird.', responses: [response] }]);
    const activities = createComputeActivities({
      memory: new RunMemory(),
      stages: stages.store,
      loadRun: () =>
        Promise.resolve({
          runKey: 'run@1',
          setup: runSetup(),
          materials: { seeds: [], sources: [], lists: {}, personas: [] },
        }),
      database: { query: () => Promise.resolve({ rows: [], rowCount: 0 }) },
      modelsOf: (): RunModels => ({
        embed: () => Promise.reject(error),
        languageModel: { model: 'none', logProbabilities: () => Promise.resolve([]) },
      }),
      filtersOf: () => Promise.resolve([needy]),
    } as unknown as ActivityDependencies);
    const screened = new MockActivityEnvironment({ attempt }, { logger: new DefaultLogger('ERROR') }).run(
      () => activities.readStage({ input, stage: 'respond' }),
    );
    return { screened, brought: stages.brought };
  };

  test.each([
    ['a 429', new TeacherError({ kind: 'rateLimited', status: 429, message: 'over its rate' })],
    ['a refused connection', new TeacherError({ kind: 'transient', message: 'nobody listens' })],
    ['a refused key', new TeacherError({ kind: 'closed', about: 'key', message: 'refused' })],
    ['a model that is not there', new UserError('It could not be fetched.')],
    ['a store that is away', new PassingError('The database is away.')],
    ['a defect below it', new TypeError('x is undefined')],
  ])('it waits, however often it was tried: %s', async (_, error) => {
    const { screened, brought } = screening(error, 1_000);
    await expect(screened).rejects.toBe(error);
    expect(brought).toEqual([]);
  });

  test('a text that will never be answered is its own affair: it is quarantined', async () => {
    const { screened, brought } = screening(
      new TeacherError({ kind: 'unanswerable', message: 'too long' }),
      1,
    );
    await screened;
    expect(brought[0]?.changes).toMatchObject([{ state: 'quarantined', decidedBy: 'relevance' }]);
  });
});
