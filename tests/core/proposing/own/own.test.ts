import { own } from '../../../../core/proposing/own';
import type { OwnStrategy, OwnWork } from '../../../../core/proposing/own/ownStrategy';
import type { PlanKnowledge } from '../../../../core/proposing/planKnowledge';
import { proposalInquiry } from '../../../../core/proposing/proposalInquiry';
import type { StrategyContext } from '../../../../core/proposing/strategyContext';
import { parseRecipe } from '../../../../core/run/parseRecipe';
import type { TeacherAnswer } from '../../../../core/teacher/request';
import { runSetup, seedTask } from '../testSetup';

const letters: OwnStrategy = {
  name: 'letters',
  version: 3,
  plan: ({ from, count, seeds, settings, randomOf }) =>
    Array.from({ length: Math.min(count, Math.max(0, 6 - from)) }, (_, index) => {
      const [seed] = randomOf(from + index).sample(seeds, 1);
      return {
        messages: [
          {
            role: 'user',
            content: `Write a letter like: ${seed?.instruction} (${JSON.stringify(settings)})`,
          },
        ],
        given: from + index,
        examples: seed ? [seed.origin] : [],
      };
    }),
  read: (answer, { given }) => {
    if (answer === '') throw new Error('it is empty.');
    return answer
      .split('\n')
      .map((instruction) => ({ instruction: `${instruction} (${JSON.stringify(given)})` }));
  },
};

const recipe = parseRecipe({
  ...{ name: 'letters', seeds: { tasks: [{ instruction: 'Name a bird.', response: 'robin' }] } },
  ...{ strategies: { own: 1 }, own: { module: 'strategies/letters.mjs', settings: { to: ['Ana', 'Ben'] } } },
});
if (!recipe.ok) throw new Error(JSON.stringify(recipe.problems));

const context = (strategy: Partial<OwnStrategy> = {}): StrategyContext => ({
  setup: { ...runSetup(), recipe: recipe.recipe },
  materials: {
    seeds: [seedTask('Name a bird.'), seedTask('Name a fish.')],
    sources: [],
    lists: {},
    personas: [],
  },
  iteration: 0,
  own: { ...letters, ...strategy },
});
const nothing = { pool: [] } as unknown as PlanKnowledge;
const plan = async (from: number, count: number, strategy: Partial<OwnStrategy> = {}) =>
  own.plan(context(strategy), nothing, { from, count });

/** What comes of a work, its request answered with a text. */
async function heldWith(text: string, strategy: Partial<OwnStrategy> = {}) {
  const [work] = await plan(2, 1, strategy);
  if (!work) throw new Error('Nothing was planned.');
  const inquiry = proposalInquiry(context(strategy), work);
  const asked = inquiry.next();
  if (asked.done) return { asked: [], outcome: asked.value };
  const answered = inquiry.next([{ text, call: 'c1', finishReason: 'stop' } as TeacherAnswer]);
  if (!answered.done) throw new Error('It asked again.');
  return { asked: asked.value, outcome: answered.value };
}

test('a plan is pure data: its works are the same in whatever stretches they are drawn, and what they ask is in them', async () => {
  const whole = await plan(0, 6);
  expect([...(await plan(0, 2)), ...(await plan(2, 4))]).toEqual(whole);
  expect(JSON.parse(JSON.stringify(whole))).toEqual(whole);
  expect(await plan(4, 10)).toHaveLength(2); // it has run out
  const read = {
    plan: () => {
      throw new Error('asked twice');
    },
  };
  const [work] = await plan(0, 1);
  // With the work of the plan alone: the module plans nothing again.
  expect(proposalInquiry(context(read), work!).next().value).toMatchObject([
    { role: 'propose', sample: 'own/letters/0', parameters: { temperature: 0.7, max_tokens: 1_024 } },
  ]);
});

test('what it reads in an answer are candidates, with the strategy’s version, the call and what it was shown in their lineage', async () => {
  const { outcome } = await heldWith('Write to Ana.\nWrite to Ben.');
  expect(outcome).toMatchObject({
    proposed: [
      {
        instruction: 'Write to Ana. (2)',
        input: '',
        family: null,
        lineage: { strategy: 'own', prompts: ['letters@3'], calls: ['c1'] },
      },
      { instruction: 'Write to Ben. (2)' },
    ],
  });
  if ('unreadable' in outcome) throw new Error(outcome.unreadable);
  expect(outcome.proposed[0]?.lineage.examples).toHaveLength(1);
});

test('an answer that it can’t read is kept with its reason, and breaks nothing', async () => {
  expect((await heldWith('')).outcome).toMatchObject({
    unreadable: "The strategy letters could not read the teacher's answer: it is empty.",
  });
  const noPair = { read: () => [{ instruction: ' ' }] };
  expect((await heldWith('x', noPair)).outcome).toMatchObject({
    unreadable: expect.stringContaining('0.instruction is empty') as string,
  });
});

test('pairs that a plan brings along ask nobody', async () => {
  const bringing = {
    plan: (): OwnWork[] => [{ pairs: [{ instruction: 'What is 2 + 2?', response: '4', family: 'sums' }] }],
  };
  const { asked, outcome } = await heldWith('', bringing);
  expect(asked).toEqual([]);
  expect(outcome).toMatchObject({
    proposed: [{ family: 'own:letters:sums', written: { text: '4', call: null }, lineage: { calls: [] } }],
  });
});

test.each([
  [
    'throws',
    () => {
      throw new Error('no letters left');
    },
    'strategies/letters.mjs: "plan" threw: no letters left',
  ],
  [
    'gives no list',
    () => undefined as unknown as OwnWork[],
    'strategies/letters.mjs: "plan" gave no list of works.',
  ],
  [
    'gives more than was asked for',
    () => [{ pairs: [{ instruction: 'a' }] }, { pairs: [{ instruction: 'b' }] }],
    'gave 2 works, and was asked for 1',
  ],
  [
    'gives a work that asks nothing',
    () => [{}],
    'work 2 of "plan": needs "messages" or "pairs", and not both',
  ],
  [
    'gives what is no JSON',
    () => [{ pairs: [{ instruction: 'a' }], given: (() => 1) as unknown as string }],
    'work 2 of "plan": "given"',
  ],
])(
  'a plan that %s pauses the run with a sentence that names the module',
  async (_what, planning: () => OwnWork[], sentence) => {
    await expect(plan(2, 1, { plan: planning })).rejects.toThrow(sentence);
  },
);
