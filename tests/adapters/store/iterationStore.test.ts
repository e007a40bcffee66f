import { migrate, openDatabase, type Database } from '../../../adapters/store/database';
import {
  IterationStore,
  type CommitCandidate,
  type CommitDecisions,
} from '../../../adapters/store/iterationStore';
import { PairStore } from '../../../adapters/store/pairStore';
import { RunStore } from '../../../adapters/store/runStore';
import { assertBalanced } from '../../../core/vocabulary/funnel';
import type { IterationInput } from '../../../core/run/iteration';
import type { DrawnPlan } from '../../../core/run/planWorks';
import { setupVersion, type RunMaterials, type RunSetup } from '../../../core/recipe/runSetup';
import type { ScreenedCandidate } from '../../../core/vocabulary/screenedCandidate';
import { settleDoubts } from '../../../core/screening/settleDoubts';
import type { PlannedWork } from '../../../core/proposing/strategy';
import { openTestDatabase, type TestDatabase } from '../../support/embeddedStack';

let postgres: TestDatabase;
let database: Database;
let store: IterationStore;
let runs: RunStore;
let count = 0;

beforeAll(async () => {
  postgres = await openTestDatabase();
  database = openDatabase(postgres.url, 4);
  await migrate(database);
  [store, runs] = [new IterationStore(database), new RunStore(database)];
}, 120_000);

afterAll(async () => {
  await database?.close();
  await postgres?.stop();
});

const materials: RunMaterials = { seeds: [], sources: [], lists: {}, personas: [] };

async function newRun(): Promise<(iteration: number) => IterationInput> {
  const setup = { version: setupVersion, recipe: { name: 'test' } } as unknown as RunSetup;
  const { runKey } = await runs.prepare(
    { workflowId: `run-${count++}`, firstRunId: 'first' },
    setup,
    materials,
    10,
  );
  return (iteration) => ({
    runKey,
    iteration,
    readThrough: iteration - 1,
    size: 1,
    measures: 0,
    reviewed: 0,
    queues: { propose: 'a', classify: 'a', judge: 'a' },
  });
}

const works = (name: string): PlannedWork[] => [
  { strategy: 'selfInstruct', request: { sample: name } } as unknown as PlannedWork,
];

const plan = (name: string): DrawnPlan => ({
  works: works(name),
  stretches: {
    selfInstruct: { from: 0, count: 1 },
    template: { from: 0, count: 0 },
    augment: { from: 0, count: 0 },
  },
});

function candidate(ordinal: number, more: Partial<ScreenedCandidate> = {}): ScreenedCandidate {
  const instruction = `Do thing ${ordinal} for me.`;
  return {
    ordinal,
    work: 0,
    strategy: 'selfInstruct',
    state: 'open',
    instruction,
    input: null,
    family: null,
    identity: null,
    askedCell: null,
    cell: null,
    responder: 'pool',
    classification: null,
    lineage: { strategy: 'selfInstruct', prompts: ['propose@1'], calls: ['call'] },
    responses: [],
    proposalCall: 'call',
    decidedBy: null,
    reason: null,
    raw: null,
    results: [],
    ...more,
  };
}

const response = (text: string) => ({
  response: 0,
  input: '',
  text,
  finishReason: 'stop' as const,
  callKey: 'call',
  pool: 'pool',
  model: 'model',
  prompts: ['respond@1'],
});

/** Brings an iteration to its commit: `texts` are responses to its candidates. */
async function bring(input: IterationInput, texts: readonly string[]): Promise<void> {
  await store.plan(input, () => Promise.resolve(plan('p')));
  await store.saveScreened(
    input,
    texts.map((_, ordinal) => candidate(ordinal)),
    'respond',
  );
  await store.saveResponded(
    input,
    texts.map((text, ordinal) => ({
      ordinal,
      calls: ['call'],
      classification: false,
      unusable: null,
      responses: [response(text)],
    })),
  );
  await store.saveScreenedPairs(
    input,
    texts.map((_, ordinal) => ({
      ordinal,
      state: 'open',
      decidedBy: null,
      reason: null,
      responses: [{ response: 0, kept: true, reason: null }],
      results: [],
    })),
    false,
  );
}

const accept = (candidates: readonly { ordinal: number }[]): Promise<CommitDecisions> =>
  Promise.resolve({
    health: undefined,
    decisions: candidates.map(({ ordinal }) => ({
      ordinal,
      state: 'accepted',
      decidedBy: null,
      reason: null,
      result: null,
    })),
  });

test('a plan that was drawn stands, whatever a second attempt draws', async () => {
  const input = (await newRun())(0);
  expect(await store.plan(input, () => Promise.resolve(plan('first')))).toEqual(works('first'));
  expect(await store.plan(input, () => Promise.resolve(plan('second')))).toEqual(works('first'));
});

