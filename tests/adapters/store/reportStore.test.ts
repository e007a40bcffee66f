import { CandidateStore } from '../../../adapters/store/candidateStore';
import type { Database } from '../../../adapters/store/database';
import { ReportStore } from '../../../adapters/store/reportStore';
import { previewOf } from '../../../core/run/report/preview';
import { openTestStore, type TestStore } from '../../support/testStore';
import { selfInstruct, writeRun, type WrittenCandidate } from './storyFixture';

let postgres: TestStore;
let database: Database;
let reports: ReportStore;

beforeAll(async () => {
  postgres = await openTestStore(8);
  database = postgres.database;
  reports = new ReportStore(database);
}, 120_000);

afterAll(async () => {
  await postgres?.stop();
});

const novelty = (score: number, stage = 'commit') => ({ stage, filter: 'novelty', score, passed: true });
const judged = (score: number) => ({
  ...{ stage: 'judge', filter: 'judge', score, passed: score > 0.5 },
  evidence: { prompt: 'judge@1' },
});

test('every prompt version has its candidates, what they took, and how good they were', async () => {
  const version = (number: number, call: string) => selfInstruct([call], { prompts: [`propose@${number}`] });
  await writeRun(database, {
    runKey: 'versions@1',
    stretches: { selfInstruct: { from: 0, count: 2 } },
    candidates: [
      {
        ...{ ordinal: 0, lineage: version(1, 'one'), response: { text: 'Yes.', call: 'answer' } },
        scores: [novelty(0.2, 'instruction'), novelty(0.4), judged(0.9)],
      },
      {
        ordinal: 1,
        lineage: version(1, 'one'),
        state: 'rejected',
        decidedBy: 'novelty',
        scores: [novelty(0.8)],
      },
      { ordinal: 2, lineage: version(2, 'two'), state: 'open' },
      { ordinal: 3, lineage: version(2, 'two'), scores: [judged(0.7)] },
    ],
    calls: {
      one: { tokens: [100, 100], cost: 0.02 },
      two: { tokens: [300, 100] },
      answer: { tokens: [50, 50], cost: 0.01, role: 'respond' },
      stray: { tokens: [7, 3], cost: 0.001 },
    },
  });
  const { prompts, strategies, spent } = await reports.counts('versions@1');
  expect(prompts).toEqual([
    {
      ...{ prompt: 'judge@1', proposed: 2, decided: 2, accepted: 2, tokens: 400, cost: 0.02, unpriced: 1 },
      ...{ similarity: 0.4, quality: 0.8, judged: 2 },
    },
    {
      ...{ prompt: 'propose@1', proposed: 2, decided: 2, accepted: 1, tokens: 300, cost: 0.03, unpriced: 0 },
      ...{ similarity: expect.closeTo(0.6, 10) as number, quality: 0.9, judged: 1 },
    },
    {
      ...{ prompt: 'propose@2', proposed: 2, decided: 1, accepted: 1, tokens: 400, cost: null, unpriced: 2 },
      ...{ similarity: null, quality: 0.7, judged: 1 },
    },
    {
      ...{
        prompt: 'respond@1',
        proposed: 1,
        decided: 1,
        accepted: 1,
        tokens: 200,
        cost: expect.closeTo(0.02, 10) as number,
        unpriced: 0,
      },
      ...{ similarity: 0.4, quality: 0.9, judged: 1 },
    },
  ]);
  expect(strategies).toEqual([{ strategy: 'selfInstruct', works: 2, proposed: 4, decided: 3, accepted: 2 }]);
  expect(spent).toMatchObject({ promptTokens: 457, completionTokens: 253, attributedTokens: 700 });
  expect(spent.cost).toBeGreaterThan(0); // of those that have a price
  expect(spent.unpriced).toBeGreaterThan(0);
});

test('operators are counted by their steps, strategies by their works, cells both ways, health as the commits left it', async () => {
  const chain = (ordinal: number, failed?: string): WrittenCandidate => ({
    ...{
      ordinal,
      state: failed === undefined ? 'accepted' : 'rejected',
      askedCell: 'a',
      cell: failed ? 'b' : 'a',
    },
    lineage: {
      ...{ strategy: 'augment', prompts: [], calls: [] },
      steps: [
        { operator: 'deepen', prompt: 'deepen@1', call: 'x' },
        { operator: 'broaden', prompt: 'broaden@1', call: 'y', ...(failed !== undefined && { failed }) },
      ],
    },
  });
  await writeRun(database, {
    runKey: 'operators@1',
    stretches: {
      augment: { from: 0, count: 3 },
      template: { from: 0, count: 5 },
      selfInstruct: { from: 0, count: 0 },
    },
    health: [{ novel: 0.5, distinct: 0.25, advice: 'none' }],
    candidates: [chain(0), chain(1), chain(2, 'a refusal')],
  });
  const counts = await reports.counts('operators@1');
  expect(counts.operators).toEqual([
    { operator: 'deepen', tried: 3, passed: 3, failed: 0, accepted: 2, reasons: [] },
    {
      ...{ operator: 'broaden', tried: 3, passed: 2, failed: 1, accepted: 2 },
      reasons: [{ reason: 'a refusal', count: 1 }],
    },
  ]);
  expect(counts.strategies).toEqual([
    { strategy: 'template', works: 5, proposed: 0, decided: 0, accepted: 0 },
    { strategy: 'augment', works: 3, proposed: 3, decided: 3, accepted: 2 },
  ]);
  expect(counts.cells).toEqual([
    { asked: 'a', cell: 'a', proposed: 2, decided: 2, accepted: 2 },
    { asked: 'a', cell: 'b', proposed: 1, decided: 1, accepted: 0 },
  ]);
  expect(counts.health).toEqual([{ iteration: 0, measures: { novel: 0.5, distinct: 0.25 } }]);
});

