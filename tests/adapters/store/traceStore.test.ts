import type { Database } from '../../../adapters/store/database';
import { TraceStore } from '../../../adapters/store/traceStore';
import { pairId } from '../../../core/dataset/formats/pairId';
import { spendingOf } from '../../../core/run/report/candidateRecord';
import { traceOutput } from '../../../client/commands/trace/output';
import { openTestStore, type TestStore } from '../../support/testStore';
import { selfInstruct, writeRun } from './storyFixture';

let postgres: TestStore;
let database: Database;
let traces: TraceStore;

beforeAll(async () => {
  postgres = await openTestStore(4);
  database = postgres.database;
  traces = new TraceStore(database);
  const seeds = ['Name a fruit.', 'Name a tree.', 'Name a bird.'].map((instruction) => ({ instruction }));
  await writeRun(database, {
    runKey: 'garden@1',
    recipe: { template: { templates: [{ name: 'market', instruction: 'Sell {{ count }} {{ fruit }}.' }] } },
    materials: { seeds, sources: [{ instruction: 'Prune a tree.' }] },
    candidates: [
      { ordinal: 0, lineage: selfInstruct(['shared'], { examples: [{ seed: 0 }, { seed: 2 }] }) },
      { ordinal: 1, lineage: selfInstruct(['shared'], { examples: [{ seed: 0 }, { seed: 2 }] }) },
      {
        ordinal: 2,
        lineage: {
          ...{ strategy: 'template', prompts: [], calls: [] },
          template: { name: 'market', index: '18014398509481985', slots: { count: 3, fruit: 'pears' } },
        },
        response: { text: 'Sold.', call: null },
      },
      {
        ...{ iteration: 1, ordinal: 0, askedCell: 'coding/easy', cell: 'coding/hard' },
        lineage: selfInstruct(['draft', 'critique'], {
          ...{ prompts: ['propose@2', 'critique@1'], persona: 'a gardener', attributes: { tone: 'dry' } },
          examples: [{ pair: [0, 0] }, { seed: 1 }],
        }),
        response: { text: 'Here.', call: 'respond', input: 'An input.' },
        scores: [
          {
            stage: 'commit',
            filter: 'novelty',
            score: 0.5,
            passed: true,
            evidence: { nearest: 'Do thing 0/1.' },
          },
          {
            stage: 'instruction',
            filter: 'novelty',
            score: 0.3,
            passed: true,
            evidence: { nearest: 'Name a bird.' },
          },
          {
            stage: 'judge',
            filter: 'judge',
            score: 0.8,
            passed: true,
            evidence: { call: 'judge', prompt: 'judge@1' },
          },
        ],
      },
      {
        ...{ iteration: 2, ordinal: 5 },
        lineage: {
          ...{ strategy: 'augment', prompts: ['deepen@1', 'broaden@1'], calls: ['deepen', 'broaden'] },
          parent: { pair: [1, 0] },
          steps: [
            { operator: 'deepen', prompt: 'deepen@1', call: 'deepen' },
            { operator: 'broaden', prompt: 'broaden@1', call: 'broaden' },
          ],
        },
      },
      {
        ...{ iteration: 2, ordinal: 6, state: 'rejected', decidedBy: 'deepen', reason: 'nothing was added' },
        lineage: {
          ...{ strategy: 'augment', prompts: ['deepen@1'], calls: ['deepen2'], parent: { source: 0 } },
          steps: [{ operator: 'deepen', prompt: 'deepen@1', call: 'deepen2', failed: 'nothing was added' }],
        },
      },
    ],
    calls: {
      shared: { tokens: [800, 200], cost: 0.01 },
      draft: { tokens: [100, 10] },
      critique: { tokens: [200, 20] },
      respond: { tokens: [30, 30], role: 'respond' },
      judge: { tokens: [40, 4], role: 'judge' },
      deepen: { tokens: [50, 5], answer: '{"instruction": "Do it deeply."}' },
      broaden: { tokens: [50, 5] },
      deepen2: { tokens: [50, 5] },
    },
  });
}, 120_000);

afterAll(async () => {
  await postgres?.stop();
});

