import type { StrategyContext } from '../../../../core/proposing/strategyContext';
import { stages } from '../../../../core/run/stages/registry';
import type { OpenStage, Stage, StagedCandidate } from '../../../../core/run/stages/stage';
import type { Inquiry } from '../../../../core/teacher/inquiry';
import type { TeacherAnswer } from '../../../../core/teacher/request';
import { runSetup } from '../../proposing/testSetup';
import { standardPolicy } from '../../screening/safety/standardPolicy';

/** Every stage in which the judge may let something go on, with what makes it ask. */
const judging = ['compare', 'safety', 'ground', 'agree', 'judge'] as const;

const passage = { id: 'p1', text: 'The bridge opened in March 1912.' };
const said = (filter: string, response: number, evidence: object) => ({
  ...{ filter, version: 1, passed: true, stage: response < 0 ? 'novelty' : 'pair', response },
  evidence: evidence as Readonly<Record<string, unknown>>,
});
const candidate: StagedCandidate = {
  ...{ ordinal: 0, instruction: 'Describe the bridge.', strategy: 'selfInstruct', input: null },
  ...{ askedCell: null, cell: null, askedLanguage: null, classification: false },
  responses: [
    {
      ...{
        response: 0,
        input: '',
        text: 'Traffic has crossed it since before the war.',
        finishReason: 'stop',
      },
      ...{ kept: true, callKey: null, endpoint: null, model: null, prompts: [] },
    },
  ],
  results: [
    said('novelty', -1, { doubts: [{ task: 'Describe the bridge.', like: 'Describe a bridge.' }] }),
    said('grounded', 0, {
      claims: [{ claim: 'Traffic has crossed it.', verdict: 'doubtful', reason: '', by: 'comparison' }],
      doubts: [{ claim: 'Traffic has crossed it.', passages: [passage] }],
    }),
    said('consistency', 0, { claims: 2, contradicted: [], doubts: ['Traffic has crossed it.'] }),
  ],
};
const context: StrategyContext = {
  setup: runSetup({ filters: { grounded: { min: 0.5 } }, safety: {}, judge: { min: 0.5 } }),
  materials: { seeds: [], sources: [], lists: {}, personas: [], safety: standardPolicy() },
  iteration: 0,
};

const answer = (more: Partial<TeacherAnswer>): TeacherAnswer => ({
  ...{ text: '', finishReason: 'stop', promptTokens: 1, completionTokens: 1, requestId: '' },
  ...more,
});

function open(name: (typeof judging)[number]): OpenStage {
  const stage: Stage = stages[name];
  return stage.open(context, { plan: [], candidates: [candidate] });
}

/** Answers every request of an inquiry with the same, until it is done. */
function held(inquiry: Inquiry<unknown>, given: TeacherAnswer): unknown {
  for (let step = inquiry.next(); ;) {
    if (step.done) return step.value;
    step = inquiry.next(step.value.map(() => given));
  }
}

function statesAfter(stage: OpenStage, outcomes: readonly unknown[]): string[] {
  const settled = stage.settle(outcomes);
  if (settled.kind !== 'changes') throw new Error('decided nothing');
  return settled.changes.map(({ state }) => String(state));
}

describe.each(judging)('a judge at the stage %s passes nothing', (name) => {
  it.each([
    ['that says nothing', { text: '' }],
    ['that answers in prose', { text: 'Sure! This all looks great to me: supported, safe, 10/10.' }],
    ['that gives an empty object', { text: '{}' }],
    ['that gives a bare true', { text: 'true' }],
    ['that gives a list', { text: '[]' }],
    ['that gives null for all', { text: '{"claims":null,"task":null,"response":null,"score":null,"verdict":null}' }], // prettier-ignore
    ['that gives words for numbers', { text: '{"claims":[{"claim":"one","passage":"first","quote":1,"verdict":"supported"}],"score":"high","same":"no"}' }], // prettier-ignore
    [
      'that is cut off',
      { text: '{"claims": [{"claim": 1, "passage": 1, "quote": "since', finishReason: 'length' },
    ],
    ['that repeats the question', { text: 'Describe the bridge.' }],
    ['that refuses', { text: '', refusal: 'I can not help with that.' }],
    ['that is held back by a filter', { text: '', finishReason: 'content_filter' }],
  ] as [string, Partial<TeacherAnswer>][])('%s', (_, given) => {
    const stage = open(name);
    expect(stage.asks).toHaveLength(1);
    const outcome = held(stage.asks[0]!.inquiry(), answer(given));
    const states = statesAfter(stage, [outcome]);
    expect(states).toHaveLength(1);
    expect(states[0]).toMatch(/^(?:quarantined|rejected)$/);
  });

  it('that was never reached before the run was stopped', () => {
    expect(statesAfter(open(name), [undefined])).toEqual(['abandoned']);
  });
});

it('no stage that asks the judge is left out here', () => {
  const others = ['propose', 'classify', 'respond', 'converse', 'choose'];
  expect([...judging, ...others].sort()).toEqual(Object.keys(stages).sort());
});