test('answers that the workspace bought for another run count for the candidates, and cost this one nothing', async () => {
  await writeRun(database, {
    runKey: 'workspace',
    candidates: [],
    calls: { reused: { tokens: [40, 10], cost: 1 } },
  });
  await writeRun(database, {
    ...{ runKey: 'reuser@1', recipe: { ledger: { reuse: 'workspace' } } },
    candidates: [{ ordinal: 0, lineage: selfInstruct(['reused']) }],
  });
  const { prompts, spent } = await reports.counts('reuser@1');
  expect(prompts).toMatchObject([{ prompt: 'propose@1', tokens: 50, cost: 1 }]);
  expect(spent).toMatchObject({ promptTokens: 0, cost: 0, unpriced: 0 });
});

test('a preview adds up: what would be accepted, what it took, and what a pair costs', async () => {
  await writeRun(database, {
    ...{ runKey: 'preview-garden@1', kind: 'preview' },
    candidates: [
      { ordinal: 0, lineage: selfInstruct(['call']) },
      { ordinal: 1, lineage: selfInstruct(['call']), state: 'quarantined', instruction: null },
    ],
    calls: { call: { tokens: [90, 10], cost: 0.5 } },
  });
  const store = new CandidateStore(database);
  const candidates = await store.all('preview-garden@1');
  const [calls, spent] = [
    await store.calls('preview-garden@1', candidates),
    await reports.spent('preview-garden@1'),
  ];
  expect(previewOf({ recipe: 'garden', runKey: 'preview-garden@1', spent }, candidates, calls)).toMatchObject(
    {
      ...{ accepted: 1, tokensPerAccepted: 100, costPerAccepted: 0.5 },
      candidates: [{ asked: [{ key: 'call', candidates: 2 }] }, { state: 'quarantined' }],
    },
  );
});

test('a run’s judgements are told with every judge’s opinion, and its calls belong to the candidate', async () => {
  const aspects = { clarity: 4, accuracy: 4, relevance: 4, helpfulness: 4, conciseness: 4, safety: 4 };
  const opinion = (judge: string, score: number) => ({ judge, score, aspects, reason: 'So it is.' });
  const judges = [opinion('one/model', 0.9), opinion('two/model', 0.4)];
  await writeRun(database, {
    runKey: 'judged@1',
    stretches: { selfInstruct: { from: 0, count: 1 } },
    candidates: [
      {
        ...{ ordinal: 0, lineage: selfInstruct([]), response: { text: 'Yes.', call: null } },
        scores: [
          {
            ...{ stage: 'judge', filter: 'judge', score: 0.6, passed: true },
            evidence: {
              ...{ prompt: 'judge@1', judges, disagreement: 0.5, length: 300, uncorrected: 0.65 },
              ...{ positionEffect: -0.1, calls: ['first', 'second'] },
            },
          },
        ],
      },
      {
        ...{ ordinal: 1, lineage: selfInstruct([]), response: { text: 'No.', call: null } },
        scores: [
          {
            ...{ stage: 'judge', filter: 'judge', score: null, passed: false },
            evidence: { call: 'first' },
          },
        ],
      },
    ],
    calls: { first: { tokens: [100, 100] }, second: { tokens: [50, 50] } },
  });
  const { judgements, spent } = await reports.counts('judged@1');
  const told = judges.map(({ judge, score }) => ({ judge, score, aspects }));
  expect(judgements).toEqual([
    { score: 0.65, length: 300, positionEffect: -0.1, disagrees: true, judges: told },
    { score: null, length: null, positionEffect: null, disagrees: false, judges: [] },
  ]);
  expect(spent.attributedTokens).toBe(300);
  const [candidate] = await new CandidateStore(database).all('judged@1');
  expect(candidate?.calls).toEqual(['first', 'second']);
});

test('what conversations say again is counted over all of them, whatever its case and marks, and accepted ones alone', async () => {
  const said = (ordinal: number, ...turns: readonly (readonly [string, string])[]): WrittenCandidate => ({
    ordinal,
    response: { text: 'Yes.', call: null, turns },
  });
  await writeRun(database, {
    runKey: 'talks@1',
    candidates: [
      said(0, ['Why?', 'Because.'], ['Can you explain more?', 'It grows.']),
      said(1, ['can you explain more', 'It grows!'], ['何故?', '春だから。']),
      said(2, ['Can you explain more?', 'It rests.'], ['なぜ?', '春だから。']),
      { ...said(3, ['Can you explain more?', 'It grows.']), state: 'rejected', decidedBy: 'judge' },
      { ordinal: 4, response: { text: 'Yes.', call: null } },
    ],
  });
  expect((await reports.counts('talks@1')).conversations).toEqual({
    ...{ conversations: 3, messages: 6, different: 4, repeated: 1 },
    commonest: { message: expect.stringMatching(/^can you explain more/iu) as string, conversations: 3 },
  });
  expect((await reports.counts('versions@1')).conversations).toBeUndefined();
});
