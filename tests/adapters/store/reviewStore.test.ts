import type { Database } from '../../../adapters/store/database';
import { CommitStore, type CommitDecision, type CommitDecisions } from '../../../adapters/store/commitStore';
import { CommittedPairs } from '../../../adapters/store/committedPairs';
import { PlanStore } from '../../../adapters/store/planStore';
import { StageStore } from '../../../adapters/store/stageStore';
import { PairStore } from '../../../adapters/store/pairStore';
import { BiasAudits } from '../../../adapters/store/biasAudits';
import { CounterfactualBatches } from '../../../adapters/store/counterfactualBatches';
import { ReviewReads } from '../../../adapters/store/reviewReads';
import { CalibrationStore } from '../../../adapters/store/calibrationStore';
import { openBatch, ReviewStore, saveBatches } from '../../../adapters/store/reviewStore';
import { RunStore } from '../../../adapters/store/runStore';
import { VerdictStore } from '../../../adapters/store/verdictStore';
import { datasetBytes } from '../../../core/dataset/formats/datasetBytes';
import { jsonl } from '../../../core/dataset/formats/jsonl';
import type { AcceptedPair } from '../../../core/dataset/formats/acceptedPair';
import { recipeSchema } from '../../../core/run/recipeSchema';
import type { ItemOutcome } from '../../../core/review/batch';
import { batchPolicy } from '../../../core/review/batchPolicy';
import type { NewReviewItem } from '../../../core/review/drawBatches';
import type { Reviewable } from '../../../core/review/sampling';
import type { Verdict } from '../../../core/vocabulary/verdict';
import { assertBalanced } from '../../../core/vocabulary/funnel';
import type { IterationInput } from '../../../core/run/iteration';
import { setupVersion, type RunSetup } from '../../../core/recipe/runSetup';
import { openTestStore, type TestStore } from '../../support/testStore';

let postgres: TestStore;
let database: Database;
let plans: PlanStore;
let reviews: ReviewStore;
let verdicts: VerdictStore;
let runs: RunStore;
let count = 0;

beforeAll(async () => {
  postgres = await openTestStore(4);
  database = postgres.database;
  plans = new PlanStore(database);
  [reviews, verdicts, runs] = [new ReviewStore(database), new VerdictStore(database), new RunStore(database)];
}, 120_000);

afterAll(async () => {
  await postgres?.stop();
});

const recipe = recipeSchema.parse({
  name: 'reviewed',
  seeds: { tasks: [{ instruction: 'Name a fruit.', response: 'An apple.' }] },
  review: {},
});
const policy = batchPolicy(recipe.review ?? fail());

function fail(): never {
  throw new Error('The recipe has no review.');
}

/** An item for every candidate. */
const everyOne = (candidates: readonly Reviewable[]): NewReviewItem[][] => [
  candidates.map(({ ordinal, state, instruction, input, response }) => ({
    item: ordinal + 1,
    kind: state === 'rejected' ? ('rejection' as const) : ('sample' as const),
    iteration: 0,
    ordinal,
    instruction,
    input,
    response,
    drawnBy: 'random',
    probability: 1,
    expected: null,
    needed: 1,
    assigned: [],
  })),
];

