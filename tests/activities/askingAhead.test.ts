import { setImmediate as nextTurn } from 'node:timers/promises';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { createComputeActivities } from '../../activities/computeActivities';
import type { ActivityDependencies, RunModels } from '../../activities/dependencies';
import { NoveltyPools } from '../../activities/noveltyPools';
import { RunMemory } from '../../activities/runMemory';
import { createTeacherActivities } from '../../activities/teacherActivities';
import type { CommittedPairs } from '../../adapters/store/committedPairs';
import type { RecipeInput } from '../../core/run/recipeSchema';
import type { StageShard } from '../../core/run/iteration';
import type { SelfInstructWork } from '../../core/proposing/selfInstruct/work';
import { callKey } from '../../core/teacher/callKey';
import type { TeacherAnswer, TeacherRequest } from '../../core/teacher/request';
import { runSetup, seedTask } from '../core/proposing/testSetup';
import { trigramEmbed } from '../core/screening/sameTask/trigramEmbed';
import { MemoryStages } from './memoryStages';

/** Failures are what is tested here. */
const logger = new DefaultLogger('ERROR');

const proposals: StageShard = {
  input: { runKey: 'run@1', iteration: 0, readThrough: -1, size: 4, measures: 0, reviewed: 0 },
  stage: 'propose',
  endpoint: 'somewhere',
  from: 0,
  to: 2,
};

const work = (sample: string): SelfInstructWork => ({
  strategy: 'selfInstruct',
  request: {
    role: 'propose',
    endpoint: 'somewhere',
    model: 'some-model',
    prompt: { kind: 'completion', prompt: 'Come up with tasks:' },
    parameters: { max_tokens: 64 },
    sample,
  },
  prompt: 'proposeList@1',
  answer: 'numberedList',
  firstItem: 1,
  lastItem: 1,
  cell: null,
  shown: {},
});

const answer = (text: string): TeacherAnswer => ({
  text,
  finishReason: 'stop',
  promptTokens: 1,
  completionTokens: 1,
  requestId: '',
});

interface Asked {
  readonly request: TeacherRequest;
  readonly priority: number;
}

/**
 * An iteration of two prompts, one of which is answered by `slow` alone, and late: when `arrive` is called.
 *
 * @param idle Slots that nobody waits for.
 * @param written Until when responses take.
 */
function iteration(
  texts: { readonly quick: string; readonly slow: string | Error },
  {
    idle = 60,
    recipe = {},
    written = Promise.resolve(),
  }: {
    readonly idle?: number;
    readonly recipe?: Partial<RecipeInput>;
    readonly written?: Promise<void>;
  } = {},
) {
  const [quick, slow] = [work('quick'), work('slow')];
  const stages = new MemoryStages('propose', [slow, quick]);
  const ledger = new Map<string, TeacherAnswer>();
  const asked: Asked[] = [];
  const run = {
    runKey: 'run@1',
    setup: runSetup({ collapse: { watch: 'off' }, ...recipe }),
    materials: { seeds: [seedTask('Name a bird.')], sources: [], lists: {}, personas: [] },
  };
  let arrive = (): void => undefined;
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  const committed = { passedUpTo: () => Promise.resolve([]) } as unknown as CommittedPairs;
  const models: RunModels = {
    embed: trigramEmbed,
    languageModel: { model: 'none', logProbabilities: () => Promise.resolve([]) },
  };
  const reply = async (request: TeacherRequest): Promise<string> => {
    if (request.sample === 'quick') return texts.quick;
    if (request.schema?.name === 'classification') return '{"classification": false}';
    if (request.schema?.name === 'instances') return '{"instances": [{"input": ""}]}';
    if (request.sample !== 'slow') {
      await written;
      return 'Done as asked.';
    }
    await arrived;
    if (texts.slow instanceof Error) throw texts.slow;
    return texts.slow;
  };
  const dependencies = {
    stages: stages.store,
    memory: new RunMemory(),
    noveltyPools: new NoveltyPools(committed, () => models),
    ledger: { lookUp: () => Promise.resolve(ledger) },
    database: { query: () => Promise.resolve({ rows: [] }) },
    loadRun: () => Promise.resolve(run),
    classifierOf: () => Promise.resolve(undefined),
    modelsOf: () => models,
    filtersOf: () => Promise.resolve([]),
    purchaser: {
      idleSlots: () => Promise.resolve(idle),
      async buy(_address: unknown, request: TeacherRequest, [priority = 0]: number[], signal: AbortSignal) {
        signal.throwIfAborted();
        const known = ledger.get(callKey(request));
        if (known) return { answer: known, sent: false };
        asked.push({ request, priority });
        const bought = answer(await reply(request));
        ledger.set(callKey(request), bought);
        return { answer: bought, sent: true };
      },
    },
  } as unknown as ActivityDependencies;
  const [teacher, compute] = [createTeacherActivities(dependencies), createComputeActivities(dependencies)];
  const ask = (shard: StageShard) =>
    new MockActivityEnvironment({}, { logger }).run(() => teacher.askStage(shard));
  return {
    arrive,
    /** Of those that were sent so far: what was asked ahead, by the instruction that it is about. */
    ahead: (about: string) =>
      asked.filter(
        ({ request, priority }) => priority === 2 && JSON.stringify(request.prompt).includes(about),
      ),
    proposing: () => ask(proposals),
    read: () =>
      new MockActivityEnvironment({}, { logger }).run(() =>
        compute.readStage({ input: proposals.input, stage: 'propose' }),
      ),
    /** Asks for all responses in their turn. */
    responding: (count: number) => ask({ ...proposals, stage: 'respond', to: count }),
    sent: () => asked.map(({ request }) => callKey(request)),
  };
}

