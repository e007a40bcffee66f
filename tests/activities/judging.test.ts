import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { createComputeActivities } from '../../activities/computeActivities';
import { RunMemory } from '../../activities/runMemory';
import type { ActivityDependencies } from '../../activities/dependencies';
import { createTeacherActivities } from '../../activities/teacherActivities';
import type { Purchaser } from '../../adapters/purchasing/purchaser';
import type { Ledger } from '../../adapters/store/ledger';
import type { RecipeInput } from '../../core/run/recipeSchema';
import type { IterationInput } from '../../core/run/iteration';
import type { CandidateChange } from '../../core/vocabulary/screenedCandidate';
import { callKey } from '../../core/teacher/callKey';
import type { TeacherAnswer, TeacherRequest } from '../../core/teacher/request';
import { runSetup } from '../core/proposing/testSetup';
import { MemoryStages } from './memoryStages';

const input: IterationInput = {
  ...{ runKey: 'run@1', iteration: 0, readThrough: -1, size: 10, measures: 0, reviewed: 0 },
};

const candidates = Array.from({ length: 11 }, (_, ordinal) => ({
  ordinal,
  instruction: `Say what number ${ordinal} is.`,
  responses: Array.from({ length: 1 + (ordinal % 2) }, (_, response) => ({
    response,
    input: '',
    text: `It is ${ordinal}, and this is response ${response}.`,
    ...{ finishReason: 'stop' as const, callKey: null, endpoint: null, model: null, prompts: [], kept: true },
  })),
}));

const grade = (score: number) => ({ evidence: 'So it is.', score });
const graded = (score: number) => ({
  ...{ clarity: grade(score), accuracy: grade(score), relevance: grade(score) },
  ...{ helpfulness: grade(score), conciseness: grade(score), safety: grade(score) },
});
const textOf = ({ prompt }: TeacherRequest): string =>
  prompt.kind === 'chat' ? prompt.messages.map(({ content }) => content).join('\n') : prompt.prompt;

/** A judge that likes even numbers. */
const fair = (request: TeacherRequest): string => {
  const numbers = [...textOf(request).matchAll(/It is (\d+), and/gu)].map(([, number]) => Number(number));
  const score = (number: number): number => (number % 2 === 0 ? 5 : 1);
  if (numbers.length === 1) return JSON.stringify(graded(score(numbers[0] ?? 1)));
  return JSON.stringify({
    tasks: numbers.map((number, index) => ({ task: index + 1, ...graded(score(number)) })),
  });
};

/** As many as there are responses, where each is judged in a call of its own. */
const maxAsks = candidates.flatMap(({ responses }) => responses).length;

/** Judges the candidates in shards of 4, and reads what was bought. */
async function judged(
  recipe: RecipeInput['judge'],
  reply: (request: TeacherRequest) => string | Error,
): Promise<{ readonly screenings: readonly CandidateChange[]; readonly bought: number }> {
  const answers = new Map<string, TeacherAnswer>();
  const stages = new MemoryStages('judge', [], candidates);
  const dependencies = {
    loadRun: () =>
      Promise.resolve({
        runKey: 'run@1',
        setup: runSetup({ judge: recipe }),
        materials: { seeds: [], sources: [], lists: {}, personas: [] },
      }),
    memory: new RunMemory(),
    stages: stages.store,
    database: { query: () => Promise.resolve({ rows: [] }) },
    ledger: {
      lookUp: () => Promise.resolve(answers),
    } satisfies Partial<Ledger> as unknown as Ledger,
    purchaser: {
      buy(_address, request, _priority, signal) {
        signal.throwIfAborted();
        const text = reply(request as TeacherRequest);
        if (text instanceof Error) return Promise.reject(text);
        const usage = { promptTokens: 1, completionTokens: 1, requestId: '' };
        const answer: TeacherAnswer = { text, finishReason: 'stop', ...usage };
        answers.set(callKey(request), answer);
        return Promise.resolve({ answer, sent: true });
      },
    } satisfies Partial<Purchaser> as unknown as Purchaser,
  } as unknown as ActivityDependencies;
  const logger = new DefaultLogger('ERROR');
  const [teacher, compute] = [createTeacherActivities(dependencies), createComputeActivities(dependencies)];
  for (let from = 0; from < maxAsks; from += 4)
    await new MockActivityEnvironment({}, { logger })
      .run(() => teacher.askStage({ input, stage: 'judge', endpoint: 'somewhere', from, to: from + 4 }))
      .catch(() => undefined); // the run was stopped in the middle of it
  await new MockActivityEnvironment({}, { logger }).run(() => compute.readStage({ input, stage: 'judge' }));
  return { screenings: stages.brought.flatMap(({ changes = [] }) => changes), bought: answers.size };
}

const ways: readonly NonNullable<RecipeInput['judge']>[] = [
  { pairsPerCall: 1 },
  { pairsPerCall: 3 },
  { pairsPerCall: 3, orders: 2 },
  { pairsPerCall: 16 },
];

describe.each(ways)('judged with %j', (way) => {
  test('every candidate gets what the judge said of it, whatever shard asked', async () => {
    const { screenings } = await judged(way, fair);
    expect(screenings.map(({ ordinal, state }) => [ordinal, state])).toEqual(
      candidates.map(({ ordinal }) => [ordinal, ordinal % 2 === 0 ? 'open' : 'rejected']),
    );
  });

  test.each([
    ['answers garbage', () => 'All of them are fine: 5/5.'],
    ['answers nothing', () => ''],
    ['gives scores that are none', () => JSON.stringify({ tasks: [{ task: 1, ...graded(11) }] })],
  ])('a judge that always %s lets nothing through', async (_, reply) => {
    const { screenings } = await judged({ ...way, min: 0 }, reply);
    expect(screenings).toHaveLength(candidates.length);
    for (const { state, decidedBy, responses = [] } of screenings) {
      expect([state, decidedBy]).toEqual(['quarantined', 'judge']);
      expect(responses.some(({ kept }) => kept)).toBe(false);
    }
  });

  test('a judge that never answers, until the run is stopped, lets nothing through', async () => {
    const { screenings } = await judged({ ...way, min: 0 }, () => new Error('It timed out.'));
    expect(new Set(screenings.map(({ state }) => state))).toEqual(new Set(['abandoned']));
    expect(screenings).toHaveLength(candidates.length);
  });
});

test('several pairs in a call take fewer calls', async () => {
  const responses = candidates.flatMap((candidate) => candidate.responses).length;
  expect((await judged({ pairsPerCall: 1 }, fair)).bought).toBe(responses);
  expect((await judged({ pairsPerCall: 4 }, fair)).bought).toBe(Math.ceil(responses / 4));
  expect((await judged({ pairsPerCall: 4, orders: 2 }, fair)).bought).toBe(2 * Math.ceil(responses / 4));
});

test('where a call about several fails half way, what is missing of a pair is not made up', async () => {
  const { screenings } = await judged({ pairsPerCall: 4, min: 0 }, (request) => {
    if (textOf(request).includes('Example 1:')) return '{"tasks": []}';
    return textOf(request).includes('number 3 ') ? new Error('It timed out.') : fair(request);
  });
  expect(screenings.find(({ ordinal }) => ordinal === 3)?.state).toBe('abandoned');
});
