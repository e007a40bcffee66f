import { planProposals, type PoolEntry } from '../../../core/strategies/selfInstruct/planProposals';
import { callKey } from '../../../core/teacher/callKey';
import { runSetup, seedTask } from './testSetup';

const seeds = Array.from({ length: 20 }, (_, index) => seedTask(`Do thing number ${index} for me:`));
const pool: PoolEntry[] = Array.from({ length: 30 }, (_, index) => ({
  iteration: index % 3,
  ordinal: index,
  instruction: `Pair   ${index}\nover two lines`,
}));
const context = { setup: runSetup(), seeds, iteration: 4 };

test('the same plan comes out again, whatever was planned before it', () => {
  const plan = planProposals(context, pool, 5);
  planProposals({ ...context, iteration: 9 }, pool.slice(3), 2);
  expect(planProposals(context, pool, 5)).toEqual(plan);
});

test('a prompt does not depend on how many others are drawn', () => {
  expect(planProposals(context, pool, 2)).toEqual(planProposals(context, pool, 7).slice(0, 2));
});

test('every prompt of every iteration is a purchase of its own', () => {
  const plans = [0, 1, 2].flatMap((iteration) => planProposals({ ...context, iteration }, pool, 10));
  expect(new Set(plans.map(({ request }) => callKey(request))).size).toBe(30);
});

test('another seed of the run draws other examples', () => {
  const other = { ...context, setup: runSetup({ seed: 43 }) };
  expect(planProposals(other, pool, 1)[0]?.examples).not.toEqual(
    planProposals(context, pool, 1)[0]?.examples,
  );
});

test('a prompt shows eight different examples, two of them pairs, as the paper does', () => {
  for (const { examples, firstItem, lastItem, request } of planProposals(context, pool, 20)) {
    expect(examples).toHaveLength(8);
    expect(examples.filter((example) => 'pair' in example)).toHaveLength(2);
    expect(new Set(examples.map((example) => JSON.stringify(example))).size).toBe(8);
    expect([firstItem, lastItem]).toEqual([9, 16]);
    expect(request.parameters).toMatchObject({ temperature: 0.7, top_p: 0.5, presence_penalty: 2 });
  }
});

test('examples are one line each, without a trailing colon', () => {
  const [plan] = planProposals(context, pool, 1);
  const text = plan?.request.prompt.kind === 'completion' ? plan.request.prompt.prompt : '';
  expect(text).toMatch(/^Come up with a series of tasks:\n(?:\d\. [^\n]*[^\n:]\n){8}9\.$/);
  expect(text).toContain('over two lines');
  expect(text).not.toContain('  ');
});

test.each([
  ['no pairs yet', 0, 8],
  ['one pair', 1, 8],
])('with %s, seeds take their place', (_, pairs, expected) => {
  const [plan] = planProposals(context, pool.slice(0, pairs), 1);
  expect(plan?.examples).toHaveLength(expected);
  expect(plan?.examples.filter((example) => 'pair' in example)).toHaveLength(pairs);
});

test('with fewer seeds than examples the list is shorter, and numbers go on from there', () => {
  const [plan] = planProposals({ ...context, seeds: seeds.slice(0, 3) }, [], 1);
  expect(plan).toMatchObject({ firstItem: 4, lastItem: 16 });
  expect(plan?.examples).toHaveLength(3);
});

test('an endpoint without completions is asked in a chat, and may put an empty line between items', () => {
  const [plan] = planProposals({ ...context, setup: runSetup({}, { completions: false }) }, [], 1);
  expect(plan?.request.prompt).toMatchObject({ kind: 'chat', messages: [{ role: 'user' }] });
  expect(plan?.request.parameters.stop?.every((stop) => stop.trim() !== '')).toBe(true);
});
