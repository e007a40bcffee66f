import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import type { ActivityDependencies } from '../../activities';
import { createComputeActivities } from '../../activities/computeActivities';
import { RunMemory } from '../../activities/runMemory';
import { createTeacherActivities } from '../../activities/teacherActivities';
import { PurchaseStopped, type Purchaser } from '../../adapters/purchasing/purchaser';
import type { Ledger } from '../../adapters/store/ledger';
import type { ShardOutcome, StageShard } from '../../core/run/iteration';
import type { RespondedCandidate } from '../../core/vocabulary/screenedCandidate';
import { callKey } from '../../core/teacher/callKey';
import type { TeacherFailure } from '../../core/teacher/failure';
import type { TeacherAnswer, TeacherRequest } from '../../core/teacher/request';
import { runSetup, seedTask } from '../core/proposing/testSetup';
import { MemoryStages } from './memoryStages';

/** Failures are what is tested here. */
const logger = new DefaultLogger('ERROR');

const shard: StageShard = {
  input: {
    runKey: 'run@1',
    iteration: 0,
    readThrough: -1,
    size: 1,
    measures: 0,
    reviewed: 0,
  },
  stage: 'respond',
  endpoint: 'somewhere',
  from: 0,
  to: 3,
};

const answer = (text: string, more: Partial<TeacherAnswer> = {}): TeacherAnswer => ({
  text,
  finishReason: 'stop',
  promptTokens: 1,
  completionTokens: 1,
  requestId: '',
  ...more,
});

/** A shard of three tasks without input, whose requests are answered by the test. */
function shardOf(reply: (request: TeacherRequest, text: string) => TeacherAnswer): {
  respond: () => Promise<ShardOutcome>;
  /** Reads what was answered. */
  read: () => Promise<readonly RespondedCandidate[]>;
  sent: TeacherRequest[];
} {
  const ledger = new Map<string, TeacherAnswer>();
  const sent: TeacherRequest[] = [];
  const stages = new MemoryStages(
    'respond',
    [],
    [0, 1, 2].map((ordinal) => ({ instruction: `Do thing ${ordinal}.` })),
  );
  const dependencies = {
    loadRun: () =>
      Promise.resolve({
        runKey: 'run@1',
        setup: runSetup(),
        materials: { seeds: [seedTask('Name a bird.')], sources: [], lists: {}, personas: [] },
      }),
    memory: new RunMemory(),
    stages: stages.store,
    filtersOf: () => Promise.resolve([]),
    modelsOf: () => ({ embed: undefined, languageModel: { model: 'none' } }),
    database: { query: () => Promise.resolve({ rows: [] }) },
    ledger: {
      lookUp: () => Promise.resolve(ledger),
    } satisfies Partial<Ledger> as unknown as Ledger,
    purchaser: {
      buy(_address, asked, _priority, signal) {
        signal.throwIfAborted();
        const request = asked as TeacherRequest;
        const known = ledger.get(callKey(request));
        if (known) return Promise.resolve({ answer: known, sent: false });
        sent.push(request);
        const text =
          request.prompt.kind === 'chat' ? request.prompt.messages.map(({ content }) => content).join() : '';
        const bought = reply(request, text);
        ledger.set(callKey(request), bought);
        return Promise.resolve({ answer: bought, sent: true });
      },
    } satisfies Partial<Purchaser> as unknown as Purchaser,
  } as unknown as ActivityDependencies;
  const [teacher, compute] = [createTeacherActivities(dependencies), createComputeActivities(dependencies)];
  const environment = () => new MockActivityEnvironment({}, { logger });
  return {
    respond: () => environment().run(() => teacher.askStage(shard)),
    async read() {
      await environment().run(() => compute.readStage({ input: shard.input, stage: 'respond' }));
      return stages.brought.flatMap(({ responded = [] }) => responded);
    },
    sent,
  };
}