test('of two attempts that draw at once, both go on with the same plan', async () => {
  const input = (await newRun())(0);
  const [one, other] = await Promise.all(
    ['one', 'other'].map((name) => store.plan(input, () => Promise.resolve(plan(name)))),
  );
  expect(one).toEqual(other);
});

test('a step that is done twice counts once', async () => {
  const input = (await newRun())(0);
  await store.plan(input, () => Promise.resolve(plan('p')));
  await Promise.all([
    store.saveScreened(input, [candidate(0), candidate(1)], 'respond'),
    store.saveScreened(input, [candidate(0), candidate(1)], 'respond'),
  ]);
  expect(await store.screened(input)).toEqual({
    doubtful: 0,
    unclassified: 0,
    responders: [{ pool: 'pool', candidates: 2 }],
  });
  const responded = [
    { ordinal: 0, calls: ['call'], classification: false, unusable: null, responses: [response('Once.')] },
  ];
  await store.saveResponded(input, responded);
  await store.saveResponded(input, responded);
  expect((await store.responded(input))[0]).toMatchObject({ ordinal: 0, responses: [{ text: 'Once.' }] });
});

describe('candidates that the judge is to compare', () => {
  const doubtful = (ordinal: number, cell: string | null = 'x'): ScreenedCandidate => ({
    ...candidate(ordinal),
    cell,
    results: [
      {
        filter: 'novelty',
        version: 3,
        passed: true,
        score: 0.5,
        evidence: { nearest: 'near', doubts: [{ task: 'this', like: 'near' }] },
      },
    ],
  });
  const settled = [
    settleDoubts(0, { same: undefined, other: ['near'], unusable: undefined, prompts: ['p'], calls: [] }),
    settleDoubts(1, { same: undefined, other: [], unusable: 'No JSON.', prompts: ['p'], calls: [] }),
  ];

  test('wait with what is to be asked, and go on as it decides', async () => {
    const input = (await newRun())(0);
    await store.plan(input, () => Promise.resolve(plan('p')));
    await store.saveScreened(input, [doubtful(0), doubtful(1), candidate(2)], 'compare');
    expect(await store.screened(input)).toMatchObject({ doubtful: 2, unclassified: 0 });
    expect(await store.doubtful(input)).toEqual(
      [0, 1].map((ordinal) => ({ ordinal, doubts: [{ task: 'this', like: 'near' }] })),
    );
    await store.saveCompared(input, settled, false);
    await store.saveCompared(input, settled, false);
    expect(await store.screened(input)).toEqual({
      doubtful: 0,
      unclassified: 0,
      responders: [{ pool: 'pool', candidates: 2 }],
    });
    await store.saveScreenedPairs(input, [], false);
    const seen: CommitCandidate[] = [];
    await store.commit(input, (candidates) => {
      seen.push(...candidates);
      return accept(candidates);
    });
    expect(seen.map(({ ordinal, judgedOther }) => [ordinal, judgedOther])).toEqual([
      [0, ['near']],
      [2, []],
    ]);
  });

  test('have their cells told after that, where the teacher tells them', async () => {
    for (const [cell, unclassified] of [
      [null, 1],
      ['x', 0],
    ] as const) {
      const input = (await newRun())(0);
      await store.plan(input, () => Promise.resolve(plan('p')));
      await store.saveScreened(input, [doubtful(0, cell), doubtful(1, null)], 'compare');
      await store.saveCompared(input, settled, true);
      expect(await store.screened(input)).toMatchObject({ doubtful: 0, unclassified });
    }
  });
});

