import { MockActivityEnvironment } from '@temporalio/testing';
import { createComputeActivities, type ComputeActivities } from '../../activities/computeActivities';
import type { ActivityDependencies } from '../../activities/dependencies';
import { NoveltyPools } from '../../activities/noveltyPools';
import type { CommitCandidate, CommitDecision, IterationStore } from '../../adapters/store/iterationStore';
import type { RecipeInput } from '../../core/recipe/schema';
import type { IterationInput } from '../../core/run/iteration';
import type { ScreenedCandidate } from '../../core/screening/screenedCandidate';
import type { PlannedWork } from '../../core/strategies/strategy';
import { callKey } from '../../core/teacher/callKey';
import type { TeacherAnswer, TeacherRequest } from '../../core/teacher/request';
import { runSetup } from '../core/strategies/testSetup';

const input: IterationInput = {
  runKey: 'run@1',
  iteration: 0,
  readThrough: -1,
  size: 10,
  measures: 0,
  queues: { propose: 'a', classify: 'a', judge: 'a' },
};

const coverage = {
  axes: { domain: ['food', 'sport'] },
  classifyBy: 'teacher',
} satisfies RecipeInput['coverage'];

const instance = (instruction: string, cell: string | null, response?: string): PlannedWork => ({
  strategy: 'template',
  template: { name: 'one', index: '0', slots: { text: instruction } },
  instruction,
  input: '',
  ...(response !== undefined && { response }),
  cell,
});

interface Screened {
  readonly candidates: readonly ScreenedCandidate[];
  readonly classify: boolean;
}

/** The activities over a store that keeps what it is told in memory. */
function stage(
  recipe: Partial<RecipeInput>,
  plan: readonly PlannedWork[],
  committing: readonly CommitCandidate[] = [],
) {
  const saved: Screened[] = [];
  const decided: CommitDecision[] = [];
  const answers = new Map<string, TeacherAnswer>();
  const run = {
    runKey: 'run@1',
    setup: runSetup({ collapse: { watch: 'off' }, ...recipe }),
    materials: { seeds: [], sources: [], lists: {}, personas: [] },
  };
  const iterations = {
    screened: () => Promise.resolve(saved.length > 0 ? { unclassified: 0, responders: [] } : undefined),
    readPlan: () => Promise.resolve(plan),
    pool: () => Promise.resolve([]),
    saveScreened: (_, candidates, classify) => Promise.resolve(void saved.push({ candidates, classify })),
    commit: async (_, decide) => {
      const { decisions } = await decide(committing);
      decided.push(...decisions);
      return { iteration: 0, works: 0, funnel: {} as never };
    },
  } satisfies Partial<IterationStore> as unknown as IterationStore;
  const activities = createComputeActivities({
    iterations,
    noveltyPools: new NoveltyPools(iterations),
    ledger: { lookUp: () => Promise.resolve(answers) },
    loadRun: () => Promise.resolve(run),
    classifierOf: () => Promise.resolve(undefined),
    embed: () => Promise.resolve([]),
  } as unknown as ActivityDependencies);
  const perform = <Result>(work: (activities: ComputeActivities) => Promise<Result>): Promise<Result> =>
    new MockActivityEnvironment().run(() => work(activities));
  return { run, saved, decided, answers, perform };
}

const template = {
  templates: [{ name: 'one', slots: {}, instruction: 'Say in a word what this is.' }],
} satisfies RecipeInput['template'];

test('a template that declares its cell is believed, also where the teacher tells cells: nothing is asked about it', async () => {
  const { saved, perform } = stage({ coverage, template }, [
    instance('Cook a soup out of what is left.', 'food'),
    instance('Run ten miles before breakfast on Monday.', null),
  ]);
  await perform((activities) => activities.screenInstructions(input));
  expect(saved[0]?.candidates.map(({ cell, responder }) => [cell, responder])).toEqual([
    ['food', 'somewhere'],
    [null, null],
  ]);
  expect(saved[0]?.classify).toBe(true);
});

test('where no cell is left to be told, the iteration goes straight on to its responses', async () => {
  const { saved, perform } = stage({ coverage, template }, [
    instance('Cook a soup out of what is left.', 'food', 'Done as asked.'),
    instance('Short.', null), // rejected: nobody needs its cell
  ]);
  await perform((activities) => activities.screenInstructions(input));
  expect(saved[0]?.candidates.map(({ state, cell, responder }) => [state, cell, responder])).toEqual([
    ['open', 'food', null],
    ['rejected', null, null],
  ]);
  expect(saved[0]?.classify).toBe(false);
});

test('a work whose answers are not all there, since the run was stopped, brings no candidate', async () => {
  const request: TeacherRequest = {
    role: 'propose',
    pool: 'a',
    model: 'm',
    prompt: { kind: 'completion', prompt: '1.' },
    parameters: {},
    sample: '0',
  };
  const work = (sample: string): PlannedWork => ({
    strategy: 'selfInstruct',
    request: { ...request, sample },
    prompt: 'proposeList@1',
    answer: 'numberedList',
    firstItem: 1,
    lastItem: 1,
    cell: null,
    shown: {},
  });
  const { saved, answers, perform } = stage({}, [work('asked'), work('not asked')]);
  answers.set(callKey({ ...request, sample: 'asked' }), {
    text: ' Describe a lake at dawn.\n',
    finishReason: 'stop',
    promptTokens: 1,
    completionTokens: 1,
    requestId: '',
  });
  await perform((activities) => activities.screenInstructions(input));
  expect(saved[0]?.candidates.map(({ instruction }) => instruction)).toEqual(['Describe a lake at dawn.']);
});

test('of two alike in one iteration the better judged is accepted, and what has no response is abandoned', async () => {
  const candidate = (ordinal: number, instruction: string, quality: number | null, answered = true) => ({
    ordinal,
    instruction,
    family: null,
    identity: null,
    quality,
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
