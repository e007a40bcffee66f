import type { Database } from '../../../adapters/store/database';
import { CommitStore, type CommitCandidate, type CommitDecisions } from '../../../adapters/store/commitStore';
import { CommittedPairs } from '../../../adapters/store/committedPairs';
import { CandidateStore } from '../../../adapters/store/candidateStore';
import { ReviewReads } from '../../../adapters/store/reviewReads';
import type { BatchPolicy } from '../../../core/review/batch';
import type { AcceptedPair } from '../../../core/dataset/formats/acceptedPair';
import type { StoredTurn } from '../../../core/vocabulary/conversation';
import { PlanStore } from '../../../adapters/store/planStore';
import { StageStore, type StageWrites } from '../../../adapters/store/stageStore';
import { nextStage, type StageName } from '../../../core/run/stages';
import { PairStore } from '../../../adapters/store/pairStore';
import { RunStore } from '../../../adapters/store/runStore';
import { assertBalanced } from '../../../core/vocabulary/funnel';
import type { IterationInput } from '../../../core/run/iteration';
import type { StageView } from '../../../core/run/stages/stage';
import type { DrawnPlan } from '../../../core/run/planWorks';
import { stretchesAfter } from '../../../core/run/stretches';
import { setupVersion, type RunMaterials, type RunSetup } from '../../../core/recipe/runSetup';
import type { ScreenedCandidate } from '../../../core/vocabulary/screenedCandidate';
import { settleDoubts } from '../../../core/screening/settleDoubts';
import type { PlannedWork } from '../../../core/vocabulary/plannedWork';
import type { RecipeInput } from '../../../core/run/recipeSchema';
import { runSetup } from '../../core/proposing/testSetup';
import { openTestStore, type TestStore } from '../../support/testStore';

let postgres: TestStore;
let database: Database;
let plans: PlanStore;
let stages: StageStore;
let commits: CommitStore;
let runs: RunStore;
let count = 0;

beforeAll(async () => {
  postgres = await openTestStore(4);
  database = postgres.database;
  [plans, stages] = [new PlanStore(database), new StageStore(database)];
  [commits, runs] = [new CommitStore(database), new RunStore(database)];
}, 120_000);

afterAll(async () => {
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
  endpoint: 'pool',
  model: 'model',
  prompts: ['respond@1'],
});

/** Ends a stage with this. */
const settle = (
  input: IterationInput,
  stage: StageName,
  writes: StageWrites,
  next: StageName | undefined,
): Promise<StageView | undefined> => stages.settle(input, stage, writes, () => next);

/** Brings an iteration to its commit, or to `next`: `texts` are responses to its candidates. */
async function bring(
  input: IterationInput,
  texts: readonly string[],
  next?: StageName,
  results: (ordinal: number) => ScreenedCandidate['results'] = () => [],
): Promise<void> {
  await plans.plan(input, () => Promise.resolve(plan('p')));
  const created = texts.map((_, ordinal) => candidate(ordinal, { results: results(ordinal) }));
  await settle(input, 'propose', { created }, 'respond');
  const responded = texts.map((text, ordinal) => ({
    ...{ ordinal, calls: ['call'], classification: false, unreadable: null, responses: [response(text)] },
  }));
  const changes = texts.map((_, ordinal) => ({
    ...{ ordinal, state: 'open' as const, decidedBy: null, reason: null },
    responses: [{ response: 0, kept: true, reason: null }],
    results: [],
  }));
  await settle(input, 'respond', { responded, changes }, next);
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
  expect(await plans.plan(input, () => Promise.resolve(plan('first')))).toEqual(works('first'));
  expect(await plans.plan(input, () => Promise.resolve(plan('second')))).toEqual(works('first'));
});

test('of two attempts that draw at once, both go on with the same plan', async () => {
  const input = (await newRun())(0);
  const [one, other] = await Promise.all(
    ['one', 'other'].map((name) => plans.plan(input, () => Promise.resolve(plan(name)))),
  );
  expect(one).toEqual(other);
});

