import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { TraceStore } from '../../adapters/store/traceStore';
import type { RecipeInput } from '../../core/run/recipeSchema';
import { assertBalanced } from '../../core/vocabulary/funnel';
import type { Lineage } from '../../core/vocabulary/lineage';
import type { RunSummary } from '../../workflows/datasetRun';
import { mixedRecipe } from '../support/mixedRecipe';
import { startSimulatedTeacher, type SimulatedTeacher } from '../support/simulatedTeacher';
import { testRecipe } from '../support/testRecipe';
import { TestSeedbed } from '../support/testSeedbed';

/** A line of the dataset, as far as these tests look. */
interface Pair {
  readonly id: string;
  readonly instruction: string;
  readonly input: string;
  readonly response: string;
  readonly strategy: string;
  readonly cell?: string;
  readonly askedCell?: string;
  readonly call: string | null;
  readonly teacher: { readonly endpoint: string; readonly model: string } | null;
  readonly prompts: readonly string[];
  readonly lineage: Omit<Lineage, 'strategy' | 'prompts' | 'steps'> & {
    readonly operators?: readonly string[];
  };
}

let teacher: SimulatedTeacher;
let expert: SimulatedTeacher;
let babbler: SimulatedTeacher;
let seedbed: TestSeedbed;

beforeAll(async () => {
  teacher = await startSimulatedTeacher({ logSize: 100_000 });
  expert = await startSimulatedTeacher({ logSize: 100_000, seed: 2 });
  babbler = await startSimulatedTeacher({ seed: 3, faults: { malformed: 1 } });
  seedbed = await TestSeedbed.start({
    teacher: teacher.baseUrl,
    others: { expert: expert.baseUrl, babbler: babbler.baseUrl },
  });
}, 120_000);

beforeEach(() => {
  for (const each of [teacher, expert, babbler]) each.reset();
});

afterAll(async () => {
  await seedbed?.stop();
  await Promise.all([teacher, expert, babbler].map((each) => each?.close()));
});

const completed: unknown = expect.stringMatching(/^\d+ pairs of \d+ accepted(?:, \d+ more than asked for)?$/);
const simulated = { endpoint: 'simulated' } as const;

/** Runs a recipe to its end. What holds of every run is checked here. */
async function run(
  recipe: RecipeInput,
  workflowId = recipe.name,
): Promise<{ summary: RunSummary; pairs: Pair[] }> {
  const handle = await seedbed.startRun({ teacher: simulated, ...recipe }, workflowId);
  const summary = await handle.result();
  assertBalanced(summary.funnel, workflowId);
  expect(summary.funnel.open).toBe(0);
  expect((await seedbed.status(workflowId)).funnel).toEqual(summary.funnel);
  for (const each of [teacher, expert, babbler]) expect(each.stats().repeatedAfterAnswer).toBe(0);
  const dataset = await seedbed.dataset(workflowId);
  const pairs = dataset
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Pair);
  expect(pairs).toHaveLength(summary.accepted);
  expect(await readFile(path.join(seedbed.workspace, summary.dataset), 'utf8')).toBe(dataset);
  return { summary, pairs };
}

/** How many candidates there are of each state and deciding filter. */
async function candidates<Row extends object>(workflowId: string, columns: string): Promise<Row[]> {
  const { rows } = await seedbed.database.query<Row>(
    `select ${columns} from candidates where run_key = $1 order by iteration, ordinal`,
    [await seedbed.runKey(workflowId)],
  );
  return rows;
}

describe('three strategies in one recipe', () => {
  test('reach the target in the shares that were asked for, whatever each one yields', async () => {
    teacher.configure({ proposals: { unsuitable: 0.05, uselessVariants: 0.2 } });
    const recipe = mixedRecipe({ name: 'mixed', iteration: { size: 40 } });
    const { summary, pairs } = await run(recipe);
    expect(summary).toMatchObject({ state: 'completed', reason: completed });

    const share = (strategy: string): number =>
      pairs.filter((pair) => pair.strategy === strategy).length / pairs.length;
    process.stdout.write(
      `mixed: ${pairs.length} pairs, shares ${share('selfInstruct').toFixed(3)}/${share('template').toFixed(3)}/${share('augment').toFixed(3)}, funnel ${JSON.stringify(summary.funnel)}\n`,
    );
    expect(Math.abs(share('selfInstruct') - 0.5)).toBeLessThan(0.06);
    expect(Math.abs(share('template') - 0.25)).toBeLessThan(0.06);
    expect(Math.abs(share('augment') - 0.25)).toBeLessThan(0.06);

    const yields = await candidates<{ strategy: string; state: string }>('mixed', 'strategy, state');
    const yieldOf = (strategy: string): number => {
      const own = yields.filter((candidate) => candidate.strategy === strategy);
      return own.filter(({ state }) => state === 'accepted').length / own.length;
    };
    expect(yieldOf('template')).toBe(1);
    expect(yieldOf('augment')).toBeLessThan(0.6);

    expect(new Set(pairs.map(({ id }) => id)).size).toBe(pairs.length);
    expectLineages(pairs);
    const trace = new TraceStore(seedbed.database);
    const runKey = await seedbed.runKey('mixed');
    for (const strategy of ['selfInstruct', 'template', 'augment']) {
      const { id } = pairs.findLast((pair) => pair.strategy === strategy)!;
      const address = await trace.findPair(runKey, id);
      expect(address && (await trace.trace(runKey, address))).toMatchObject({ id });
    }

    teacher.configure({ proposals: { unsuitable: 0.04, uselessVariants: 0.04 } });
  }, 120_000);
});

