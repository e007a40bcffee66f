import type { CallRecord, CandidateRecord } from '../../core/run/report/candidateRecord';
import type { Preview } from '../../core/run/report/preview';
import { runReport, type RunReport } from '../../core/run/report/runReport';
import { tellTrace, type Trace } from '../../core/run/report/trace';

export const call = (key: string, more: Partial<CallRecord> = {}): CallRecord => ({
  key,
  request: {
    ...{ role: 'propose', endpoint: 'openai', model: 'small', sample: '0' },
    prompt: { kind: 'chat', messages: [{ role: 'user', content: `First line.\nAsk for ${key}.` }] },
    parameters: { temperature: 0.7, max_tokens: 1_024, stop: ['9.'] },
  },
  ...{
    answer: '{"instruction": "Dig twice."}',
    promptTokens: 800,
    completionTokens: 214,
    cost: 0.0042,
    unpriced: 0,
    candidates: 2,
  },
  ...more,
});

export const candidate: CandidateRecord = {
  ...{
    iteration: 3,
    ordinal: 17,
    state: 'accepted',
    strategy: 'augment',
    family: 'f',
    classification: false,
  },
  ...{ instruction: 'Dig a hole, then a deeper one.', askedCell: 'garden/easy', cell: 'garden/hard' },
  ...{ decidedBy: null, reason: null, raw: null },
  lineage: {
    ...{ strategy: 'augment', prompts: ['deepen@2'], calls: ['deepen'], parent: { pair: [1, 4] } },
    steps: [{ operator: 'deepen', prompt: 'deepen@2', call: 'deepen' }],
  },
  responses: [
    {
      ...{ response: 0, input: 'A spade.', text: 'Dug.', finishReason: 'stop', call: 'respond' },
      ...{ endpoint: 'openai', model: 'strong', prompts: ['respond@1'], kept: true, reason: null },
    },
  ],
  scores: [
    {
      ...{
        response: -1,
        stage: 'commit',
        filter: 'novelty',
        version: 1,
        score: 0.412,
        passed: true,
        reason: null,
      },
      evidence: { nearest: 'Dig a well.' },
    },
    {
      ...{ response: 1, stage: 'pair', filter: 'repetition', version: 2, score: null, passed: false },
      ...{ reason: 'the same line 12 times', evidence: null },
    },
  ],
  calls: ['deepen', 'respond'],
};

const ancestor = (iteration: number, ordinal: number, origins: Trace['ancestors'][number]['origins']) => ({
  ...{ iteration, ordinal, strategy: 'selfInstruct', by: '', origins },
  instruction: `Dig ${iteration}/${ordinal}.`,
});

export const trace: Trace = tellTrace(
  {
    ...{ id: 'p0123456789abcdef', runKey: 'r7@0b5c', candidate, template: null, passages: [] },
    calls: [call('deepen'), call('respond', { candidates: 1, cost: null, unpriced: 1 })],
    reviews: [
      {
        ...{ batch: 0, item: 3, reviewer: 'ana', revision: 1, verdict: 'reject', reason: 'wrong' },
        at: '2026-05-01T09:30:00.000Z',
      },
      {
        ...{ batch: 0, item: 3, reviewer: 'ana', revision: 2, verdict: 'edit', flagged: true },
        edit: { response: 'Dug, twice.' },
        at: '2026-05-02T10:00:00.000Z',
      },
    ],
    ancestors: [
      {
        ...ancestor(3, 17, [{ pair: [1, 4] }]),
        strategy: 'augment',
        by: 'deepen',
        instruction: 'Dig a hole, then a deeper one.',
      },
      ancestor(1, 4, [{ seed: 2 }, { pair: [0, 1] }, { pair: [0, 2] }]),
      ancestor(0, 1, [{ seed: 0 }, { seed: 2 }]),
      ancestor(0, 2, [{ seed: 1 }, { pair: [0, 1] }]),
    ],
  },
  { seeds: ['Rake.', 'Sow.', 'Mow.'].map((instruction) => ({ instruction })), sources: [] },
);

export const report: RunReport = runReport(
  {
    strategies: [
      { strategy: 'selfInstruct', works: 300, proposed: 1_800, decided: 1_790, accepted: 360 },
      { strategy: 'augment', works: 264, proposed: 264, decided: 264, accepted: 52 },
    ],
    prompts: [
      {
        ...{
          prompt: 'propose@1',
          proposed: 900,
          decided: 900,
          accepted: 150,
          tokens: 150_000,
          cost: 0.3,
          unpriced: 0,
        },
        ...{ similarity: 0.51, judged: 200, quality: 0.74 },
      },
      {
        ...{
          prompt: 'propose@2',
          proposed: 890,
          decided: 880,
          accepted: 210,
          tokens: 150_000,
          cost: 0.3,
          unpriced: 0,
        },
        ...{ similarity: 0.43, judged: 240, quality: 0.8 },
      },
      {
        ...{
          prompt: 'propose@mine',
          proposed: 10,
          decided: 10,
          accepted: 0,
          tokens: 1_000,
          cost: null,
          unpriced: 3,
        },
        ...{ similarity: null, judged: 0, quality: null },
      },
    ],
    operators: [
      {
        ...{ operator: 'deepen', tried: 264, passed: 224, failed: 40, accepted: 52 },
        reasons: [{ reason: 'nothing was added', count: 31 }],
      },
    ],
    cells: [
      { asked: 'garden/easy', cell: 'garden/easy', proposed: 1_000, decided: 1_000, accepted: 300 },
      { asked: 'garden/hard', cell: 'garden/easy', proposed: 800, decided: 800, accepted: 100 },
      { asked: 'garden/hard', cell: 'garden/hard', proposed: 264, decided: 264, accepted: 12 },
    ],
    health: [0.62, 0.5, 0.41, 0.2].map((novel, iteration) => ({
      iteration,
      measures: { novelShare: novel, openings: 12 },
    })),
    spent: {
      promptTokens: 312_040,
      completionTokens: 88_120,
      cost: 0.84,
      unpriced: 0,
      attributedTokens: 301_000,
    },
  },
  { selfInstruct: 0.75, augment: 0.25 },
  new Map([
    ['garden/easy', 0.5],
    ['garden/hard', 0.5],
  ]),
);

export const preview: Preview = {
  ...{ recipe: 'garden', runKey: 'preview-garden-1@0b5c', accepted: 1 },
  candidates: [
    { ...candidate, asked: [call('deepen'), call('respond', { candidates: 1 })] },
    {
      ...{
        ...candidate,
        ordinal: 18,
        state: 'rejected',
        decidedBy: 'novelty',
        reason: 'repeats "Dig a well."',
      },
      ...{ responses: [], scores: [], asked: [call('deepen')] },
    },
  ],
  spent: { promptTokens: 1_600, completionTokens: 428, cost: 0.0084, unpriced: 0, attributedTokens: 2_028 },
  ...{ tokensPerAccepted: 2_028, costPerAccepted: 0.0084 },
};
