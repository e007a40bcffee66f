import { ApplicationFailure } from '@temporalio/activity';
import { ApplicationFailureCategory } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import type { ActivityDependencies } from '../../activities';
import { createTeacherActivities } from '../../activities/teacherActivities';
import { PurchaseStopped, type Purchaser } from '../../adapters/purchasing/purchaser';
import type { IterationStore } from '../../adapters/store/iterationStore';
import type { Ledger } from '../../adapters/store/ledger';
import type { ResponseShard, ShardOutcome } from '../../core/run/iteration';
import type { RespondedCandidate } from '../../core/vocabulary/screenedCandidate';
import { callKey } from '../../core/teacher/callKey';
import type { TeacherFailure } from '../../core/teacher/failure';
import type { TeacherAnswer, TeacherRequest } from '../../core/teacher/request';
import { runSetup, seedTask } from '../core/proposing/testSetup';

/** Failures are what is tested here. */
const logger = new DefaultLogger('ERROR');

const shard: ResponseShard = {
  input: {
    runKey: 'run@1',
    iteration: 0,
    readThrough: -1,
    size: 1,
    measures: 0,
    reviewed: 0,
    queues: { propose: 'a', classify: 'a', judge: 'a' },
  },
  pool: 'a',
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
  saved: RespondedCandidate[];
  sent: TeacherRequest[];
} {
  const ledger = new Map<string, TeacherAnswer>();
  const saved: RespondedCandidate[] = [];
  const sent: TeacherRequest[] = [];
  const dependencies = {
    loadRun: () =>
      Promise.resolve({
        runKey: 'run@1',
        setup: runSetup(),
        materials: { seeds: [seedTask('Name a bird.')], sources: [], lists: {}, personas: [] },
      }),
    iterations: {
      openCandidates: () =>
        Promise.resolve(
          [0, 1, 2].map((ordinal) => ({
            ordinal,
            instruction: `Do thing ${ordinal}.`,
            strategy: 'selfInstruct' as const,
            input: null,
            cell: null,
          })),
        ),
      saveResponded: (_, candidates) => Promise.resolve(void saved.push(...candidates)),
    } satisfies Partial<IterationStore> as unknown as IterationStore,
    ledger: {
      answersOf: () => Promise.resolve(new Map(ledger)),
    } satisfies Partial<Ledger> as unknown as Ledger,
    purchaser: {
      buy(_address, asked, _priority, signal) {
        signal.throwIfAborted();
        const request = asked as TeacherRequest;
        sent.push(request);
        const text =
          request.prompt.kind === 'chat' ? request.prompt.messages.map(({ content }) => content).join() : '';
        const bought = reply(request, text);
        ledger.set(callKey(request), bought);
        return Promise.resolve({ answer: bought, sent: true });
      },
    } satisfies Partial<Purchaser> as unknown as Purchaser,
  } as unknown as ActivityDependencies;
  const activities = createTeacherActivities(dependencies);
  return {
    respond: () => new MockActivityEnvironment({}, { logger }).run(() => activities.respond(shard)),
    saved,
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

async function failureOf(work: Promise<unknown>): Promise<ApplicationFailure> {
  const error = await work.catch((thrown: unknown) => thrown);
  if (!(error instanceof ApplicationFailure)) throw new Error(`It failed with ${String(error)}.`);
  return error;
}

test('a shard that is tried again sends only what is missing', async () => {
  let broken = true;
  const { respond, saved, sent } = shardOf((request, text) => {
    if (broken && text.includes('Do thing 2.') && request.schema?.name === 'instances')
      throw new Error('The store is away.');
    return usual(request);
  });
  await expect(respond()).rejects.toThrow('The store is away.');
  broken = false;
  const before = sent.length;
  const outcome = await respond();
  expect(outcome).toEqual({ answered: 9, sent: 9 - (before - 1) });
  expect(saved.filter(({ ordinal }) => ordinal === 2)).toHaveLength(1);
  const asked = sent.map(callKey);
  expect(new Set(asked).size).toBe(asked.length - 1); // but for the one that failed
});

test('what was finished is kept, also when the shard is broken off', async () => {
  const { respond, saved } = shardOf((request, text) => {
    if (text === 'Do thing 2.') throw stopped({ kind: 'unusable' });
    return usual(request);
  });
  await failureOf(respond());
  expect(saved.map(({ ordinal }) => ordinal)).toEqual([0, 1]);
});

describe('Temporal is told', () => {
  test('to wait as long as the endpoint asks, which is no alarm', async () => {
    const { respond } = shardOf(() => {
      throw stopped({ kind: 'rateLimited', retryAfterMs: 6 * 3600 * 1000 });
    });
    const failure = await failureOf(respond());
    expect(failure).toMatchObject({
      nextRetryDelay: 6 * 3600 * 1000,
      category: ApplicationFailureCategory.BENIGN,
    });
    expect(failure.nonRetryable).toBeFalsy();
  });

  test.each(['unusable', 'quotaExhausted'] as const)(
    'not to try again what somebody must mend (%s)',
    async (kind) => {
      const { respond } = shardOf(() => {
        throw stopped({ kind });
      });
      expect(await failureOf(respond())).toMatchObject({
        type: 'TeacherNeedsMending',
        nonRetryable: true,
        message: 'What to do.',
      });
    },
  );
});

test('a candidate whose every input was refused is set aside, not taken for one that nobody asked', async () => {
  const { respond, saved } = shardOf((request) =>
    request.schema ? usual(request, ['a', 'b']) : answer('', { refusal: 'No.' }),
  );
  await respond();
  expect(saved.map(({ unusable, responses }) => [unusable?.reason, responses.length])).toEqual(
    Array(3).fill(['The teacher refused.', 0]),
  );
});