/** What docs/lineage.md promises of a line in the dataset. */
function expectLineages(pairs: readonly Pair[]): void {
  for (const { strategy, lineage, prompts, call, teacher: writer, response, instruction } of pairs) {
    if (strategy === 'selfInstruct') {
      expect(lineage.calls.length).toBeGreaterThan(0);
      expect(lineage.examples?.length).toBe(8);
      expect(prompts).toEqual(
        expect.arrayContaining(['proposeDirected@3', 'classify@1', 'respond@1'].slice(0, 2)),
      );
      expect([call, writer]).toEqual([expect.any(String), { endpoint: 'simulated', model: 'simulated' }]);
    } else if (strategy === 'template') {
      const { name, slots, index } = lineage.template!;
      expect(BigInt(index)).toBeGreaterThanOrEqual(0n);
      expect(lineage.calls).toEqual([]);
      for (const shown of name === 'discount' ? [slots['price'], slots['percent']] : [slots['business']])
        expect(instruction).toContain(String(shown));
      if (name === 'discount') {
        const rest = Number(slots['price']) * (1 - Number(slots['percent']) / 100);
        expect([response, call, writer]).toEqual([`It costs ${rest.toFixed(2)} euros.`, null, null]);
      } else expect([call, writer?.endpoint]).toEqual([expect.any(String), 'simulated']);
    } else {
      expect(lineage.parent).toEqual({ source: expect.any(Number) as number });
      expect([['paraphraseInstruction'], ['addConstraint', 'changeStyle']]).toContainEqual(lineage.operators);
      expect(lineage.calls).toHaveLength(2 * lineage.operators!.length); // the judge confirms each
    }
  }
}

describe('templates', () => {
  const range = { range: { from: 1, to: 60 } };
  const template = {
    templates: [
      {
        name: 'sum',
        slots: { a: range, b: range, c: range, sum: { compute: 'a + b + c' } },
        instruction: 'Add the numbers {{ a }}, {{ b }} and {{ c }}, and say what they come to.',
        response: 'They come to {{ sum }}.',
      },
    ],
  };

  test('a thousand pairs from one template with three slots lose none to novelty, end by themselves, and cost nothing', async () => {
    const { summary, pairs } = await run({ name: 'thousand', target: 1_000, teacher: simulated, template });
    expect(summary).toMatchObject({ state: 'completed', funnel: { rejected: 0, quarantined: 0 } });
    expect(pairs.length).toBeGreaterThanOrEqual(1_000);
    for (const { instruction, response } of pairs) {
      const [a, b, c] = [...instruction.matchAll(/\d+/g)].map(Number) as [number, number, number];
      expect(response).toBe(`They come to ${a + b + c}.`);
    }
    expect(teacher.stats().requests).toBe(0);
  }, 60_000);

  const few = {
    templates: [
      {
        name: 'small',
        slots: {
          a: { range: { from: 1, to: 6 } },
          b: { range: { from: 1, to: 5 } },
          product: { compute: 'a * b' },
        },
        instruction: 'What is {{ a }} multiplied by {{ b }}?',
        response: 'It is {{ product }}.',
      },
    ],
  };

  test('that are used up end the run, with all that they had and the reason in words', async () => {
    const { summary } = await run({ name: 'used-up', target: 100, template: few });
    expect(summary).toMatchObject({
      state: 'exhausted',
      accepted: 30,
      reason: 'its templates and existing pairs have nothing more to give',
    });
    expect(await seedbed.status('used-up')).toMatchObject({ state: 'exhausted', detail: summary.reason });
  }, 60_000);

  test('that are used up leave the rest to the other strategies', async () => {
    const { summary, pairs } = await run(
      testRecipe({
        name: 'takes-over',
        target: 80,
        strategies: { selfInstruct: 0.25, template: 0.75 },
        template: few,
      }),
    );
    expect(summary.state).toBe('completed');
    expect(pairs.filter(({ strategy }) => strategy === 'template')).toHaveLength(30);
  }, 60_000);
});

