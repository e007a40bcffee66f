import { MockActivityEnvironment } from '@temporalio/testing';
import { createComputeActivities } from '../../activities/computeActivities';
import { RunMemory } from '../../activities/runMemory';
import type { ActivityDependencies } from '../../activities/dependencies';
import { createTeacherActivities } from '../../activities/teacherActivities';
import type { Purchaser } from '../../adapters/purchasing/purchaser';
import type { Ledger } from '../../adapters/store/ledger';
import type * as Registry from '../../core/run/stages/registry';
import type { StageName } from '../../core/run/stages/registry';
import type { StagedCandidate } from '../../core/run/stages/stage';
import { callKey } from '../../core/teacher/callKey';
import type { TeacherAnswer } from '../../core/teacher/request';
import { runSetup } from '../core/proposing/testSetup';
import { MemoryStages } from '../activities/memoryStages';
import type * as Example from './factCheck';

/** The line that it takes. */
jest.mock('../../core/run/stages/registry', () => {
  const { stages } = jest.requireActual<typeof Registry>('../../core/run/stages/registry');
  const { factCheck } = jest.requireActual<typeof Example>('./factCheck');
  const { judge, ...before } = stages;
  return { stages: { ...before, factCheck, judge } };
});

const factCheck = 'factCheck' as StageName;

const pair = (text: string): Partial<StagedCandidate> => ({
  responses: [
    {
      ...{ response: 0, input: '', text, finishReason: 'stop', callKey: null, endpoint: null, model: null },
      ...{ prompts: [], kept: null },
    },
  ],
});

test('a filter that asks the teacher is one file and one line: due after the responses, asked in shards, and no pass where it is not read', async () => {
  const texts = ['Water is wet.', 'The moon is a cheese.', 'Who knows?'];
  const stages = new MemoryStages('respond', [], texts.map(pair));
  const answers = new Map<string, TeacherAnswer>();
  const dependencies = {
    memory: new RunMemory(),
    stages: stages.store,
    database: { query: () => Promise.resolve({ rows: [] }) },
    filtersOf: () => Promise.resolve([]),
    modelsOf: () => ({ embed: undefined, languageModel: { model: 'none' } }),
    loadRun: () =>
      Promise.resolve({
        runKey: 'run@1',
        setup: runSetup(),
        materials: { seeds: [], sources: [], lists: {}, personas: [] },
      }),
    ledger: {
      lookUp: () => Promise.resolve(answers),
    } satisfies Partial<Ledger> as unknown as Ledger,
    purchaser: {
      buy(_address, request) {
        const asked = JSON.stringify(request.prompt);
        const text = asked.includes('wet') ? 'true' : asked.includes('cheese') ? 'false' : 'Perhaps.';
        const usage = { promptTokens: 1, completionTokens: 1, requestId: '' };
        const answer: TeacherAnswer = { text, finishReason: 'stop', ...usage };
        answers.set(callKey(request), answer);
        return Promise.resolve({ answer, sent: true });
      },
    } satisfies Partial<Purchaser> as unknown as Purchaser,
  } as unknown as ActivityDependencies;
  const [teacher, compute] = [createTeacherActivities(dependencies), createComputeActivities(dependencies)];
  const input = { runKey: 'run@1', iteration: 0, readThrough: -1, size: 3, measures: 0, reviewed: 0 };

  const due = await new MockActivityEnvironment().run(() => compute.readStage({ input, stage: 'respond' }));
  expect(due).toMatchObject({
    stage: 'factCheck',
    asksAre: 'Fact checks',
    asks: [{ endpoint: 'somewhere', count: 3 }],
  });
  const shard = { input, stage: factCheck, endpoint: 'somewhere', from: 0, to: 3 };
  expect(await new MockActivityEnvironment().run(() => teacher.askStage(shard))).toEqual({
    answered: 3,
    sent: 3,
  });
  expect(
    await new MockActivityEnvironment().run(() => compute.readStage({ input, stage: factCheck })),
  ).toBeNull();
  expect(stages.brought.at(-1)?.changes?.map(({ state, decidedBy }) => [state, decidedBy])).toEqual([
    ['open', null],
    ['rejected', 'factCheck'],
    ['quarantined', 'factCheck'],
  ]);
});