/** A run of one committed iteration: five candidates that pass, and a sixth that novelty rejects at the commit. */
async function committed(isGate: boolean): Promise<IterationInput & { batch: number }> {
  const setup = {
    version: setupVersion,
    recipe: { ...recipe, seed: 7, review: { wait: isGate ? 'gate' : 'background' } },
  };
  const identity = { workflowId: `reviewed-${count++}`, firstRunId: 'first' };
  const materials = { seeds: [], sources: [], lists: {}, personas: [] };
  const { runKey } = await runs.prepare(identity, setup as unknown as RunSetup, materials, 10);
  const input = { runKey, iteration: 0, readThrough: -1, size: 6, measures: 0, reviewed: 0 };
  const stretch = { from: 0, count: 1 };
  await plans.plan(input, () =>
    Promise.resolve({
      works: [{}] as never,
      stretches: { selfInstruct: stretch, template: stretch, augment: stretch },
    }),
  );
  const ordinals = [0, 1, 2, 3, 4, 5];
  const lineage = { strategy: 'selfInstruct' as const, prompts: [], calls: [] };
  const response = (ordinal: number) => ({
    ...{ response: 0, input: '', text: `Response ${ordinal}.`, finishReason: 'stop' as const },
    ...{ callKey: null, endpoint: 'pool', model: 'model', prompts: [] },
  });
  const stages = new StageStore(database);
  const created = ordinals.map((ordinal) => ({
    ...{
      ordinal,
      work: 0,
      strategy: 'selfInstruct' as const,
      state: 'open' as const,
      input: null,
      family: null,
    },
    ...{
      instruction: `Do thing ${ordinal} for me.`,
      identity: null,
      askedCell: null,
      cell: null,
    },
    ...{
      classification: false,
      lineage,
      responses: [response(ordinal)],
      proposalCall: null,
      decidedBy: null,
    },
    ...{ reason: null, raw: null, results: [] },
  }));
  await stages.settle(input, 'propose', { created }, () => 'respond');
  const kept = { response: 0, kept: true, reason: null };
  const changes = ordinals.map((ordinal) => ({
    ...{ ordinal, state: 'open' as const, decidedBy: null, reason: null, responses: [kept], results: [] },
  }));
  await stages.settle(input, 'respond', { changes }, () => undefined);
  const decide = (candidates: readonly { ordinal: number }[]): Promise<CommitDecisions> =>
    Promise.resolve({
      health: undefined,
      decisions: candidates.map(({ ordinal }): CommitDecision =>
        ordinal === 5
          ? { ordinal, state: 'rejected', decidedBy: 'novelty', reason: 'it repeats another', result: null }
          : { ordinal, state: 'accepted', decidedBy: null, reason: null, result: null },
      ),
    });
  const sizes = { min: 1, max: 200 };
  const outcome = await new CommitStore(database).commit(input, decide, {
    ...{ draw: everyOne, policy, sizes, isGate },
  });
  expect(outcome.reviews).toEqual([0]);
  return { ...input, batch: 0 };
}

const outcome = (item: number, of: ItemOutcome['outcome'], verdict: ItemOutcome['verdict']): ItemOutcome => ({
  ...{ item, outcome: of, verdict },
  ...(verdict === null ? { by: null, revision: null } : { by: 'ana', revision: 1 }),
});

const given = (item: number, verdict: Verdict['verdict'], more: Partial<Verdict> = {}): Verdict => ({
  ...{ item, reviewer: 'ana', revision: 1, verdict, at: Date.UTC(2026, 0, 2) },
  ...more,
});

/** Ana approves 1, rejects 2, edits 3, says nothing of 4 and 5, which are dropped and left out, and takes 6 back in. */
const outcomes = [
  outcome(1, 'approve', 'approve'),
  outcome(2, 'reject', 'reject'),
  outcome(3, 'approve', 'edit'),
  outcome(4, 'drop', null),
  outcome(5, 'leaveOut', null),
  outcome(6, 'approve', 'approve'),
];

async function decide({ runKey, batch }: { runKey: string; batch: number }): Promise<void> {
  await verdicts.record(runKey, batch, [
    given(1, 'approve'),
    given(2, 'reject', { reason: 'wrong' }),
    given(3, 'edit', { edit: { response: 'A better response.' } }),
    given(6, 'approve'),
  ]);
  await verdicts.close(runKey, batch, outcomes, {} as never);
}

