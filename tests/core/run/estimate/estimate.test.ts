import { operatorNames } from '../../../../core/proposing/augment/operators';
import type { RecipeInput } from '../../../../core/run/recipeSchema';
import { cheaperWays } from '../../../../core/run/estimate/cheaper';
import { correctionsBy } from '../../../../core/run/estimate/corrections';
import type { EarlierRun } from '../../../../core/run/estimate/earlierRun';
import { kinshipOf } from '../../../../core/run/estimate/earlierRun';
import { estimateRun, type EstimateFigures } from '../../../../core/run/estimate/estimate';
import { measuresOf } from '../../../../core/run/estimate/measures';
import { rehearse, type LineKey, type Rehearsal } from '../../../../core/run/estimate/rehearsal';
import type { RoleSetup } from '../../../../core/recipe/runSetup';
import { tokensByScript } from '../../../../core/teacher/tokens/tokensByScript';
import { runSetup, seedTask } from '../../proposing/testSetup';

const seeds = Array.from({ length: 20 }, (_, index) =>
  seedTask(`Explain to a beginner how thing number ${index} works, step by step.`, {
    response: `Thing number ${index} works in three steps, each of which depends on the one before it, and the last of which is overlooked.`,
  }),
);
const materials = { seeds, sources: [], lists: {}, personas: [] };
const counter = {
  by: 'characters' as const,
  count: (text: string) => tokensByScript(text).tokens,
  error: () => 0.06,
};
const chat: Partial<RoleSetup> = { completions: false, structuredOutput: true };

async function figuresOf(recipe: Partial<RecipeInput>, priced = true): Promise<EstimateFigures> {
  const setup = runSetup({ target: 100, ...recipe }, chat);
  return {
    setup,
    materials,
    rehearsal: await rehearse({ setup, materials }, () => counter),
    corrections: correctionsBy([]),
    costOf: (_endpoint, _model, { promptTokens, completionTokens, isBatch }) =>
      priced ? ((isBatch ? 0.5 : 1) * (2.5 * promptTokens + 10 * completionTokens)) / 1e6 : undefined,
    pace: () => ({
      concurrency: 64,
      hasBatches: false,
      requestsPerMinute: undefined,
      tokensPerMinute: undefined,
      thinkingTokens: 4096,
    }),
    measures: [],
  };
}

const asked = (rehearsal: Rehearsal, of: Partial<LineKey>): number =>
  rehearsal.lines
    .filter((line) => Object.entries(of).every(([field, value]) => line[field as keyof LineKey] === value))
    .reduce((sum, { calls }) => sum + calls, 0);

describe('a rehearsal', () => {
  test('asks what a run asks: proposals, steps of responses, and the judge, of every candidate', async () => {
    const { rehearsal } = await figuresOf({ judge: {} });
    const candidates = rehearsal.candidates['selfInstruct'] ?? 0;
    expect(asked(rehearsal, { stage: 'propose' })).toBe(rehearsal.works['selfInstruct']);
    expect(candidates).toBe(8 * (rehearsal.works['selfInstruct'] ?? 0));
    expect(asked(rehearsal, { task: 'classification' })).toBeCloseTo(candidates);
    expect(asked(rehearsal, { stage: 'judge' })).toBeGreaterThanOrEqual(candidates - 1e-9);
  });

  test.each(operatorNames)('the operator %s is asked, and whoever judges it', async (operator) => {
    const setup = runSetup({ strategies: { augment: 1 }, augment: { chains: [[operator]] } }, chat);
    const tasks = seeds.map((seed) => ({ ...seed, input: 'The Anna bridge is 40 metres long, says Peter.' }));
    const rehearsal = await rehearse({ setup, materials: { ...materials, seeds: tasks } }, () => counter);
    const works = rehearsal.works['augment'] ?? 0;
    expect(works).toBeGreaterThan(0);
    expect(asked(rehearsal, { stage: 'propose', role: 'propose' })).toBeGreaterThanOrEqual(works);
  });

  test('foresees the responses that a recipe chooses from: all of them, or as many as doubt may ask for', async () => {
    const responses = async (recipe: Partial<RecipeInput>): Promise<number> => {
      const { rehearsal } = await figuresOf({ ...recipe, judge: {} });
      const written = asked(rehearsal, { stage: 'respond', role: 'respond', task: null });
      expect(asked(rehearsal, { stage: 'judge' })).toBeGreaterThanOrEqual(written - 1e-9);
      return written;
    };
    const one = await responses({});
    expect(await responses({ respond: { samples: 4 } })).toBeCloseTo(4 * one);
    const doubted = await responses({ respond: { samples: 6 }, filters: { consistency: {} } });
    expect(doubted / one).toBeGreaterThan(2);
    expect(doubted / one).toBeLessThan(4.5);
  });

  test('foresees that the judge is asked about claims in doubt, by knowledge or by inputs, and only where it may be', async () => {
    const knowledge = { documents: [{ name: 'Bridges', text: 'The Anna bridge is 40 metres long.' }] };
    const claims = async (recipe: Partial<RecipeInput>): Promise<Rehearsal['lines']> =>
      (await figuresOf(recipe)).rehearsal.lines.filter(({ stage }) => stage === 'ground');
    const tokens = (lines: Rehearsal['lines']): number => sum(lines.map(({ promptTokens }) => promptTokens));
    const four = await claims({ knowledge, filters: { grounded: {} } });
    expect(four.map(({ role }) => role)).toEqual(['judge']);
    expect(tokens(await claims({ knowledge, filters: { grounded: { passages: 12 } } }))).toBeGreaterThan(
      2 * tokens(four),
    );
    expect(await claims({ knowledge, filters: { grounded: { ask: false } } })).toEqual([]);
    expect(await claims({ knowledge })).toEqual([]);
    expect(await claims({ filters: { grounded: {} } })).toEqual([]);
  });

  test('knows how much there is of what runs out', async () => {
    const { rehearsal } = await figuresOf({
      strategies: { template: 1 },
      template: {
        templates: [
          { name: 'sums', instruction: 'Add 1 to {{ a }}.', slots: { a: { range: { from: 1, to: 7 } } } },
        ],
      },
    });
    expect(rehearsal.limits).toEqual({ template: 7 });
  });
});