describe('a commit', () => {
  test('waits for its predecessor', async () => {
    const iteration = await newRun();
    await bring(iteration(0), ['a']);
    await bring(iteration(1), ['b']);
    await expect(store.commit(iteration(1), accept)).rejects.toThrow(
      'cannot be committed before its predecessor',
    );
    await store.commit(iteration(0), accept);
    expect((await store.commit(iteration(1), accept)).funnel).toMatchObject({ proposed: 1, accepted: 1 });
  });

  test('that is repeated says what was decided, and decides nothing', async () => {
    const input = (await newRun())(0);
    await bring(input, ['a', 'b']);
    const first = await store.commit(input, accept);
    const again = await store.commit(input, () => Promise.reject(new Error('decided twice')));
    expect(again).toEqual(first);
  });

  test('that fails half-way leaves everything as it was', async () => {
    const input = (await newRun())(0);
    await bring(input, ['a']);
    await expect(store.commit(input, () => Promise.reject(new Error('half-way')))).rejects.toThrow(
      'half-way',
    );
    expect((await store.commit(input, accept)).funnel).toMatchObject({ proposed: 1, accepted: 1 });
  });

  test('that two workers make at once is made once', async () => {
    const input = (await newRun())(0);
    await bring(input, ['a', 'b', 'c']);
    const outcomes = await Promise.all([store.commit(input, accept), store.commit(input, accept)]);
    expect(outcomes[0]).toEqual(outcomes[1]);
    expect(outcomes[0]?.funnel).toMatchObject({ proposed: 3, accepted: 3 });
  });

  test('accounts for every candidate', async () => {
    const input = (await newRun())(0);
    await store.plan(input, () => Promise.resolve(plan('p')));
    const screened = [
      candidate(0),
      candidate(1, { state: 'rejected', decidedBy: 'blocklist', reason: 'contains "draw"' }),
      candidate(2, {
        state: 'quarantined',
        instruction: null,
        raw: '???',
        decidedBy: 'parser',
        reason: 'not read',
      }),
    ];
    await store.saveScreened(input, screened, 'respond');
    await store.saveScreenedPairs(input, [], false);
    const { funnel } = await store.commit(input, (candidates) =>
      Promise.resolve({
        health: undefined,
        decisions: candidates.map(({ ordinal, answered }) => ({
          ordinal,
          state: answered ? ('accepted' as const) : ('abandoned' as const),
          decidedBy: null,
          reason: null,
          result: null,
        })),
      }),
    );
    assertBalanced(funnel, 'the iteration');
    expect(funnel).toMatchObject({ proposed: 3, rejected: 1, quarantined: 1, abandoned: 1 });
  });
});

test('what an iteration may read is what was committed up to there, in order', async () => {
  const iteration = await newRun();
  for (const number of [0, 1, 2]) await bring(iteration(number), ['a', 'b']);
  for (const number of [0, 1, 2]) await store.commit(iteration(number), accept);
  const addresses = async (through: number, after?: number) =>
    (await store.letThrough(iteration(0).runKey, through, after)).map(
      (entry) => `${entry.iteration}/${entry.ordinal}`,
    );
  expect(await addresses(-1)).toEqual([]);
  expect(await addresses(1)).toEqual(['0/0', '0/1', '1/0', '1/1']);
  expect(await addresses(2, 1)).toEqual(['2/0', '2/1']);
});

test('generated text comes back as it was, a NUL spelt out as an escape too; what no text may hold is marked', async () => {
  const input = (await newRun())(0);
  const text = 'In JSON, \\u0000 is written so: "\\\\u0000". 🐦';
  await bring(input, [text, 'a\u0000b', 'half \ud83d a bird']);
  await store.commit(input, accept);
  const pairs = [];
  for await (const pair of new PairStore(database).accepted(input.runKey))
    pairs.push(pair.instances[0].response);
  expect(pairs).toEqual([text, 'a\ufffdb', 'half \ufffd a bird']);
});

test('a run that ended stays as it ended, and leaves no candidate open', async () => {
  const input = (await newRun())(0);
  await bring(input, ['a', 'b']);
  await runs.abandonOpen(input.runKey);
  await runs.note(input.runKey, 'cancelled', 'cancelled by a person', true);
  await runs.note(input.runKey, 'running', '', false);
  const status = await runs.status(input.runKey);
  expect(status).toMatchObject({
    state: 'cancelled',
    detail: 'cancelled by a person',
    funnel: { proposed: 2, abandoned: 2, open: 0 },
  });
  expect(status?.endedAt).not.toBeNull();
});

describe('a run', () => {
  const setup = (seed: number) =>
    ({ version: setupVersion, recipe: { name: 'test', seed } }) as unknown as RunSetup;

  test('is found by its workflow id, its key and the name that it was given, the newest first', async () => {
    for (const firstRunId of ['older', 'newer'])
      await runs.prepare({ workflowId: 'id-of-the-ui', firstRunId, name: 'garden' }, setup(1), materials, 10);
    for (const name of ['id-of-the-ui', 'garden', 'id-of-the-ui@newer']) {
      expect((await runs.find(name))?.runKey).toBe('id-of-the-ui@newer');
    }
    expect((await runs.find('id-of-the-ui@older'))?.runKey).toBe('id-of-the-ui@older');
  });

  test('keeps its first snapshot, whatever is prepared again', async () => {
    const identity = { workflowId: 'snapshot', firstRunId: 'first' };
    await runs.prepare(identity, setup(1), materials, 10);
    expect((await runs.prepare(identity, setup(2), materials, 10)).setup.recipe.seed).toBe(1);
  });
});