beforeEach(() => void jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] }));

afterEach(() => void jest.useRealTimers());

/** Until nothing more happens without an answer of the teacher: slots that idle for long are seen to idle. */
async function quiet(): Promise<void> {
  await turns();
  jest.advanceTimersByTime(1_000);
  await turns();
}

async function turns(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await nextTurn();
}

const texts = { quick: ' Describe a lake at dawn.\n', slow: ' Explain how bread rises.\n' };

test('while a prompt is being answered, slots that idle write the responses to what others brought, word for word as they are asked in their turn', async () => {
  const { arrive, ahead, proposing, read, responding, sent } = iteration(texts);
  const asking = proposing();
  await quiet();
  expect(ahead('lake at dawn')).toHaveLength(3); // whether it is a classification, an input, a response
  arrive();
  await asking;
  expect(await read()).toMatchObject({ stage: 'respond', asks: [{ count: 2 }] });
  expect(await responding(2)).toEqual({ answered: 6, sent: 3 });
  expect(new Set(sent()).size).toBe(sent().length);
});

test('where all is answered at once, nothing is screened twice for it', async () => {
  const { arrive, ahead, proposing } = iteration(texts);
  const asking = proposing();
  await turns();
  arrive();
  await asking;
  expect(ahead('lake at dawn')).toHaveLength(0);
});

test('nothing is asked ahead where no slot idles', async () => {
  const { arrive, ahead, proposing } = iteration(texts, { idle: 0 });
  const asking = proposing();
  await quiet();
  arrive();
  await asking;
  expect(ahead('lake at dawn')).toHaveLength(0);
});

test('what repeats a seed is not answered ahead, since it is not answered at all', async () => {
  const { arrive, ahead, proposing } = iteration({ ...texts, quick: ' Name a bird.\n' });
  const asking = proposing();
  await quiet();
  arrive();
  await asking;
  expect(ahead('bird')).toHaveLength(0);
});

test('where an instruction is asked about first, its response waits for what is said', async () => {
  const coverage = {
    axes: { domain: ['food', 'sport'] },
    classifyBy: 'teacher',
  } satisfies RecipeInput['coverage'];
  const { arrive, ahead, proposing } = iteration(texts, { recipe: { coverage } });
  const asking = proposing();
  await quiet();
  arrive();
  await asking;
  expect(ahead('lake at dawn')).toHaveLength(0);
});

test('a run that asks for responses by batch has none of them asked ahead', async () => {
  const { arrive, ahead, proposing } = iteration(texts, {
    recipe: { teacher: { respond: { mode: 'batch' } } },
  });
  const asking = proposing();
  await quiet();
  arrive();
  await asking;
  expect(ahead('lake at dawn')).toHaveLength(0);
});

test('a shard that fails is over when nothing is in flight that it asked ahead', async () => {
  let finish = (): void => undefined;
  const written = new Promise<void>((resolve) => (finish = resolve));
  const { arrive, ahead, proposing } = iteration(
    { ...texts, slow: new Error('No more credit.') },
    { written },
  );
  let isOver = false;
  const asking = proposing().catch((error: unknown) => ((isOver = true), error));
  await quiet();
  expect(ahead('lake at dawn')).toHaveLength(3);
  arrive();
  await quiet();
  expect(isOver).toBe(false);
  finish();
  expect(await asking).toEqual(new Error('No more credit.'));
});