describe('what models that measure are asked', () => {
  const endpoints = {
    embeddings: undefined,
    fluency: undefined,
    moderation: { endpoint: 'somewhere', model: 'moderator' },
  };
  const of = (recipe: Partial<RecipeInput>) => measuresOf(runSetup(recipe).recipe, materials, endpoints);

  test('is what is harmful, of every pair, where the recipe wants it', async () => {
    expect(of({ safety: { judge: true } })).toEqual([]);
    const [line, ...others] = of({ safety: { moderation: true } });
    expect(others).toEqual([]);
    expect(line).toMatchObject({ role: 'moderate', endpoint: 'somewhere', model: 'moderator' });
    const figures = await figuresOf({});
    const [without, having] = [[], line ? [line] : []].map((measures) =>
      estimateRun({ ...figures, measures }),
    );
    expect(having?.usd?.median).toBeGreaterThan(without?.usd?.median ?? Infinity);
    expect(having?.lines.map(({ role }) => role)).toContain('moderate');
  });
});

describe('an estimate', () => {
  test('is the same whenever it is made of the same figures', async () => {
    const figures = await figuresOf({});
    expect(estimateRun(figures)).toEqual(estimateRun(figures));
  });

  test('grows with the target, about as fast', async () => {
    const [small, large] = [estimateRun(await figuresOf({})), estimateRun(await figuresOf({ target: 1000 }))];
    const times = (large.usd?.median ?? 0) / (small.usd?.median ?? 1);
    expect(times).toBeGreaterThan(6);
    expect(times).toBeLessThan(14);
  });

  test('says tokens, and no dollars, where no price is known, and of whom', async () => {
    const estimate = estimateRun(await figuresOf({}, false));
    expect(estimate.usd).toBeNull();
    expect(estimate.promptTokens.low).toBeGreaterThan(1_000);
    expect(estimate.unpriced).toEqual([{ endpoint: 'somewhere', model: 'some-model' }]);
  });

  test('by an earlier run is where that run was, and narrower', async () => {
    const figures = await figuresOf({});
    const run = earlier(figures, 3);
    const known = estimateRun({
      ...figures,
      corrections: correctionsBy([{ run, kinship: 'same', rehearsal: figures.rehearsal }]),
    });
    const assumed = estimateRun(figures);
    const width = ({ low, high }: { low: number; high: number }): number => high / low;
    expect(width(known.completionTokens)).toBeLessThan(width(assumed.completionTokens));
    const perCall = known.completionTokens.median / known.calls.median;
    const before =
      sum(run.calls.map(({ answerTokens }) => answerTokens)) / sum(run.calls.map(({ calls }) => calls));
    expect(perCall / before).toBeGreaterThan(0.85);
    expect(perCall / before).toBeLessThan(1.15);
  });

  test('of what runs out says how far it gets', async () => {
    const estimate = estimateRun(
      await figuresOf({
        strategies: { template: 1 },
        template: {
          templates: [
            { name: 'sums', instruction: 'Add 1 to {{ a }}.', slots: { a: { range: { from: 1, to: 7 } } } },
          ],
        },
      }),
    );
    expect(estimate.candidates.high).toBe(7);
    expect(estimate.accepted.high).toBeLessThanOrEqual(7);
  });

  test('of a recipe that asks by batch is half as dear where its endpoint has batches, and takes hours', async () => {
    const of = async (recipe: Partial<RecipeInput>, hasBatches = true) => {
      const figures = await figuresOf({ target: 2_000, ...recipe });
      const pace: EstimateFigures['pace'] = (endpoint) => ({ ...figures.pace(endpoint), hasBatches });
      const { usd, seconds, slowestBy } = estimateRun({ ...figures, pace });
      return { usd: usd?.median ?? 0, hours: seconds.median / 3_600, slowestBy };
    };
    const online = await of({});
    const [batched, auto, without] = [
      await of({ teacher: { mode: 'batch' } }),
      await of({ teacher: { mode: 'auto' } }),
      await of({ teacher: { mode: 'auto' } }, false),
    ];
    // In mode batch all of it; in mode auto what there is enough of at once, and proposals are too few.
    expect(batched.usd / online.usd).toBeGreaterThan(0.48);
    expect(batched.usd / online.usd).toBeLessThan(0.6);
    expect(auto.usd).toBeGreaterThan(batched.usd);
    expect(auto.usd / online.usd).toBeLessThan(0.75);
    expect(without.usd / online.usd).toBeGreaterThan(0.9);
    expect([batched.slowestBy, auto.slowestBy]).toEqual(Array(2).fill('its batches, one after the other'));
    expect(without.slowestBy).not.toContain('batches');
    expect(batched.hours).toBeGreaterThan(1);
    expect(online.hours).toBeLessThan(1);

    const few = { teacher: { mode: 'auto', batch: { from: 100_000 } } } as const;
    expect((await of(few)).usd / online.usd).toBeGreaterThan(0.9);
  });

  test('says that batches would make it cheaper, where the endpoint has them and they are not used', async () => {
    const figures = await figuresOf({ target: 1_000 });
    const pace: EstimateFigures['pace'] = (endpoint) => ({ ...figures.pace(endpoint), hasBatches: true });
    const waysOf = async (asked: EstimateFigures) =>
      (await cheaperWays(asked, estimateRun(asked), () => counter, () => [])).map(({ write }) => write); // prettier-ignore
    expect(await waysOf({ ...figures, pace })).toContain('teacher: { mode: auto }');
    expect(await waysOf(figures)).not.toContain('teacher: { mode: auto }');
  });

  test('says what would make it cheaper, by how much, and what to write', async () => {
    const figures = await figuresOf({ judge: {} });
    const ways = await cheaperWays(
      figures,
      estimateRun(figures),
      () => counter,
      () => [],
    );
    const several = ways.find(({ write }) => write === 'judge: { pairsPerCall: 4 }');
    expect(several?.saves).toBeGreaterThan(0.05);
    expect(several?.usd?.median).toBeLessThan(estimateRun(figures).usd?.median ?? 0);
    expect(ways.map(({ saves }) => saves)).toEqual([...ways.map(({ saves }) => saves)].sort((a, b) => b - a));
  });
});