describe('coverage', () => {
  const axes = {
    taskType: ['brainstorming', 'coding', 'rewriting'],
    domain: ['food', 'history', 'sport'],
  };
  const coverage = { axes } satisfies RecipeInput['coverage'];
  const all = axes.taskType.flatMap((task) => axes.domain.map((domain) => `${task}/${domain}`));

  test('each pair keeps the cell that was asked for and the one that it was classified into, and no cell stays empty', async () => {
    const { summary, pairs } = await run(testRecipe({ name: 'steered', target: 60, coverage }));
    expect(summary.state).toBe('completed');
    expect(all).toEqual(expect.arrayContaining(pairs.map(({ cell }) => cell)));
    expect(all).toEqual(expect.arrayContaining(pairs.map(({ askedCell }) => askedCell)));
    expect(new Set(pairs.map(({ cell }) => cell)).size).toBe(9);
    expect(pairs.every(({ prompts }) => prompts[0] === 'proposeDirected@3')).toBe(true);
    expect(teacher.stats().byTask.locate).toBeUndefined();
  }, 60_000);

  test('the teacher may tell the cells, and each response is written by whom its cell is routed to', async () => {
    const { summary, pairs } = await run(
      testRecipe({
        name: 'routed',
        target: 40,
        strategies: { selfInstruct: 0.8, template: 0.2 },
        coverage: { ...coverage, classifyBy: 'teacher' },
        template: {
          templates: [
            {
              name: 'declared',
              cell: { taskType: 'coding', domain: 'sport' },
              slots: { n: { range: { from: 2, to: 90 } } },
              instruction: 'Write a loop that prints the names of {{ n }} players of a team.',
            },
          ],
        },
        teacher: {
          ...simulated,
          respond: { routes: [{ when: { taskType: ['coding'] }, endpoint: 'expert' }] },
        },
      }),
    );
    expect(summary.state).toBe('completed');
    for (const { cell, teacher: writer } of pairs)
      expect(writer?.endpoint).toBe(cell?.startsWith('coding/') ? 'expert' : 'simulated');
    expect(new Set(pairs.map(({ teacher: writer }) => writer?.endpoint)).size).toBe(2);

    // A template that declares its cell is believed, as it is where embeddings classify: nobody is asked.
    const fromTemplate = pairs.filter(({ strategy }) => strategy === 'template');
    expect(fromTemplate.length).toBeGreaterThan(0);
    expect(new Set(fromTemplate.map(({ cell }) => cell))).toEqual(new Set(['coding/sport']));
    const screened = await candidates<{ strategy: string }>('routed', 'strategy, passed_screen');
    const asked = screened.filter(
      (candidate) =>
        candidate.strategy === 'selfInstruct' && 'passed_screen' in candidate && candidate.passed_screen,
    );
    expect(teacher.stats().byTask.locate).toBe(asked.length);
    expect(expert.stats().byTask.propose).toBeUndefined();
  }, 60_000);

  test('an iteration in which nothing is left to classify goes on all the same', async () => {
    const { summary } = await run({
      name: 'declared-alone',
      target: 20,
      coverage: { ...coverage, classifyBy: 'teacher' },
      template: {
        templates: [
          {
            name: 'declared',
            cell: { taskType: 'coding', domain: 'sport' },
            slots: { n: { range: { from: 2, to: 90 } } },
            instruction: 'Write a loop that prints the names of {{ n }} players of a team.',
            response: 'for (let i = 0; i < {{ n }}; i++) console.log(players[i].name)',
          },
        ],
      },
    });
    expect(summary).toMatchObject({ state: 'completed', reason: completed, funnel: { abandoned: 0 } });
    expect(teacher.stats().requests).toBe(0);
  }, 60_000);
});

