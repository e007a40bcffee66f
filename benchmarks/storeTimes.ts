import { CommitStore } from '../adapters/store/commitStore';
import { CommittedPairs } from '../adapters/store/committedPairs';
import type { Database } from '../adapters/store/database';
import { Holder } from '../adapters/store/holder';
import { Ledger } from '../adapters/store/ledger';
import { PairStore } from '../adapters/store/pairStore';
import { PlanStore } from '../adapters/store/planStore';
import { ReportStore } from '../adapters/store/reportStore';
import { RunStore } from '../adapters/store/runStore';
import { StageStore } from '../adapters/store/stageStore';
import { TraceStore } from '../adapters/store/traceStore';
import type { IterationInput } from '../core/run/iteration';
import type { PlannedWork } from '../core/vocabulary/plannedWork';
import type { TeacherAnswer, TeacherRequest } from '../core/teacher/request';
import type { ScreenedCandidate } from '../core/vocabulary/screenedCandidate';
import { iterationSize } from './filledStore';

/** Milliseconds that each step takes, by its name. */
export type StoreTimes = ReadonlyMap<string, number>;

const request: TeacherRequest = {
  role: 'respond',
  endpoint: 'somewhere',
  model: 'some-model',
  prompt: {
    kind: 'chat',
    messages: [{ role: 'user', content: 'Name a bird that sings at night. '.repeat(20) }],
  },
  parameters: {},
  sample: '0',
};
const answer: TeacherAnswer = {
  text: 'The nightingale sings at night. '.repeat(30),
  finishReason: 'stop',
  promptTokens: 120,
  completionTokens: 220,
  requestId: 'chatcmpl-7f3a6b6a3f2a4c1b9d2e',
};
const works: PlannedWork[] = Array.from(
  { length: 67 },
  (_, index) =>
    ({ strategy: 'selfInstruct', request: { ...request, sample: `new/${index}` } }) as unknown as PlannedWork,
);