test('few items gather over commits, in no batch that anybody is handed, until there are enough or they are handed out as they are', async () => {
  const { runKey } = await committed(false);
  const items = await new ReviewReads(database).items({ runKey, batch: 0 });
  const drawn = (count: number) => [
    items.slice(0, count).map((item, index) => ({ ...item, item: index + 1 })),
  ];
  const save = (count: number) =>
    database.transaction((connection) =>
      saveBatches(connection, { runKey, iteration: 0 }, drawn(count), policy, { min: 5, max: 6 }),
    );
  const batchesOfRun = async () =>
    (await new ReviewReads(database).batches(runKey)).map(({ batch, items: all }) => [batch, all]);

  expect(await save(2)).toEqual({ opened: [], gathering: { batch: 1, items: 2 } });
  expect(await save(0)).toEqual({ opened: [], gathering: { batch: 1, items: 2 } });
  expect(await batchesOfRun()).toEqual([[0, 6]]);
  expect((await runs.status(runKey))?.detail).toContain('2 pairs gather for the next batch of reviews');
  expect(await save(3)).toEqual({ opened: [1], gathering: null });
  expect((await new ReviewReads(database).items({ runKey, batch: 1 })).map(({ item }) => item)).toEqual([
    1, 2, 3, 4, 5,
  ]);
  expect(await save(6)).toEqual({ opened: [2], gathering: null });

  expect(await save(1)).toEqual({ opened: [], gathering: { batch: 3, items: 1 } });
  for (let twice = 0; twice < 2; twice++) await openBatch(database, runKey, 3);
  expect(await batchesOfRun()).toEqual([
    [0, 6],
    [1, 5],
    [2, 6],
    [3, 1],
  ]);
  expect(await save(1)).toEqual({ opened: [], gathering: { batch: 4, items: 1 } });
  expect(await save(6)).toEqual({ opened: [4, 5], gathering: null });
  expect((await batchesOfRun()).slice(4)).toEqual([
    [4, 6],
    [5, 1],
  ]);
});

const poolOf = async (input: IterationInput, reviewed: number) =>
  (await plans.pool({ ...input, readThrough: 0, reviewed })).map(({ ordinal }) => ordinal);

async function exported(runKey: string): Promise<AcceptedPair[]> {
  const pairs = await pairsRead(runKey, true);
  const bare = pairs.map(({ verdicts: _, lineage: { strategy }, ...pair }) => ({
    ...pair,
    ...{ novelty: null, classification: null, askedCell: null },
    lineage: { strategy, prompts: [], calls: [] },
    instances: pair.instances.map((instance) => ({ ...instance, call: null })),
  }));
  expect(await pairsRead(runKey, false)).toEqual(bare); // edited and decided on alike
  return pairs;
}

async function pairsRead(runKey: string, hasProvenance: boolean): Promise<AcceptedPair[]> {
  const pairs: AcceptedPair[] = [];
  for await (const pair of new PairStore(database).accepted(runKey, { hasProvenance })) pairs.push(pair);
  return pairs;
}

test('filters learn from what people approved and rejected as it was, once it counts: not from edits, silence and rejections', async () => {
  const input = await committed(true);
  const calibrations = new CalibrationStore(database);
  await decide(input);
  expect(await calibrations.labelled(input.runKey, 9)).toEqual([]);
  await reviews.apply({ ...input, watermark: 1 });
  expect(await calibrations.labelled(input.runKey, 0)).toEqual([]);
  expect(await calibrations.labelled(input.runKey, 1)).toMatchObject([
    { bad: false, item: { ids: ['0/0'], instruction: 'Do thing 0 for me.', response: 'Response 0.' } },
    { bad: true, item: { ids: ['0/1'] } },
  ]);
});

test('at a gate what is drawn waits for people, and enters pool and dataset as they decide', async () => {
  const input = await committed(true);
  const before = await runs.status(input.runKey);
  expect(before?.funnel).toMatchObject({ proposed: 6, awaitingReview: 5, rejected: 1, accepted: 0 });
  expect(before?.detail).toBe('waits for 6 of 6 verdicts in review-0000');
  expect(await poolOf(input, 0)).toEqual([]);
  expect(await exported(input.runKey)).toEqual([]);

  await decide(input);
  const { watermark, funnel } = await reviews.apply({ ...input, watermark: 1 });
  expect(watermark).toBe(1);
  expect(funnel).toMatchObject({
    proposed: 0,
    awaitingReview: -4,
    accepted: 3,
    rejected: -1,
    declined: 1,
    abandoned: 1,
  });
  assertBalanced(funnel, 'the change');
  const after = await runs.status(input.runKey);
  assertBalanced(after?.funnel ?? fail(), 'the run');
  expect(after?.funnel).toMatchObject({
    proposed: 6,
    awaitingReview: 1,
    accepted: 3,
    declined: 1,
    abandoned: 1,
  });
  expect(after?.detail).toBe('');
  expect(await poolOf(input, 1)).toEqual([0, 2, 5]);
  expect((await exported(input.runKey)).map(({ ordinal }) => ordinal)).toEqual([0, 2, 5]);
});

