import { agree } from '../../../../core/run/stages/agree';
import type { StagedCandidate } from '../../../../core/run/stages/stage';
import { consistency } from '../../../../core/screening/filters/consistency';
import type { FilterContext } from '../../../../core/screening/filters/filter';
import type { SettledGrounds } from '../../../../core/screening/grounding/groundsInquiry';
import { runSetup } from '../../proposing/testSetup';

const setup = runSetup({ respond: { samples: 3 }, filters: { consistency: { min: 0.8, ask: true } } });
const instruction = 'Tell me about the bridge.';
const own =
  'The bridge opened in March 1912. It is made of steel. Since before the war traffic of all kinds has crossed the water upon it.';
const others = [
  'The bridge opened in March 1912. It is made of steel. Vehicles use it since its opening, which preceded the war of 1914.',
  'The bridge opened in March 1912. It is made of steel. No vehicle was allowed on it before the war had ended.',
];

async function said(asksTeacher: boolean, recipe = setup.recipe) {
  const subject = { instruction, input: '', response: own, classification: false, samples: others };
  const context = { recipe, asksTeacher } as unknown as FilterContext;
  const [result] = await consistency.evaluate([subject as never], context);
  return result!;
}

async function opened() {
  const { name: filter, version } = consistency;
  const result = { ...(await said(true)), filter, version, response: 0, stage: 'pair' };
  const responses = [own, ...others].map((text, response) => ({
    ...{ response, text, kept: response === 0, sampleOf: response === 0 ? null : 0 },
  }));
  const candidate = { ordinal: 7, instruction, responses, results: [result] } as unknown as StagedCandidate;
  return agree.open({ setup } as never, { plan: [], candidates: [candidate] });
}

const answered = (verdict: 'supported' | 'contradicted' | 'notFound', claims: number): SettledGrounds => ({
  ...{ prompt: 'grounds@1', calls: ['call'] },
  claims: Array.from({ length: claims }, () => ({
    verdict,
    passage: undefined,
    quote: 'No vehicle was allowed',
  })),
});

test('claims that others say in other words are asked about, where the recipe wants it and somebody can be asked', async () => {
  const { passed, evidence } = await said(true);
  expect(passed).toBe(true);
  expect(evidence?.['doubts']).toEqual([expect.stringContaining('traffic of all kinds')]);
  expect((await said(false)).evidence).not.toHaveProperty('doubts');
  const unasked = runSetup({ respond: { samples: 3 }, filters: { consistency: { min: 0.8 } } });
  expect((await said(true, unasked.recipe)).evidence).not.toHaveProperty('doubts');
});

test('the judge sees the other samples, and not the response itself', async () => {
  const stage = await opened();
  expect(stage.asks).toHaveLength(1);
  const [request] = stage.asks[0]!.inquiry().next().value as readonly { role: string; prompt: unknown }[];
  expect(request?.role).toBe('judge');
  const prompt = JSON.stringify(request?.prompt);
  for (const other of others) expect(prompt).toContain(other);
  expect(prompt).toContain('traffic of all kinds');
  expect(prompt).not.toContain(own);
});

test.each([
  ['supported', { state: 'open', results: [{ passed: true, score: 1 }] }],
  ['notFound', { state: 'open', results: [{ passed: true, score: 1 }] }],
  [
    'contradicted',
    {
      ...{ state: 'rejected', decidedBy: 'consistency' },
      results: [
        {
          ...{ passed: false, score: expect.closeTo(2 / 3) as number },
          reason: expect.stringMatching(
            /1 of its 3 claims .*says the judge.*No vehicle was allowed/,
          ) as string,
        },
      ],
    },
  ],
] as const)('a claim that the judge finds %s among the other samples', async (verdict, expected) => {
  const settled = (await opened()).settle([answered(verdict, 1)]);
  expect(settled).toMatchObject({ changes: [{ ordinal: 7, ...expected }] });
});

test('who was not asked before the run was stopped passes nothing', async () => {
  expect((await opened()).settle([undefined])).toMatchObject({ changes: [{ state: 'abandoned' }] });
});