async function trace(iteration: number, ordinal: number) {
  const found = await traces.trace('garden@1', { iteration, ordinal });
  if (!found) throw new Error('not found');
  expect(traceOutput.parse(JSON.parse(JSON.stringify(found)))).toEqual(found);
  return found;
}

test('a pair is found by the id that exports give it, in its run alone', async () => {
  const address = { iteration: 2, ordinal: 5 };
  expect(await traces.findPair('garden@1', pairId(42, address))).toEqual(address);
  expect(await traces.findPair('garden@1', pairId(43, address))).toBeUndefined();
  expect(await traces.findPair('other@1', pairId(42, address))).toBeUndefined();
});

test('a story goes back to the seeds, over pairs that others were made from', async () => {
  const { id, ancestors, parent, seeds } = await trace(2, 5);
  expect(id).toBe(pairId(42, { iteration: 2, ordinal: 5 }));
  expect(parent).toMatchObject({ kind: 'pair', iteration: 1, ordinal: 0, instruction: 'Do thing 1/0.' });
  expect(ancestors.map(({ iteration, ordinal, by }) => [iteration, ordinal, by])).toEqual([
    [2, 5, 'deepen, broaden'],
    [1, 0, ''],
    [0, 0, ''],
  ]);
  expect(seeds).toEqual([
    { number: 0, instruction: 'Name a fruit.' },
    { number: 1, instruction: 'Name a tree.' },
    { number: 2, instruction: 'Name a bird.' },
  ]);
});

test('it has all that was recorded: examples, cells, prompts, calls in their order, and what every filter said', async () => {
  const { candidate, examples, calls } = await trace(1, 0);
  expect(examples).toMatchObject([
    { kind: 'pair', iteration: 0, ordinal: 0, origins: [{ seed: 0 }, { seed: 2 }] },
    { kind: 'seed', number: 1, instruction: 'Name a tree.' },
  ]);
  expect(candidate).toMatchObject({ askedCell: 'coding/easy', cell: 'coding/hard' });
  expect(candidate.lineage).toMatchObject({ persona: 'a gardener', prompts: ['propose@2', 'critique@1'] });
  expect(calls.map(({ key }) => key)).toEqual(['draft', 'critique', 'respond', 'judge']);
  expect(candidate.scores.map(({ stage, filter }) => `${stage} ${filter}`)).toEqual([
    'instruction novelty',
    'judge judge',
    'commit novelty',
  ]);
});

test('what a call took is divided among the candidates that it brought', async () => {
  const { calls } = await trace(0, 1);
  expect(calls).toMatchObject([{ key: 'shared', candidates: 2 }]);
  expect(spendingOf(calls)).toEqual({ tokens: 500, cost: 0.005, unpriced: 0 });
  expect(spendingOf((await trace(1, 0)).calls).cost).toBeNull(); // no price is known
});

test('a filled template has its text, its slots and its place in a space of any size', async () => {
  const { template, candidate, calls } = await trace(0, 2);
  expect(template).toBe('Sell {{ count }} {{ fruit }}.');
  expect(candidate.lineage?.template).toEqual({
    name: 'market',
    index: '18014398509481985',
    slots: { count: 3, fruit: 'pears' },
  });
  expect(calls).toEqual([]);
});

test('a rejected variant has a story as well', async () => {
  const { candidate, parent, sources } = await trace(2, 6);
  expect(candidate).toMatchObject({ state: 'rejected', decidedBy: 'deepen' });
  expect(parent).toEqual({ kind: 'source', number: 0, instruction: 'Prune a tree.' });
  expect(sources).toEqual([{ number: 0, instruction: 'Prune a tree.' }]);
});

test('a run that kept no lineage is told as far as it goes', async () => {
  await writeRun(database, {
    runKey: 'old@1',
    candidates: [{ ordinal: 0, lineage: null }],
    calls: { proposal: { tokens: [1, 1] } },
  });
  const found = await traces.trace('old@1', { iteration: 0, ordinal: 0 });
  expect(found).toMatchObject({ candidate: { lineage: null }, calls: [{ key: 'proposal' }], seeds: [] });
});

test('what is not there is not made up', async () => {
  expect(await traces.trace('garden@1', { iteration: 9, ordinal: 9 })).toBeUndefined();
});