test('pairs of the dataset are looked at once more beside another group: what is declined leaves, what nobody decides stays as it was, and no filter learns from it', async () => {
  const input = await committed(true);
  const { runKey } = input;
  await decide(input);
  await reviews.apply({ ...input, watermark: 1 });
  const batches = new CounterfactualBatches(database);
  const compared = [0, 1, 2, 5].map((ordinal) => ({
    ...{ iteration: 0, ordinal, instruction: `Do thing ${ordinal} for me.`, input: '' },
    ...{ response: `Response ${ordinal}.`, attribute: 'gender', from: 'woman', to: 'man' },
    changed: { instruction: 'Do it for him.', input: '', response: 'Otherwise.' },
    measures: [{ measure: 'refusal', original: 0, changed: 1 }],
  }));
  // The second was declined, and the third written anew.
  const showable = await batches.showable(runKey, compared);
  expect(showable.map(({ ordinal }) => ordinal)).toEqual([0, 5]);
  await new BiasAudits(database).keep(runKey, { pairs: 4 } as never, showable);
  await batches.make(runKey, showable, { policy, reviewers: recipe.review?.reviewers ?? fail() }, 7);
  expect(await batches.open(runKey)).toMatchObject([{ batch: 1, items: 2 }]);
  expect(await batches.showable(runKey, compared)).toEqual([]);
  expect((await new BiasAudits(database).newest(runKey))?.found).not.toHaveProperty('compared');

  const reads = new ReviewReads(database);
  const items = await reads.items({ runKey, batch: 1 });
  expect(items).toMatchObject([
    {
      ...{ ordinal: 0, response: 'Response 0.' },
      cases: [
        { about: 'counterfactual', attribute: 'gender', to: 'man', changed: { response: 'Otherwise.' } },
      ],
    },
    { ordinal: 5 },
  ]);
  expect((await reads.evidence({ runKey, batch: 1 }, 1))?.answers).toEqual(compared[0]?.measures);
  expect((await reads.items({ runKey, batch: 0 }))[0]).not.toHaveProperty('cases');

  await verdicts.record(runKey, 1, [given(1, 'reject', { reason: 'treats her worse' })]);
  const undecided = outcome(2, 'leaveOut', null);
  await verdicts.close(runKey, 1, [outcome(1, 'reject', 'reject'), undecided], {} as never);
  const { funnel } = await reviews.apply({ runKey, batch: 1, watermark: null });
  expect(funnel).toMatchObject({ accepted: -1, declined: 1, awaitingReview: 0 });
  expect((await exported(runKey)).map(({ ordinal }) => ordinal)).toEqual([2, 5]);
  expect((await new BiasAudits(database).newest(runKey))?.judged).toEqual({ pairs: 1, unequal: 1 });
  expect(await new CalibrationStore(database).labelled(runKey, 9)).toHaveLength(2);
});

test('in the background everything counts until people decline it; what they leave out stays', async () => {
  const input = await committed(false);
  expect(await poolOf(input, 0)).toEqual([0, 1, 2, 3, 4]);
  await decide(input);
  await reviews.apply({ ...input, watermark: 1 });
  expect(await poolOf(input, 1)).toEqual([0, 2, 4, 5]);
});

test('an iteration reads what had been decided by its watermark, whatever people decided since', async () => {
  const input = await committed(false);
  const before = await plans.pool({ ...input, readThrough: 0 });
  const experience = await plans.experience({ ...input, iteration: 1, readThrough: 0 });
  await decide(input);
  await reviews.apply({ ...input, watermark: 1 });
  expect(await plans.pool({ ...input, readThrough: 0 })).toEqual(before);
  expect(await plans.experience({ ...input, iteration: 1, readThrough: 0 })).toEqual(experience);
  const since = await plans.experience({ ...input, iteration: 1, readThrough: 0, reviewed: 1 });
  expect(since.yields['selfInstruct']).toMatchObject({ proposed: 6, accepted: 4 });
  expect(
    (await plans.pool({ ...input, readThrough: 0, reviewed: 1 })).map(({ approved }) => approved),
  ).toEqual([true, true, false, true]);
});