describe.each([
  ['one pair in a call', 'single', {}],
  ['three pairs in a call, in both orders', 'several', { pairsPerCall: 3, orders: 2 as const }],
])('the judge, with %s,', (_, way, asked) => {
  test('that cannot be understood lets nothing through', async () => {
    const { summary } = await run(
      testRecipe({
        name: `babbling-judge-${way}`,
        target: 30,
        iteration: { size: 10, patience: 2 },
        judge: asked,
        teacher: { ...simulated, judge: { endpoint: 'babbler' } },
      }),
    );
    expect(summary).toMatchObject({ state: 'exhausted', accepted: 0 });
    expect(summary.reason).toMatch(/^no pair was accepted in [23] iterations in a row$/);
    expect(summary.funnel.quarantined).toBeGreaterThan(0);
    const judged = await candidates<{ state: string; decided_by: string | null }>(
      `babbling-judge-${way}`,
      'state, decided_by',
    );
    expect(new Set(judged.filter(({ decided_by: by }) => by === 'judge').map(({ state }) => state))).toEqual(
      new Set(['quarantined']),
    );
  }, 60_000);

  test('that likes everything lets it pass, and what it said is kept', async () => {
    const { summary, pairs } = await run(
      testRecipe({ name: `kind-judge-${way}`, target: 20, judge: { min: 0.7, ...asked } }),
    );
    expect(summary.state).toBe('completed');
    const { rows } = await seedbed.database.query<{ score: number }>(
      `select s.score from scores s join candidates c using (run_key, iteration, ordinal)
       where run_key = $1 and s.stage = 'judge' and c.state = 'accepted'`,
      [await seedbed.runKey(`kind-judge-${way}`)],
    );
    expect(rows.length).toBeGreaterThanOrEqual(pairs.length);
    for (const { score } of rows) expect(score).toBeGreaterThanOrEqual(0.7);

    // A model writes fields in the schema's order: a score that came before its evidence would be a guess.
    const { setup } = await seedbed.runs.load(await seedbed.runKey(`kind-judge-${way}`));
    expect(JSON.stringify(setup.prompts['judge']?.[0]?.file.schema)).toMatch(
      /"clarity".*"evidence".*"score"/,
    );
  }, 60_000);
});

describe('other ways to propose and to respond', () => {
  test('a proposal may bring its response along, and nothing is asked for it again', async () => {
    const { summary, pairs } = await run(
      testRecipe({ name: 'pairs', target: 30, selfInstruct: { bring: 'pairs' } }),
    );
    expect(summary.state).toBe('completed');
    expect(Object.keys(teacher.stats().byTask)).toEqual(['propose']);
    for (const { call, lineage } of pairs) expect(lineage.calls).toContain(call);
    const { rows } = await seedbed.database.query<{ plan: { request: { schema: unknown } }[] }>(
      'select plan from iterations where run_key = $1 and iteration = 0',
      [await seedbed.runKey('pairs')],
    );
    // The schema's order is the order in which a model writes: no response before its instruction.
    expect(JSON.stringify(rows[0]?.plan[0]?.request.schema)).toMatch(/"instruction":.*"input":.*"response":/);
  }, 60_000);

  test('proposals and responses are criticised and rewritten, and nothing is paid for twice', async () => {
    const { summary, pairs } = await run(
      testRecipe({
        name: 'refined',
        target: 30,
        selfInstruct: { refine: { proposals: true, responses: true, rounds: 2 } },
      }),
    );
    expect(summary.state).toBe('completed');
    const used = new Set(pairs.flatMap(({ prompts }) => prompts));
    for (const prompt of [
      'critiqueProposals@1',
      'rewriteProposals@1',
      'critiqueResponse@1',
      'rewriteResponse@1',
    ])
      expect(used).toContain(prompt);
    const { answered, sent } = (await seedbed.status('refined')).teacher;
    expect([answered, sent]).toEqual([teacher.stats().answered, teacher.stats().answered]);
  }, 60_000);

  test('two versions of a prompt, one of them of the workspace, share the work as the recipe says', async () => {
    const folder = path.join(seedbed.workspace, 'prompts', 'respond');
    await mkdir(folder, { recursive: true });
    await writeFile(
      path.join(folder, 'mine.yaml'),
      [
        'name: respond',
        'version: mine',
        'description: Says please.',
        'role: respond',
        'variables: { instruction: What is asked. }',
        "messages: [{ user: 'Please: {{ instruction }}' }]",
        '',
      ].join('\n'),
    );
    const { pairs } = await run(
      testRecipe({ name: 'versions', target: 60, prompts: { respond: { '1': 1, mine: 1 } } }),
    );
    const uses = (prompt: string): number => pairs.filter(({ prompts }) => prompts.includes(prompt)).length;
    expect(uses('respond@1')).toBeGreaterThan(5);
    expect(uses('respond@mine+workspace')).toBeGreaterThan(5);
  }, 60_000);
});
