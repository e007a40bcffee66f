import { createHash } from 'node:crypto';
import { ReviewReads } from '../../adapters/store/reviewReads';
import type { ReviewItem } from '../../core/review/reviewItem';
import { startSimulatedTeacher, type SimulatedTeacher } from '../support/simulatedTeacher';
import { testRecipe } from '../support/testRecipe';
import { eventually, TestSeedbed } from '../support/testSeedbed';

let teacher: SimulatedTeacher;
let seedbed: TestSeedbed;

beforeAll(async () => {
  teacher = await startSimulatedTeacher({ latency: { meanSeconds: 0.02 } });
  seedbed = await TestSeedbed.start({ teacher: teacher.baseUrl });
}, 180_000);

afterAll(async () => {
  await seedbed?.stop();
  await teacher?.close();
});

/** Ana dislikes a third of all pairs, always the same ones, and betters every fourth of the others. */
function verdictOn({ item, instruction, response }: ReviewItem) {
  const digest = createHash('sha256').update(`${instruction}/${response}`).digest();
  if ((digest[0] ?? 0) % 3 === 0) return { item, verdict: 'reject' as const, reason: 'wrong' };
  if ((digest[1] ?? 0) % 4 === 0)
    return { item, verdict: 'edit' as const, edit: { response: `${response} And that is all.` } };
  return { item, verdict: 'approve' as const };
}

interface Exported {
  readonly id: string;
  readonly instruction: string;
  readonly response: string;
  readonly review?: { readonly verdicts: readonly { verdict: string; at?: string; edit?: unknown }[] };
}

/** Runs a recipe to its end, with Ana at work; `kills` are batches before whose verdicts the worker is killed. */
async function review(name: string, kills: readonly number[]) {
  const reads = new ReviewReads(seedbed.database);
  const handle = await seedbed.startRun(
    testRecipe({
      name,
      target: 30,
      iteration: { size: 20 },
      review: { share: 0.5, wait: 'gate', checks: { share: 0.2 }, rejections: 0.3, reviewers: { twice: 0 } },
    }),
  );
  const shown: ReviewItem[] = [];
  let hasEnded = false;
  const ended = handle.result().finally(() => (hasEnded = true));
  for (let batch = 0; !hasEnded; batch++) {
    const open = await eventually(`batch ${batch} of ${name}, or its end`, async () => {
      if (hasEnded) return 'ended';
      return (await reads.batches(await seedbed.runKey(name), batch))[0];
    });
    if (open === 'ended') break;
    if (kills.includes(batch)) await seedbed.kill9('worker');
    const items = await reads.items(open);
    shown.push(...items);
    const sent = { reviewer: 'ana', verdicts: items.map(verdictOn) };
    await eventually(`batch ${batch} to take verdicts`, async () => {
      const update = { args: [sent] as [typeof sent], updateId: `${name}-${batch}` };
      await seedbed.client.workflow.getHandle(open.workflowId).executeUpdate('submitVerdicts', update);
      return true;
    });
  }
  const summary = await ended;
  const pairs = (await seedbed.dataset(name))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Exported);
  return { summary, pairs, shown, status: await seedbed.status(name) };
}

test('a gate waits for people, and what they said is the dataset: the same whatever was killed meanwhile', async () => {
  const { summary, pairs, shown, status } = await review('reviewed', []);
  expect(summary).toMatchObject({ state: 'completed', openReviews: [] });
  expect(summary.accepted).toBeGreaterThanOrEqual(30);
  expect(pairs).toHaveLength(summary.accepted);
  expect(status.funnel).toEqual(summary.funnel);
  expect(summary.funnel).toMatchObject({ awaitingReview: 0, open: 0 });
  expect(summary.funnel.declined).toBeGreaterThan(0);

  const verdicts = shown
    .filter(({ kind }) => kind !== 'check')
    .map((item) => ({ item, said: verdictOn(item) }));
  const instructions = new Map(pairs.map((pair) => [pair.instruction, pair]));
  for (const { item, said } of verdicts) {
    const pair = instructions.get(item.instruction);
    if (said.verdict === 'reject') expect(pair).toBeUndefined();
    else expect(pair?.response).toBe(said.edit?.response ?? item.response);
    if (pair) expect(pair.review?.verdicts).toMatchObject([{ reviewer: 'ana', verdict: said.verdict }]);
  }
  expect(verdicts.some(({ item }) => item.kind === 'sample')).toBe(true);
  expect(shown.some(({ kind }) => kind === 'check')).toBe(true);
  expect(pairs.filter((pair) => pair.review).length).toBeLessThan(pairs.length); // the others, nobody was asked about

  const killed = await review('killed', [0, 2]);
  const withoutTimes = (exported: readonly Exported[]) =>
    exported.map((pair) => ({ ...pair, review: pair.review?.verdicts.map(({ at: _, ...said }) => said) }));
  expect(withoutTimes(killed.pairs)).toEqual(withoutTimes(pairs));
  expect(killed.summary.funnel).toEqual(summary.funnel);
}, 240_000);