test('a plan that reads on knows what people decided of pairs that it had read before: edits, what they declined and took back in', async () => {
  const input = await committed(false);
  const at = (reviewed: number) => ({ ...input, iteration: 1, readThrough: 0, reviewed });
  await plans.pool(at(0));
  const before = (await plans.experience(at(0))).yields['selfInstruct'];
  await decide(input);
  await reviews.apply({ ...input, watermark: 1 });
  const anew = new PlanStore(database);
  expect(await plans.pool(at(1))).toEqual(await anew.pool(at(1)));
  expect((await plans.experience(at(1))).cells).toEqual((await anew.experience(at(1))).cells);
  expect((await plans.pool(at(1))).map(({ response }) => response)).toContain('A better response.');
  expect((await plans.experience(at(1))).yields['selfInstruct']).not.toEqual(before);
});

test('what people take back in is no longer counted as rejected', async () => {
  const input = await committed(true);
  expect((await runs.status(input.runKey))?.rejectedBy).toEqual({ novelty: 1 });
  await decide(input);
  await reviews.apply({ ...input, watermark: 1 });
  expect((await runs.status(input.runKey))?.rejectedBy).toEqual({});
});

test('what is new does not depend on people: whatever a commit let through is compared with', async () => {
  const input = await committed(true);
  const before = await new CommittedPairs(database).passedUpTo(input.runKey, 0);
  await decide(input);
  await reviews.apply({ ...input, watermark: 1 });
  expect(before.map(({ ordinal }) => ordinal)).toEqual([0, 1, 2, 3, 4]);
  expect(await new CommittedPairs(database).passedUpTo(input.runKey, 0)).toEqual(before);
});

test('applied twice, or by two workers at once, an outcome counts once', async () => {
  const input = await committed(true);
  await decide(input);
  const [one, other] = await Promise.all([1, 1].map((watermark) => reviews.apply({ ...input, watermark })));
  expect(one).toEqual(other);
  expect(await reviews.apply({ ...input, watermark: null })).toEqual(one);
  expect((await reviews.apply({ ...input, watermark: 2 })).funnel).toMatchObject({
    accepted: 0,
    awaitingReview: 0,
  });
  expect((await runs.status(input.runKey))?.funnel).toMatchObject({ proposed: 6, accepted: 3 });
});

test('a batch that is open, or that there is not, changes nothing', async () => {
  const input = await committed(true);
  for (const batch of [0, 9])
    expect(await reviews.apply({ ...input, batch, watermark: 1 })).toMatchObject({
      watermark: 0,
      funnel: { accepted: 0 },
    });
});

test('a correction supersedes what was applied, under a watermark of its own', async () => {
  const input = await committed(true);
  await decide(input);
  await reviews.apply({ ...input, watermark: 1 });
  await verdicts.record(input.runKey, 0, [given(2, 'approve', { revision: 2 })]);
  const corrected = outcomes.map((one) =>
    one.item === 2 ? { ...outcome(2, 'approve', 'approve'), revision: 2 } : one,
  );
  await verdicts.close(input.runKey, 0, corrected, {} as never);
  const { watermark, funnel } = await reviews.apply({ ...input, watermark: 2 });
  expect(watermark).toBe(2);
  expect(funnel).toMatchObject({ accepted: 1, declined: -1 });
  expect(await poolOf(input, 1)).toEqual([0, 2, 5]);
  expect(await poolOf(input, 2)).toEqual([0, 1, 2, 5]);
  const { rows } = await database.query<{ ordinal: number }>(
    'select ordinal from review_decisions where run_key = $1 and watermark = 2',
    [input.runKey],
  );
  expect(rows).toEqual([{ ordinal: 1 }]); // what stayed as it was is not decided again
});

test('who said what of a pair, and what it was before an edit, is exported with it', async () => {
  const input = await committed(false);
  await decide(input);
  await reviews.apply({ ...input, watermark: 1 });
  const [approved, edited, unseen] = await exported(input.runKey);
  expect(edited?.instances[0].response).toBe('A better response.');
  let text = '';
  for await (const piece of datasetBytes(jsonl, edited ? [edited] : [], { seed: 7 })) text += String(piece);
  const record = JSON.parse(text) as { review: unknown };
  expect(record.review).toEqual({
    verdicts: [
      {
        ...{ reviewer: 'ana', verdict: 'edit', reason: null, at: '2026-01-02T00:00:00.000Z' },
        edit: { before: { response: 'Response 2.' }, after: { response: 'A better response.' } },
      },
    ],
  });
  expect(approved?.verdicts).toMatchObject([{ reviewer: 'ana', verdict: 'approve', edit: null }]);
  expect(unseen).not.toHaveProperty('verdicts');
});