test('a step that is done twice counts once', async () => {
  const input = (await newRun())(0);
  await plans.plan(input, () => Promise.resolve(plan('p')));
  expect(await stages.at(input)).toBe('propose');
  expect(await stages.view(input)).toEqual({ plan: works('p'), candidates: [] });
  const created = [candidate(0), candidate(1)];
  await Promise.all([1, 2].map(() => settle(input, 'propose', { created }, 'respond')));
  expect((await stages.view(input)).candidates.map(({ ordinal }) => ordinal)).toEqual([0, 1]);
  const responded = [
    { ordinal: 0, calls: ['call'], classification: false, unreadable: null, responses: [response('Once.')] },
  ];
  await settle(input, 'respond', { responded }, 'judge');
  await settle(input, 'respond', { responded }, 'judge');
  expect(await stages.at(input)).toBe('judge');
  expect((await stages.view(input)).candidates[0]).toMatchObject({
    ordinal: 0,
    responses: [{ text: 'Once.' }],
  });
});

test('an iteration without a plan is a defect, and not one with nothing to do', async () => {
  const input = (await newRun())(3);
  await expect(stages.at(input)).rejects.toThrow('has no plan');
  await expect(stages.view(input)).rejects.toThrow('has no plan');
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
  const changes = [
    settleDoubts(0, { same: undefined, other: ['near'], unreadable: undefined, prompts: ['p'], calls: [] }),
    settleDoubts(1, { same: undefined, other: [], unreadable: 'No JSON.', prompts: ['p'], calls: [] }),
  ];
  const context = (recipe: Partial<RecipeInput>) => ({ setup: runSetup(recipe), materials, iteration: 0 });
  const coverage = { axes: { domain: ['x', 'y'] }, classifyBy: 'teacher' as const };

  test('wait with what is to be asked, and go on as it decides', async () => {
    const input = (await newRun())(0);
    await plans.plan(input, () => Promise.resolve(plan('p')));
    const created = [doubtful(0), doubtful(1), candidate(2)];
    await stages.settle(input, 'propose', { created }, (view) => nextStage(context({}), 'propose', view));
    expect(await stages.at(input)).toBe('compare');
    expect((await stages.view(input)).candidates[0]?.results).toMatchObject([
      { stage: 'instruction', response: -1, evidence: { doubts: [{ task: 'this', like: 'near' }] } },
    ]);
    await settle(input, 'compare', { changes }, 'respond');
    await settle(input, 'compare', { changes }, 'respond');
    expect((await stages.view(input)).candidates.map(({ ordinal }) => ordinal)).toEqual([0, 2]);
    await settle(input, 'respond', {}, undefined);
    const seen: CommitCandidate[] = [];
    await commits.commit(input, (candidates) => {
      seen.push(...candidates);
      return accept(candidates);
    });
    expect(seen.map(({ ordinal, judgedOther }) => [ordinal, judgedOther])).toEqual([
      [0, ['near']],
      [2, []],
    ]);
  });

  test('have their cells told after that, where the teacher tells them', async () => {
    for (const [cell, next] of [
      [null, 'classify'],
      ['x', 'respond'],
    ] as const) {
      const input = (await newRun())(0);
      await plans.plan(input, () => Promise.resolve(plan('p')));
      await settle(input, 'propose', { created: [doubtful(0, cell), doubtful(1, null)] }, 'compare');
      await stages.settle(input, 'compare', { changes }, (view) =>
        nextStage(context({ coverage }), 'compare', view),
      );
      expect(await stages.at(input)).toBe(next);
    }
  });
});