/** The usual course: no classification, the inputs given, a response to each. */
function usual(request: TeacherRequest, inputs: readonly string[] = ['']): TeacherAnswer {
  if (request.schema?.name === 'classification') return answer('{"classification": false}');
  if (request.schema?.name === 'instances')
    return answer(JSON.stringify({ instances: inputs.map((input) => ({ input })) }));
  return answer('Done as asked.');
}

const stopped = (failure: Omit<TeacherFailure, 'message'>): PurchaseStopped =>
  new PurchaseStopped({ ...failure, message: 'What to do.' }, {});

async function thrownBy(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'nothing',
    (thrown: unknown) => thrown,
  );
}

test('a shard that is tried again sends only what is missing', async () => {
  let broken = true;
  const { respond, read, sent } = shardOf((request, text) => {
    if (broken && text.includes('Do thing 2.') && request.schema?.name === 'instances')
      throw new Error('The store is away.');
    return usual(request);
  });
  await expect(respond()).rejects.toThrow('The store is away.');
  broken = false;
  const before = sent.length;
  const outcome = await respond();
  expect(outcome).toEqual({ answered: 9, sent: 9 - (before - 1) });
  expect((await read()).map(({ ordinal }) => ordinal)).toEqual([0, 1, 2]);
  const asked = sent.map(callKey);
  expect(new Set(asked).size).toBe(asked.length - 1); // but for the one that failed
});

test('the shards of a stage read its candidates once, and together ask for each of them', async () => {
  const stages = new MemoryStages(
    'respond',
    [],
    Array.from({ length: 9 }, (_, ordinal) => ({ instruction: `Do thing ${ordinal}.` })),
  );
  const view = jest.fn(() => stages.store.view(shard.input));
  const asked = new Set<string>();
  const teacher = createTeacherActivities({
    loadRun: () =>
      Promise.resolve({
        runKey: 'run@1',
        setup: runSetup(),
        materials: { seeds: [seedTask('Name a bird.')], sources: [], lists: {}, personas: [] },
      }),
    stages: { view },
    purchaser: {
      buy(_address: unknown, request: TeacherRequest) {
        if (request.schema?.name === 'classification') asked.add(JSON.stringify(request.prompt));
        return Promise.resolve({ answer: usual(request), sent: true });
      },
    },
  } as unknown as ActivityDependencies);
  const shards = [0, 3, 6].map((from) => ({ ...shard, from, to: from + 3 }));
  await Promise.all(
    shards.map((one) => new MockActivityEnvironment({}, { logger }).run(() => teacher.askStage(one))),
  );
  expect(view).toHaveBeenCalledTimes(1);
  expect(asked.size).toBe(9);
});

test('what was finished is kept, also when the shard is broken off', async () => {
  const { respond, read } = shardOf((request, text) => {
    if (text === 'Do thing 2.') throw stopped({ kind: 'closed' });
    return usual(request);
  });
  await thrownBy(respond());
  expect((await read()).map(({ ordinal }) => ordinal)).toEqual([0, 1]);
});

test.each([
  [{ kind: 'rateLimited', retryAfterMs: 6 * 3600 * 1000 }, 'passing'],
  [{ kind: 'closed' }, 'needsMending'],
  [{ kind: 'quotaExhausted' }, 'needsMending'],
] as const)('a shard that an endpoint stopped says what that means: %j', async (failure, kind) => {
  const { respond } = shardOf(() => {
    throw stopped(failure);
  });
  const { means } = (await thrownBy(respond())) as PurchaseStopped;
  expect(means).toMatchObject({ kind, message: 'What to do.' });
  expect(means.retryAfterMs).toBe('retryAfterMs' in failure ? failure.retryAfterMs : undefined);
});

test('a candidate whose every input was refused is set aside, not taken for one that nobody asked', async () => {
  const { respond, read } = shardOf((request) =>
    request.schema ? usual(request, ['a', 'b']) : answer('', { refusal: 'No.' }),
  );
  await respond();
  expect((await read()).map(({ unreadable, responses }) => [unreadable?.reason, responses.length])).toEqual(
    Array(3).fill(['The teacher refused.', 0]),
  );
});
