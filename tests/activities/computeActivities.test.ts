import { MockActivityEnvironment } from '@temporalio/testing';
import { createComputeActivities, type ComputeActivities } from '../../activities/computeActivities';
import type { ActivityDependencies } from '../../activities/dependencies';
import { NoveltyPools } from '../../activities/noveltyPools';
import type { CommitCandidate, CommitDecision, IterationStore } from '../../adapters/store/iterationStore';
import type { RecipeInput } from '../../core/run/recipeSchema';
import type { IterationInput } from '../../core/run/iteration';
import { sameTaskConversation, type Doubt } from '../../core/screening/sameTask/sameTaskConversation';
import type { SettledCandidate } from '../../core/screening/settleDoubts';
import type { SeedTask } from '../../core/vocabulary/seedTask';
import type { ScreenedCandidate } from '../../core/vocabulary/screenedCandidate';
import type { PlannedWork } from '../../core/proposing/strategy';
import { callKey } from '../../core/teacher/callKey';
import type { TeacherAnswer, TeacherRequest } from '../../core/teacher/request';
import { trigramEmbed } from '../core/screening/sameTask/trigramEmbed';
import { runSetup, seedTask } from '../core/proposing/testSetup';
import { textFilters } from '../core/screening/filters/screening';

const input: IterationInput = {
  runKey: 'run@1',
  iteration: 0,
  readThrough: -1,
  size: 10,
  measures: 0,
  reviewed: 0,
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
  readonly next: string;
}

/** The activities over a store that keeps what it is told in memory. */
function stage(
  recipe: Partial<RecipeInput>,
  plan: readonly PlannedWork[],
  committing: readonly CommitCandidate[] = [],
  seeds: readonly SeedTask[] = [],
) {
  const saved: Screened[] = [];
  const decided: CommitDecision[] = [];
  const settled: SettledCandidate[] = [];
  const answers = new Map<string, TeacherAnswer>();
  const run = {
    runKey: 'run@1',
    setup: runSetup({ collapse: { watch: 'off' }, ...recipe }),
    materials: { seeds, sources: [], lists: {}, personas: [] },
  };
  const iterations = {
    screened: () =>
      Promise.resolve(saved.length > 0 ? { doubtful: 0, unclassified: 0, responders: [] } : undefined),
    readPlan: () => Promise.resolve(plan),
    letThrough: () => Promise.resolve([]),
    saveScreened: (_, candidates, next) => Promise.resolve(void saved.push({ candidates, next })),
    doubtful: () =>
      Promise.resolve(
        (saved[0]?.candidates ?? []).flatMap(({ ordinal, results }) =>
          results.flatMap(({ evidence }) =>
            evidence?.['doubts'] ? [{ ordinal, doubts: evidence['doubts'] as Doubt[] }] : [],
          ),
        ),
      ),
    saveCompared: (_, candidates) => Promise.resolve(void settled.push(...candidates)),
    commit: async (_, decide) => {
      const { decisions } = await decide(committing);
      decided.push(...decisions);
      return { iteration: 0, works: 0, funnel: {} as never, reviews: [] };
    },
  } satisfies Partial<IterationStore> as unknown as IterationStore;
  const activities = createComputeActivities({
    iterations,
    noveltyPools: new NoveltyPools(iterations, trigramEmbed),
    ledger: { lookUp: () => Promise.resolve(answers) },
    loadRun: () => Promise.resolve(run),
    classifierOf: () => Promise.resolve(undefined),
    embed: trigramEmbed,
    filtersOf: () => Promise.resolve(textFilters),
  } as unknown as ActivityDependencies);
  const perform = <Result>(work: (activities: ComputeActivities) => Promise<Result>): Promise<Result> =>
    new MockActivityEnvironment().run(() => work(activities));
  return { run, saved, settled, decided, answers, perform };
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
  expect(saved[0]?.next).toBe('classify');
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
  expect(saved[0]?.next).toBe('respond');
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
    const { run, saved, settled, answers, perform } = stage({ novelty, template }, works, [], seeds);
    await perform((activities) => activities.screenInstructions(input));
    const doubt = {
      task: works[0]!.strategy === 'template' ? works[0]!.instruction : '',
      like: seeds[0]!.instruction,
    };
    const [asked] = sameTaskConversation(run.setup, [doubt]).next().value as TeacherRequest[];
    if (text !== undefined) answers.set(callKey(asked!), answer(text));
    await perform((activities) => activities.readComparisons(input));
    return { saved, settled };
  }

  test('the iteration stops for it, and only for those in doubt', async () => {
    const { saved, settled } = await decide('{"difference": "None.", "same": true}');
    expect(saved[0]?.next).toBe('compare');
    expect(saved[0]?.candidates.map(({ state }) => state)).toEqual(['open', 'open']);
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