/** What a run does with a store that holds so many committed iterations of it, a step at a time; then two iterations more. */
export async function timeSteps(database: Database, runKey: string, iterations: number): Promise<StoreTimes> {
  const times = new Map<string, number>();
  const time = async <Result>(name: string, step: () => Promise<Result>): Promise<Result> => {
    const startedAt = performance.now();
    const result = await step();
    times.set(name, performance.now() - startedAt);
    return result;
  };
  const holder = new Holder(database, 'bench:store');
  await holder.start();
  const ledger = new Ledger(database, holder);
  const [plans, stages, commits] = [
    new PlanStore(database),
    new StageStore(database),
    new CommitStore(database),
  ];
  const [runs, pairs, committed] = [
    new RunStore(database),
    new PairStore(database),
    new CommittedPairs(database),
  ];
  const at = (iteration: number): IterationInput => ({
    ...{ runKey, iteration, readThrough: iteration - 1, size: iterationSize },
    ...{ measures: 0, reviewed: 0 },
  });
  const answered = await database.query<{ call_key: string }>(
    `select call_key from ledger where run_key = $1 and iteration = $2 and state = 'answered' limit 400`,
    [runKey, iterations - 1],
  );

  const address = { scope: runKey, runKey, iteration: iterations };
  const keys = Array.from({ length: 64 }, (_, index) => `new-${iterations}-${index}`);
  await time('request: 64 are looked up', () => Promise.all(keys.map((key) => ledger.find(runKey, key))));
  const reserved = await time('request: 64 are reserved', () =>
    Promise.all(keys.map((key) => ledger.reserve(address, key, request))),
  );
  await time('request: 64 are settled', () =>
    Promise.all(
      reserved.flatMap((one) => (one.kind === 'reserved' ? [ledger.settle(one.reservation, answer)] : [])),
    ),
  );
  await time('stage: 400 answers are looked up', () =>
    ledger.lookUp(
      runKey,
      answered.rows.map(({ call_key }) => call_key),
    ),
  );

  await time('once a process: all counts, for the first plan', () => plans.experience(at(iterations)));
  await time('once a process: all instructions, for the first plan', () =>
    plans.pool(at(iterations), 'instructions'),
  );
  await time('once a process: all instructions, for novelty', async () => {
    for (let from = -1; from < iterations - 1; from += 100)
      await committed.passedUpTo(runKey, Math.min(from + 100, iterations - 1), from);
  });
  for (const iteration of [iterations, iterations + 1]) {
    const input = at(iteration);
    await time('plan: counts', () => plans.experience(input));
    await time('plan: pool', () => plans.pool(input, 'instructions'));
    await time('plan: what people rejected', () => plans.rejections(input));
    await time('plan: is kept', () =>
      plans.plan(input, () =>
        Promise.resolve({ works, stretches: { selfInstruct: { from: iteration * 67, count: 67 } } }),
      ),
    );
    await time('stage: proposals are kept', () =>
      stages.settle(input, 'propose', { created: candidatesOf() }, () => 'respond'),
    );
    await time('stage: what it looks at', () => stages.view(input));
    await time('stage: responses are kept', () =>
      stages.settle(input, 'respond', responsesOf(), () => undefined),
    );
    await time('commit: novelty reads on', () => committed.passedUpTo(runKey, iteration - 1, iteration - 2));
    await time('commit: free proposals', () => committed.freelyProposed(runKey, iteration));
    await time('commit', () =>
      commits.commit(input, (candidates) =>
        Promise.resolve({
          health: undefined,
          decisions: candidates.map(({ ordinal }) => ({
            ...{ ordinal, state: 'accepted' as const, decidedBy: null, reason: null },
            result: { filter: 'novelty', version: 1, score: 0.3, passed: true },
          })),
        }),
      ),
    );
  }
  await time('status', () => runs.status(runKey));
  await time('the newest pair', () => pairs.newestInstruction(runKey));
  await time('export: the last 500 pairs', async () => {
    let count = 0;
    for await (const pair of pairs.accepted(runKey, { after: { iteration: iterations - 2, ordinal: 0 } }))
      count += pair.ordinal;
    return count;
  });
  await time('the run ends: what is open is abandoned', () => runs.abandonOpen(runKey));
  await time('whole run, for a person: trace looks for an id', () =>
    new TraceStore(database).findPair(runKey, 'p0'),
  );
  await time('whole run, for a person: report', () => new ReportStore(database).counts(runKey));
  await holder.stop();
  return times;
}

function candidatesOf(): ScreenedCandidate[] {
  return Array.from({ length: iterationSize }, (_, ordinal) => ({
    ...{ ordinal, work: 0, strategy: 'selfInstruct', state: 'open' as const },
    ...{
      instruction: `Name a bird that sings at night, the ${ordinal}th of them.`,
      input: null,
      family: null,
      identity: null,
    },
    ...{ askedCell: null, cell: 'domain1/level1', classification: null, proposalCall: 'call', responses: [] },
    lineage: { strategy: 'selfInstruct', prompts: ['proposeDirected@1'], calls: ['call'] },
    ...{ decidedBy: null, reason: null, raw: null },
    results: ['length', 'novelty'].map((filter) => ({ filter, version: 1, score: 0.2, passed: true })),
  }));
}

function responsesOf() {
  const ordinals = Array.from({ length: iterationSize }, (_, ordinal) => ordinal);
  return {
    responded: ordinals.map((ordinal) => ({
      ...{ ordinal, calls: ['call'], classification: false, unreadable: null },
      responses: [
        {
          ...{ response: 0, input: '', text: answer.text, finishReason: 'stop' as const, callKey: 'call' },
          ...{ endpoint: 'somewhere', model: 'some-model', prompts: ['respond@1'] },
        },
      ],
    })),
    changes: ordinals.map((ordinal) => ({
      ...{ ordinal, state: 'open' as const, decidedBy: null, reason: null },
      responses: [{ response: 0, kept: true, reason: null }],
      results: ['chatter', 'repetition'].map((filter) => ({
        filter,
        version: 1,
        score: 0,
        passed: true,
        response: 0,
      })),
    })),
  };
}
