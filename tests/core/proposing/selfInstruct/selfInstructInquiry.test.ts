import { gridOf } from '../../../../core/recipe/coverage/grid';
import type { RecipeInput } from '../../../../core/run/recipeSchema';
import type { RoleSetup } from '../../../../core/recipe/runSetup';
import { planSelfInstruct } from '../../../../core/proposing/selfInstruct/planSelfInstruct';
import { selfInstructInquiry } from '../../../../core/proposing/selfInstruct/selfInstructInquiry';
import type { SelfInstructWork } from '../../../../core/proposing/selfInstruct/work';
import type { ProposalOutcome } from '../../../../core/vocabulary/proposed';
import type { StrategyContext } from '../../../../core/proposing/strategyContext';
import { callKey } from '../../../../core/teacher/callKey';
import type { TeacherAnswer, TeacherRequest } from '../../../../core/teacher/request';
import { runSetup, seedTask } from '../testSetup';

const seeds = Array.from({ length: 10 }, (_, index) => seedTask(`Do thing number ${index}`));

const answer = (text: string, more: Partial<TeacherAnswer> = {}): TeacherAnswer => ({
  text,
  finishReason: 'stop',
  promptTokens: 1,
  completionTokens: 1,
  requestId: 'r',
  ...more,
});
const json = (value: unknown): TeacherAnswer => answer(JSON.stringify(value));

interface Held {
  readonly work: SelfInstructWork;
  readonly asked: readonly TeacherRequest[];
  readonly outcome: ProposalOutcome;
}

/** Plans one prompt. */
async function planned(
  selfInstruct: RecipeInput['selfInstruct'],
  role: Partial<RoleSetup>,
  recipe: Partial<RecipeInput> = {},
): Promise<{ context: StrategyContext; work: SelfInstructWork }> {
  const setup = runSetup({ selfInstruct, ...recipe }, role);
  const context: StrategyContext = {
    setup,
    materials: { seeds, sources: [], lists: {}, personas: ['A tailor.'] },
    iteration: 2,
  };
  const grid = gridOf(setup.recipe);
  const [work] = await planSelfInstruct(context, [], [grid?.cells[0]?.key ?? null], {
    measures: { temperatureShift: 0, personas: false, policy: undefined },
    rejections: [],
    grid,
    embed: undefined,
  });
  if (!work) throw new Error('Nothing was planned.');
  return { context, work };
}

/** Plans one prompt and holds its inquiry, one request after the other. */
async function hold(
  selfInstruct: RecipeInput['selfInstruct'],
  answers: readonly TeacherAnswer[],
  role: Partial<RoleSetup> = { completions: false },
  recipe: Partial<RecipeInput> = {},
): Promise<Held> {
  const { context, work } = await planned(selfInstruct, role, recipe);
  // What is read comes from the store: plain JSON.
  const inquiry = selfInstructInquiry(context, JSON.parse(JSON.stringify(work)) as SelfInstructWork);
  const asked: TeacherRequest[] = [];
  let step = inquiry.next();
  for (const one of answers) {
    if (step.done) throw new Error('The inquiry ended before its answers did.');
    asked.push(...step.value);
    step = inquiry.next([one]);
  }
  if (!step.done) throw new Error(`The teacher is asked for more: ${JSON.stringify(step.value)}`);
  return { work, asked, outcome: step.value };
}

const proposedOf = ({ outcome }: Held) => ('proposed' in outcome ? outcome.proposed : []);
const textOf = (request: TeacherRequest | undefined): string =>
  request?.prompt.kind === 'chat' ? request.prompt.messages.map(({ content }) => content).join('\n') : '';

const completionOf = ({ prompt }: TeacherRequest): string =>
  prompt.kind === 'completion' ? prompt.prompt : '';

const small: Partial<RoleSetup> = { small: true };
const directed = { guidance: ['Be of use.'] };