test('an edit of a later answer stands in the conversation that is exported, without the thinking that led to the old one, which is the worse of the two', async () => {
  const input = await committed(false);
  const turn = (number: number) => ({
    ...{
      kind: 'followUp',
      message: `Question ${number}?`,
      response: `Answer ${number}.`,
      finishReason: 'stop',
    },
    ...{ messageCall: `m${number}`, call: `c${number}`, thinking: `Hm ${number}.`, prompts: [] },
  });
  const turns = JSON.stringify([turn(2), turn(3), turn(4)]);
  for (const table of ['responses', 'review_items'])
    await database.query(`update ${table} set turns = $2 where run_key = $1 and ordinal = 2`, [
      input.runKey,
      turns,
    ]);
  const loaded = await verdicts.load(input.runKey, 0, 10);
  expect(loaded.items.map(({ exchanges }) => exchanges)).toEqual([1, 1, 4, 1, 1, 1]);
  const edit = {
    turns: [
      { exchange: 3, response: 'A better answer.' },
      { exchange: 4, response: 'One that goes on from it.' },
    ],
  };
  await verdicts.record(input.runKey, 0, [given(3, 'edit', { edit })]);
  await verdicts.close(input.runKey, 0, [outcome(3, 'approve', 'edit')], {} as never);
  await reviews.apply({ ...input, watermark: 1 });
  const pair = (await exported(input.runKey)).find(({ ordinal }) => ordinal === 2);
  expect(pair?.instances[0].turns).toEqual([
    ...[{ message: 'Question 2?', response: 'Answer 2.', messageCall: 'm2', call: 'c2', thinking: 'Hm 2.' }],
    {
      ...{
        message: 'Question 3?',
        response: 'A better answer.',
        messageCall: 'm3',
        call: 'c3',
        thinking: null,
      },
      rejected: { response: 'Answer 3.', because: 'edited' },
    },
    // The old one followed an answer that is no more.
    {
      ...{ message: 'Question 4?', response: 'One that goes on from it.' },
      messageCall: 'm4',
      call: 'c4',
      thinking: null,
    },
  ]);
  expect(pair?.verdicts?.[0]?.edit).toEqual({
    before: { turns: [3, 4].map((exchange) => ({ exchange, response: `Answer ${exchange}.` })) },
    after: edit,
  });
});

test('a run that people look at says so when it has ended, too', async () => {
  const input = await committed(false);
  await verdicts.record(input.runKey, 0, [given(1, 'approve')]);
  await runs.note(input.runKey, 'completed', '5 pairs of 5 accepted', true);
  expect((await runs.status(input.runKey))?.detail).toBe(
    '5 pairs of 5 accepted; people have yet to look at 5 of 6 pairs in review-0000',
  );
  expect(await runs.hasExported(input.runKey)).toBe(true);

  // What only a second person is wanted for is told apart from what nobody has looked at.
  await database.query('update review_items set needed = 2 where run_key = $1 and item <= 3', [input.runKey]);
  const detail = async () => (await runs.status(input.runKey))?.detail;
  expect(await detail()).toContain(
    'have yet to look at 5 of 6 pairs in review-0000, and a second person at 1',
  );
  await verdicts.record(
    input.runKey,
    0,
    [2, 3, 4, 5, 6].map((item) => given(item, 'approve')),
  );
  expect(await detail()).toContain('a second person has yet to look at 3 of 6 pairs in review-0000');
});

test('the report counts what people said', async () => {
  const input = await committed(false);
  expect(await reviews.counts('nobody@1')).toBeUndefined();
  await decide(input);
  const counts = await reviews.counts(input.runKey);
  expect(counts).toMatchObject({ batches: [{ batch: 0, closed: true }], passed: 5, rejected: 1 });
  expect(counts?.items).toHaveLength(6);
  expect(counts?.verdicts.map(({ item, verdict }) => [item, verdict])).toEqual([
    [1, 'approve'],
    [2, 'reject'],
    [3, 'edit'],
    [6, 'approve'],
  ]);
});