test('another size, seed, name, budget or mode makes no other recipe; another model, judge or filter does', () => {
  const base = runSetup({}, chat);
  expect(kinshipOf(base, runSetup({ name: 'other', target: 9, seed: 3 }, chat))).toBe('same');
  expect(kinshipOf(base, runSetup({ budget: { usd: 1 }, teacher: { mode: 'batch' } }, chat))).toBe('same');
  expect(kinshipOf(base, runSetup({}, { ...chat, model: 'another' }))).toBe('similar');
  expect(kinshipOf(base, runSetup({ selfInstruct: { fewShot: { examples: 4 } } }, chat))).toBe('similar');
  expect(kinshipOf(base, runSetup({ judge: {} }, chat))).toBeUndefined();
});

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** A run that took what was rehearsed for its candidates, with answers of another length. */
function earlier({ setup, rehearsal }: EstimateFigures, answers: number): EarlierRun {
  return {
    runKey: 'earlier',
    name: 'earlier',
    setup,
    materials,
    strategies: {
      selfInstruct: {
        works: rehearsal.works['selfInstruct'] ?? 0,
        candidates: rehearsal.candidates['selfInstruct'] ?? 0,
        accepted: Math.round(0.7 * (rehearsal.candidates['selfInstruct'] ?? 0)),
      },
    },
    calls: rehearsal.lines
      .filter(({ stage }) => stage !== 'compare')
      .map(({ stage, strategy, role, endpoint, model, task, calls, promptTokens, answerTokens }) => ({
        stage,
        strategy,
        role,
        endpoint,
        model,
        task,
        calls,
        counted: calls,
        promptTokens,
        cachedTokens: 0,
        answerTokens: answers * answerTokens,
        answerDeviation: 10,
        seconds: 2,
        unusable: 0,
      })),
  };
}