describe('what a prompt brings', () => {
  test('a list that is continued: every item is a candidate, with what it was made from', async () => {
    const held = await hold({ form: 'paper' }, [answer(' Name a tree.\n10. Count to ten.')]);
    expect(held.asked).toEqual([held.work.request]);
    expect(proposedOf(held)).toMatchObject([
      { instruction: 'Name a tree.' },
      { instruction: 'Count to ten.' },
    ]);
    expect(proposedOf(held)[0]).toEqual({
      instruction: 'Name a tree.',
      family: null,
      identity: null,
      lineage: {
        strategy: 'selfInstruct',
        prompts: ['proposeList@1'],
        calls: [callKey(held.work.request)],
        examples: held.work.shown.examples,
      },
    });
  });

  test('a list whose items were begun: one candidate of each answer, with the call that it came from', async () => {
    const openings = ['Name a', 'Why do', 'Write a', 'List the'];
    const { context, work } = await planned({}, small);
    const begun = { ...work, openings };
    const inquiry = selfInstructInquiry(context, begun);
    const asked = inquiry.next().value as readonly TeacherRequest[];
    expect(asked.map(completionOf)).toEqual(
      openings.map((opening) => `${completionOf(work.request)} ${opening}`),
    );
    const { value } = inquiry.next([
      answer(' tree that bears nuts.'),
      answer(' birds sing?\n10. Count to ten.'),
      answer(' poem about', { finishReason: 'length' }),
      answer(' '),
    ]);
    expect(value).toMatchObject({
      proposed: [
        { instruction: 'Name a tree that bears nuts.', lineage: { calls: [callKey(asked[0]!)] } },
        { instruction: 'Why do birds sing?', lineage: { calls: [callKey(asked[1]!)] } },
      ],
      unclear: [
        {
          raw: ' poem about',
          unreadable: 'the answer was cut before its first task ended',
          lineage: { calls: [callKey(asked[2]!)] },
        },
        { raw: ' ', unreadable: 'the answer is empty', lineage: { calls: [callKey(asked[3]!)] } },
      ],
    });
  });

  test('a list of JSON, at most as many as were asked for', async () => {
    const instructions = Array.from({ length: 20 }, (_, index) => ` Task ${index} `);
    const held = await hold({ ...directed, personas: {}, attributes: { tone: ['dry'] } }, [
      answer(`Here:\n\`\`\`json\n${JSON.stringify({ instructions: ['', ...instructions] })}\n\`\`\``),
    ]);
    expect(proposedOf(held).map(({ instruction }) => instruction)).toEqual(
      Array.from({ length: 8 }, (_, index) => `Task ${index}`),
    );
    expect(proposedOf(held)[0]?.lineage).toMatchObject({
      prompts: ['proposeDirected@3'],
      persona: 'A tailor.',
      attributes: { tone: 'dry' },
    });
  });

  test('six bullets where JSON was asked for: six instructions, and what could not be told apart comes to nothing', async () => {
    const tasks = [
      'Name a tree.',
      'Count to ten.',
      'Add 2 and 3.',
      'Explain tides.',
      'Write a haiku.',
      'Draw up a plan.',
    ];
    const bullets = tasks.map((task) => `- ${task}`).join('\n');
    const held = await hold(directed, [
      answer(`Sure! Here are six tasks:\n\n${bullets}\n\nLet me know if you want more!`),
    ]);
    expect(proposedOf(held).map(({ instruction }) => instruction)).toEqual(tasks);
    const run = '1. Name a bird. 2. Name a tree. 3. Name a river.';
    const { outcome } = await hold(directed, [json({ instructions: ['Count to ten.', run] })]);
    expect(outcome).toMatchObject({
      proposed: [{ instruction: 'Count to ten.' }],
      unclear: [{ raw: run, unreadable: 'It holds several tasks, or may: they could not be told apart.' }],
    });
  });

  test('pairs: instruction, input and response of one call', async () => {
    const held = await hold({ bring: 'pairs' }, [
      json({
        pairs: [
          { instruction: 'Sum up.', input: ' a b ', response: ' Two letters. ' },
          { instruction: 'Name a tree.', input: '', response: 'Oak.' },
        ],
      }),
    ]);
    const call = callKey(held.work.request);
    expect(proposedOf(held).map(({ instruction, written }) => ({ instruction, written }))).toEqual([
      {
        instruction: 'Sum up.',
        written: { input: 'a b', text: 'Two letters.', finishReason: 'stop', classification: false, call },
      },
      {
        instruction: 'Name a tree.',
        written: { input: '', text: 'Oak.', finishReason: 'stop', classification: false, call },
      },
    ]);
  });

  test('a pair without a response is rejected, and its neighbours are not', async () => {
    const held = await hold({ bring: 'pairs' }, [
      json({
        pairs: [
          { instruction: 'Name a tree.', input: '', response: ' ' },
          { instruction: 'Name a bird.', input: '', response: 'Robin.' },
        ],
      }),
    ]);
    expect(proposedOf(held)).toMatchObject([
      { rejected: { filter: 'parser', reason: 'it came without a response' } },
      { written: { text: 'Robin.' } },
    ]);
    expect(proposedOf(held)[0]).not.toHaveProperty('written');
  });
});

describe('an answer that cannot be used is one candidate, with what came', () => {
  test.each<[string, RecipeInput['selfInstruct'], TeacherAnswer, string]>([
    [
      'prose',
      directed,
      answer('Sure!'),
      "Asked for instructions, the teacher's answer was not the JSON asked for.",
    ],
    ['no task', directed, json({ instructions: [' '] }), 'the answer holds no task'],
    [
      'JSON of another shape',
      directed,
      json({ tasks: 1 }),
      "Asked for instructions, the teacher's answer was not the JSON asked for.",
    ],
    [
      'cut pairs',
      { bring: 'pairs' },
      answer('{"pairs": [{"instruction": "Na', { finishReason: 'length' }),
      "Asked for pairs, the teacher's answer, cut at its length limit, was not the JSON asked for.",
    ],
    [
      'a pair without its fields',
      { bring: 'pairs' },
      json({ pairs: [{ instruction: 'a' }] }),
      "Asked for pairs, the teacher's answer was not the JSON asked for.",
    ],
    ['a refusal', directed, answer('', { refusal: 'I will not.' }), 'The teacher refused.'],
    ['nothing, of a list', { form: 'paper' }, answer(' '), 'the answer is empty'],
  ])('%s', async (_, selfInstruct, given, reason) => {
    const { outcome, work } = await hold(selfInstruct, [given]);
    expect(outcome).toMatchObject({
      unreadable: reason,
      raw: given.refusal ?? given.text,
      lineage: { prompts: [work.prompt], calls: [callKey(work.request)] },
    });
  });
});