test('how far a screening is stands in the status until its stage is settled', async () => {
  const input = (await newRun())(0);
  await plans.plan(input, () => Promise.resolve(plan('p')));
  await settle(input, 'propose', { created: [candidate(0)] }, 'respond');
  const progress = { filter: 'fluency', reads: 'pair', done: 37, of: 84 } as const;
  await stages.noteScreening(input, progress);
  const open = async () => (await runs.status(input.runKey))?.iterations.open;
  expect(await open()).toEqual([{ iteration: 0, stage: 'respond', screening: progress }]);
  await settle(input, 'respond', {}, 'judge');
  expect(await open()).toEqual([{ iteration: 0, stage: 'judge' }]);
});

describe('a commit', () => {
  test('waits for its predecessor', async () => {
    const iteration = await newRun();
    await bring(iteration(0), ['a']);
    await bring(iteration(1), ['b']);
    await expect(commits.commit(iteration(1), accept)).rejects.toThrow(
      'cannot be committed before its predecessor',
    );
    await commits.commit(iteration(0), accept);
    expect((await commits.commit(iteration(1), accept)).funnel).toMatchObject({ proposed: 1, accepted: 1 });
  });

  test('that is repeated says what was decided, and decides nothing', async () => {
    const input = (await newRun())(0);
    await bring(input, ['a', 'b']);
    const first = await commits.commit(input, accept);
    const again = await commits.commit(input, () => Promise.reject(new Error('decided twice')));
    expect(again).toEqual(first);
  });

  test('that fails half-way leaves everything as it was', async () => {
    const input = (await newRun())(0);
    await bring(input, ['a']);
    await expect(commits.commit(input, () => Promise.reject(new Error('half-way')))).rejects.toThrow(
      'half-way',
    );
    expect((await commits.commit(input, accept)).funnel).toMatchObject({ proposed: 1, accepted: 1 });
  });

  test('that two workers make at once is made once', async () => {
    const input = (await newRun())(0);
    await bring(input, ['a', 'b', 'c']);
    const outcomes = await Promise.all([commits.commit(input, accept), commits.commit(input, accept)]);
    expect(outcomes[0]).toEqual(outcomes[1]);
    expect(outcomes[0]?.funnel).toMatchObject({ proposed: 3, accepted: 3 });
  });

  test('accounts for every candidate', async () => {
    const input = (await newRun())(0);
    await plans.plan(input, () => Promise.resolve(plan('p')));
    const created = [
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
    await settle(input, 'propose', { created }, 'respond');
    await settle(input, 'respond', {}, undefined);
    const { funnel } = await commits.commit(input, (candidates) =>
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
  for (const number of [0, 1, 2]) await commits.commit(iteration(number), accept);
  const addresses = async (through: number, after?: number) =>
    (await new CommittedPairs(database).passedUpTo(iteration(0).runKey, through, after)).map(
      (entry) => `${entry.iteration}/${entry.ordinal}`,
    );
  expect(await addresses(-1)).toEqual([]);
  expect(await addresses(1)).toEqual(['0/0', '0/1', '1/0', '1/1']);
  expect(await addresses(2, 1)).toEqual(['2/0', '2/1']);
});

/** A database that counts what it reads. */
function counting(): { database: Database; read: () => number } {
  let characters = 0;
  const query: Database['query'] = async (text, values) => {
    const result = await database.query(text, values);
    characters += JSON.stringify(result.rows).length;
    return result as never;
  };
  return { database: { ...database, query }, read: () => characters };
}

test('a plan reads as much after a hundred iterations as after ten, and goes on where they ended', async () => {
  const at = await newRun();
  const long = 'x'.repeat(1_000);
  for (let iteration = 0; iteration < 100; iteration++) {
    await plans.plan(at(iteration), () =>
      Promise.resolve({
        works: [
          ...works(long),
          ...(iteration % 2 ? [{ strategy: 'template' } as unknown as PlannedWork] : []),
        ],
        stretches: {
          selfInstruct: { from: iteration, count: 1 },
          template: { from: Math.floor(iteration / 2), count: iteration % 2 },
          augment: { from: 0, count: 0 },
        },
      }),
    );
  }
  const readFor = async (iteration: number): Promise<number> => {
    const { database: counted, read } = counting();
    await new PlanStore(counted).experience({ ...at(iteration), readThrough: iteration - 3 });
    return read();
  };
  expect((await readFor(99)) - (await readFor(10))).toBeLessThan(20);

  const { yields, underWay, stretches } = await plans.experience({ ...at(99), readThrough: 96 });
  expect(yields).toMatchObject({
    selfInstruct: { works: 97 },
    template: { works: 48 },
    augment: { works: 0 },
  });
  expect(underWay).toEqual([[...works(long), { strategy: 'template' }], works(long)]);
  expect(stretchesAfter(stretches, { selfInstruct: 1, template: 1, augment: 1 })).toEqual({
    selfInstruct: { from: 99, count: 1 },
    template: { from: 49, count: 1 },
    augment: { from: 0, count: 1 },
    fromKnowledge: { from: 0, count: 0 },
    own: { from: 0, count: 0 },
    refuse: { from: 0, count: 0 },
  });
});

test('a plan that is not there is a defect, and not an empty one', async () => {
  const at = await newRun();
  await expect(plans.readPlan(at(0))).rejects.toThrow('has no plan');
  await expect(plans.plan(at(1), () => Promise.resolve(plan('early')))).rejects.toThrow(
    'cannot be planned before its predecessor',
  );
});

test('of the pool only what is asked for is read', async () => {
  const input = (await newRun())(0);
  await bring(input, ['a', 'b'.repeat(5_000)]);
  await commits.commit(input, accept);
  const whole = await plans.pool(input);
  const { database: counted, read } = counting();
  const lean = await new PlanStore(counted).pool(input, 'instructions');
  expect(lean).toEqual(whole.map((entry) => ({ ...entry, input: '', response: '' })));
  expect(read()).toBeLessThan(2_000);
  expect(await new PlanStore(counted).pool(input, 'none')).toEqual([]);
});

test('a plan reads of the pool and of the counts what came since the last one, and knows the same as one that reads all', async () => {
  const at = await newRun();
  const { database: counted, read } = counting();
  const [kept, readFor] = [new PlanStore(counted), [] as number[]];
  for (let iteration = 0; iteration < 12; iteration++) {
    await bring(at(iteration), [`${iteration}: ${'x'.repeat(500)}`, 'y'.repeat(500)]);
    await commits.commit(at(iteration), accept);
    const input = at(iteration + 1);
    const before = read();
    const known = [await kept.pool(input), (await kept.experience(input)).cells];
    readFor.push(read() - before);
    const anew = new PlanStore(database);
    expect(known).toEqual([await anew.pool(input), (await anew.experience(input)).cells]);
  }
  expect(readFor[11]! - readFor[1]!).toBeLessThan(30);
  expect(await kept.pool(at(3))).toEqual(await new PlanStore(database).pool(at(3)));
});

test('status reads as much of a run of a dozen iterations as of one of two, and counts them all', async () => {
  const at = await newRun();
  const readFor: number[] = [];
  for (let iteration = 0; iteration < 12; iteration++) {
    await bring(at(iteration), ['a', 'b', 'c']);
    await commits.commit(at(iteration), (candidates) =>
      Promise.resolve({
        health: undefined,
        decisions: candidates.map(({ ordinal }) =>
          ordinal === 0
            ? {
                ordinal,
                state: 'rejected',
                decidedBy: iteration % 2 ? 'novelty' : 'judge',
                reason: 'no',
                result: null,
              }
            : ordinal === 1 && iteration % 3 === 0
              ? { ordinal, state: 'quarantined', decidedBy: 'fluency', reason: 'no model', result: null }
              : { ordinal, state: 'accepted', decidedBy: null, reason: null, result: null },
        ),
      }),
    );
    const { database: counted, read } = counting();
    await new RunStore(counted).status(at(0).runKey);
    readFor.push(read());
  }
  expect(readFor[11]! - readFor[1]!).toBeLessThan(30);
  await bring(at(12), ['d']);
  const status = await runs.status(at(0).runKey);
  expect(status?.funnel).toMatchObject({ proposed: 37, accepted: 20, rejected: 12, quarantined: 4, open: 1 });
  expect(status?.rejectedBy).toEqual({ judge: 6, novelty: 6 });
  expect(status?.quarantinedBy).toEqual({ fluency: 4 });
  expect(status?.iterations).toEqual({ committed: 12, open: [{ iteration: 12, stage: 'screened' }] });
});

describe('a commit', () => {
  test('holds no transaction and no lock while it is decided', async () => {
    const input = (await newRun())(0);
    await bring(input, ['a']);
    let locks = NaN;
    await commits.commit(input, async (candidates) => {
      const { rows } = await database.query<{ locks: number }>(
        `select count(*) as locks from pg_locks where locktype = 'advisory' and granted and database = (select oid from pg_database where datname = current_database())`,
      );
      locks = rows[0]?.locks ?? NaN;
      return accept(candidates);
    });
    expect(locks).toBe(0);
  });

  test('that two attempts decide at once is written once', async () => {
    const input = (await newRun())(0);
    await bring(input, ['a', 'b']);
    const outcomes = await Promise.all([commits.commit(input, accept), commits.commit(input, accept)]);
    expect(outcomes[0]).toEqual(outcomes[1]);
    const { rows } = await database.query<{ accepted: number }>(
      `select count(*) as accepted from candidates where run_key = $1 and committed_state = 'accepted'`,
      [input.runKey],
    );
    expect(rows).toEqual([{ accepted: 2 }]);
  });

  test('leaves with a candidate what it is most like, of all that was said of it, as an export reads it', async () => {
    const like = (score: number, nearest?: string) => ({
      ...{ filter: 'novelty', version: 3, passed: true, score },
      ...(nearest !== undefined && { evidence: { nearest } }),
    });
    const first = [like(0.5, 'a seed'), like(0.7, 'a seed'), like(0, undefined), undefined];
    const later = [like(0.6, 'a pair'), like(0.6, 'a pair'), undefined, undefined];
    const input = (await newRun())(0);
    await bring(input, ['a', 'b', 'c', 'd'], undefined, (ordinal) =>
      first[ordinal] ? [first[ordinal]] : [],
    );
    const kept = async () =>
      (
        await database.query<{ similarity: number | null; nearest: string | null }>(
          'select novelty_score as similarity, novelty_nearest as nearest from candidates where run_key = $1 order by ordinal',
          [input.runKey],
        )
      ).rows;
    const exported = async (): Promise<AcceptedPair['novelty'][]> => {
      const pairs: AcceptedPair[] = [];
      for await (const pair of new PairStore(database).accepted(input.runKey)) pairs.push(pair);
      return pairs.map(({ novelty }) => novelty);
    };
    const none = { similarity: null, nearest: null };
    expect(await kept()).toEqual([none, none, none, none]);
    await commits.commit(input, async (candidates) => {
      const { decisions, health } = await accept(candidates);
      return {
        health,
        decisions: decisions.map((decision) => ({ ...decision, result: later[decision.ordinal] ?? null })),
      };
    });
    const most = [
      { similarity: 0.6, nearest: 'a pair' },
      { similarity: 0.7, nearest: 'a seed' },
      { similarity: 0, nearest: null },
    ];
    expect(await kept()).toEqual([...most, none]);
    const novelty = [...most.map(({ similarity: score, nearest }) => ({ score, nearest })), null];
    expect(await exported()).toEqual(novelty);

    // As a process of an earlier version commits.
    await database.query(
      'update candidates set novelty_score = null, novelty_nearest = null where run_key = $1',
      [input.runKey],
    );
    expect(await exported()).toEqual(novelty);
  });

  test('is decided again where other candidates are open by then than it was decided of', async () => {
    const input = (await newRun())(0);
    await bring(input, ['a', 'b']);
    const decidedOf: number[] = [];
    const outcome = await commits.commit(input, async (candidates) => {
      decidedOf.push(candidates.length);
      if (decidedOf.length === 1)
        await database.query(`update candidates set state = 'abandoned' where run_key = $1 and ordinal = 1`, [
          input.runKey,
        ]);
      return accept(candidates);
    });
    expect(decidedOf).toEqual([2, 1]);
    expect(outcome.funnel).toMatchObject({ accepted: 1, abandoned: 1 });
  });
});

test('generated text comes back as it was, a NUL spelt out as an escape too; what no text may hold is marked', async () => {
  const input = (await newRun())(0);
  const text = 'In JSON, \\u0000 is written so: "\\\\u0000". 🐦';
  await bring(input, [text, 'a\u0000b', 'half \ud83d a bird']);
  await commits.commit(input, accept);
  const pairs = [];
  for await (const pair of new PairStore(database).accepted(input.runKey))
    pairs.push(pair.instances[0].response);
  expect(pairs).toEqual([text, 'a\ufffdb', 'half \ufffd a bird']);
});

test('a conversation is kept with its response, and read by stages, as a pair and for people', async () => {
  const input = (await newRun())(0);
  const { runKey } = input;
  await bring(input, ['Sow in May.', 'Prune in March.'], 'converse');
  const turn = (message: string, response: string): StoredTurn => ({
    ...{ kind: 'followUp', message, response, finishReason: 'stop', messageCall: `asks ${message}` },
    ...{ call: `answers ${message}`, prompts: ['userMessage@1', 'respondOn@1'] },
  });
  const turns = [
    turn('And in pots?', 'In April, indoors.'),
    { ...turn('And under glass?', 'I will.'), thinking: 'Hm.' },
  ];
  const after = await settle(
    input,
    'converse',
    {
      conversed: [
        { ordinal: 0, calls: ['later'], raw: null, conversations: [{ response: 0, turns }] },
        { ordinal: 1, calls: ['lost'], raw: 'User: ', conversations: [] },
      ],
    },
    undefined,
  );
  expect(after?.candidates.map(({ responses }) => responses[0]?.turns)).toEqual([turns, undefined]);

  await commits.commit(input, accept, {
    draw: (candidates) => [
      candidates.map(({ ordinal, instruction, response, turns: shown }, index) => ({
        ...{
          item: index + 1,
          kind: 'sample' as const,
          iteration: 0,
          ordinal,
          instruction,
          input: '',
          response,
        },
        ...{ drawnBy: 'random' as const, probability: 1, expected: null, needed: 1, assigned: [] },
        ...(shown && { turns: shown }),
      })),
    ],
    policy: {} as BatchPolicy,
    sizes: { min: 1, max: 200 },
    isGate: false,
  });
  const shown = turns.map(({ message, response: answer }) => ({ message, response: answer }));
  const items = await new ReviewReads(database).items({ runKey, batch: 0 });
  expect(items.map(({ turns: said }) => said)).toEqual([shown, undefined]);

  const pairs: AcceptedPair[] = [];
  for await (const pair of new PairStore(database).accepted(runKey)) pairs.push(pair);
  expect(pairs[0]?.instances[0].turns).toEqual([
    { ...shown[0], messageCall: 'asks And in pots?', call: 'answers And in pots?', thinking: null },
    {
      ...{ ...shown[1], thinking: 'Hm.' },
      ...{ messageCall: 'asks And under glass?', call: 'answers And under glass?' },
    },
  ]);
  expect(pairs[1]?.instances[0]).not.toHaveProperty('turns');

  const records = await new CandidateStore(database).all(runKey);
  expect(records.map(({ calls, raw }) => ({ calls, raw }))).toEqual([
    { calls: ['call', 'later'], raw: null },
    { calls: ['call', 'lost'], raw: 'User: ' },
  ]);
  expect(records[0]?.responses[0]?.turns).toEqual(turns);
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