describe('refining proposals', () => {
  const refine = { proposals: true };
  const drafts = json({ instructions: ['Name a tree.', 'Do it.', 'Count to ten.'] });
  const found = json({ flaws: [{ task: 2, flaw: 'It says nothing.' }] });

  test('draft, critique, rewrite: only what has a flaw changes, and lineage tells the calls', async () => {
    const held = await hold({ ...directed, refine }, [
      drafts,
      found,
      json({
        rewritten: [
          { task: 2, instruction: 'Plan a walk.' },
          { task: 1, instruction: 'Never asked for.' },
        ],
      }),
    ]);
    expect(proposedOf(held).map(({ instruction }) => instruction)).toEqual([
      'Name a tree.',
      'Plan a walk.',
      'Count to ten.',
    ]);
    expect(textOf(held.asked[1])).toContain('2. <task>\nDo it.\n</task>');
    expect(textOf(held.asked[1])).toContain('Be of use.');
    expect(textOf(held.asked[2])).toContain('Flaw: It says nothing.');
    expect(textOf(held.asked[2])).not.toContain('Count to ten.');
    expect(proposedOf(held)[0]?.lineage).toMatchObject({
      prompts: ['proposeDirected@3', 'critiqueProposals@1', 'rewriteProposals@1'],
      calls: held.asked.map(callKey),
    });
  });

  test('the critic knows the kind that was asked for', async () => {
    const coverage = {
      axes: { taskType: [{ name: 'coding', description: 'Write a program.' }, 'planning'] },
    };
    const held = await hold({ refine }, [drafts, json({ flaws: [] })], undefined, { coverage });
    expect(textOf(held.asked[1])).toContain('- task type: coding. Write a program.');
  });

  test('it ends when the critique finds nothing, however many rounds are left', async () => {
    const held = await hold({ ...directed, refine: { proposals: true, rounds: 5 } }, [
      drafts,
      found,
      json({ rewritten: [{ task: 2, instruction: 'Plan a walk.' }] }),
      json({ flaws: [] }),
    ]);
    expect(held.asked).toHaveLength(4);
    expect(textOf(held.asked[3])).toContain('Plan a walk.');
  });

  test('it ends after the rounds that the recipe allows', async () => {
    const rewriting = json({ rewritten: [{ task: 2, instruction: 'Still vague.' }] });
    const held = await hold({ ...directed, refine: { proposals: true, rounds: 2 } }, [
      drafts, found, rewriting, found, rewriting,
    ]); // prettier-ignore
    expect(held.asked).toHaveLength(5);
  });

  test.each([
    ['critique', [answer('All fine.')]],
    ['rewriting', [found, answer('I would say: plan a walk.')]],
    ['empty rewriting', [found, json({ rewritten: [{ task: 2, instruction: ' ' }] })]],
  ])('a %s that cannot be read leaves the drafts', async (_, answers) => {
    const held = await hold({ ...directed, refine }, [drafts, ...answers]);
    expect(proposedOf(held).map(({ instruction }) => instruction)).toEqual([
      'Name a tree.',
      'Do it.',
      'Count to ten.',
    ]);
  });

  test('pairs are criticised and rewritten as a whole, and the response names the call that wrote it', async () => {
    const held = await hold({ bring: 'pairs', refine }, [
      json({
        pairs: [
          { instruction: 'Name a tree.', input: '', response: 'Trout.' },
          { instruction: 'Name a bird.', input: '', response: 'Robin.' },
        ],
      }),
      json({ flaws: [{ task: 1, flaw: 'A trout is a fish.' }] }),
      json({ rewritten: [{ task: 1, instruction: 'Name a tree.', input: '', response: 'Oak.' }] }),
    ]);
    expect(textOf(held.asked[1])).toContain('<response>\nTrout.\n</response>');
    expect(proposedOf(held).map(({ written }) => [written?.text, written?.call])).toEqual([
      ['Oak.', callKey(held.asked[2]!)],
      ['Robin.', callKey(held.asked[0]!)],
    ]);
  });

  test('the same answers come to the same outcome, where they are bought and where they are read', async () => {
    const answers = [drafts, found, json({ rewritten: [{ task: 2, instruction: 'Plan a walk.' }] })];
    const [bought, read] = [
      await hold({ ...directed, refine }, answers),
      await hold({ ...directed, refine }, answers),
    ];
    expect(read.outcome).toEqual(bought.outcome);
    expect(read.asked).toEqual(bought.asked);
  });
});
