import { rmSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { ReviewReads, type StoredBatch } from '../../adapters/store/reviewReads';
import { TemporalDesk } from '../../client/review/temporalDesk';
import type { BatchSummary } from '../../client/review/reviewDesk';
import {
  buildPageForTests,
  decideAndWaitInPage,
  decideInPage,
  launchBrowser,
  percentile,
  ReviewSession,
} from '../client/review/reviewBrowser';
import { chromiumFor } from '../support/chromium';
import { startSimulatedTeacher, type SimulatedTeacher } from '../support/simulatedTeacher';
import { testRecipe } from '../support/testRecipe';
import { eventually, TestSeedbed } from '../support/testSeedbed';

const chromium = chromiumFor(__filename);
const inBrowser = chromium === undefined ? test.skip : test;

/** The figure, and what may pass on a machine that does other work at the same time. */
const [wantedMs, maxMs] = [500, 2_000];

const edited = 'Water it in the morning.';

let teacher: SimulatedTeacher | undefined;
let seedbed: TestSeedbed | undefined;
let browser: Browser | undefined;
let pageFolder: string | undefined;
let session: ReviewSession | undefined;

afterAll(async () => {
  await session?.close();
  await browser?.close();
  await seedbed?.stop();
  await teacher?.close();
  if (pageFolder !== undefined) rmSync(pageFolder, { recursive: true });
});

inBrowser(
  'a batch of a run goes from the link to its end in the page, with the worker and Temporal killed under it, and the run goes on with what was said',
  async () => {
    teacher = await startSimulatedTeacher({ latency: { meanSeconds: 0.005 } });
    const own = await TestSeedbed.start({ teacher: teacher.baseUrl, servers: 'own' });
    seedbed = own;
    const reads = new ReviewReads(own.database);
    const desk = new TemporalDesk(() => Promise.resolve(own.client), reads);
    await own.startRun(
      testRecipe({
        ...{ name: 'garden', target: 400, iteration: { size: 200, open: 1 } },
        review: {
          ...{ share: 1, by: { random: 1 }, wait: 'gate', checks: { share: 0.03 } },
          reviewers: { twice: 0.04, adjudicator: 'eva' },
        },
      }),
    );
    pageFolder = buildPageForTests();
    browser = await launchBrowser(chromium as string);
    const stored = async (batch: number): Promise<StoredBatch> =>
      eventually(`batch ${batch}`, async () => (await reads.batches(await own.runKey('garden'), batch))[0]);
    const { runKey, run, batch, workflowId } = await stored(0);
    await eventually('its workflow', () => own.client.workflow.getHandle(workflowId).query('pending'));
    const items = await reads.items({ runKey, batch });
    expect(items.length).toBeGreaterThan(110);
    const summary: BatchSummary = {
      ...{ run, runKey, batch, workflowId, state: 'open', items: items.length, decided: 0 },
      ...{ conflicts: 0, openedAt: '', dueAt: null },
    };
    // Ben was here before, and rejected what two people are to see: Ana will differ from him on most of it.
    const seenByTwo = items.filter(({ needed }) => needed === 2).map(({ item }) => item);
    const ofBen = seenByTwo.map((item) => ({ item, verdict: 'reject' as const }));
    await desk.submit(summary, { reviewer: 'ben', verdicts: ofBen }, 'of-ben');
    const inConflict = seenByTwo.filter((item) => item !== 2 && item !== 4);
    expect(inConflict.length).toBeGreaterThan(0);

    session = await ReviewSession.open(browser, { desk, pageFolder });
    const review = session;
    const { page } = review;
    await review.begin('ana');
    await review.press('a', 'x', '2', 'e');
    await page.getByLabel('response').fill(edited);
    await review.press('Control+Enter', 'a', 'u');
    expect(await review.shownItem()).toBe(4);
    await page.reload();
    await page.locator('.card').waitFor();
    expect(await review.shownItem()).toBe(4);
    expect(await page.locator('.count').innerText()).toContain(`3 of ${items.length}`);
    await review.press('x', '7');
    await page.keyboard.type('no');
    await review.press('Enter');

    await page.evaluate(decideAndWaitInPage(3));
    const durable = await page.evaluate<number[]>(decideAndWaitInPage(60));
    const [median, max] = [percentile(durable, 0.5), percentile(durable, 0.95)].map(Math.round);
    console.info(
      `Key to durable in Temporal, ${durable.length} verdicts: median ${median} ms, 95th percentile ${max} ms (wanted: ${wantedMs} ms).`,
    );
    expect(max).toBeLessThanOrEqual(maxMs);

    const count = items.length - 4 - 63;
    const third = Math.floor(count / 3);
    for (const component of ['worker', 'temporal'] as const) {
      await Promise.all([page.evaluate(decideInPage(third, false)), own.kill9(component)]);
    }
    await page.evaluate(decideInPage(count - 2 * third, false));
    await page.getByText('Nothing is left for you in this batch').waitFor();
    await eventually('the page to know that all is durable', async () =>
      (await page.evaluate<string[]>('Object.values(localStorage)')).every(
        (text) => !text.includes('"unsent"'),
      ),
    );
    const refused = await page.evaluate<string[]>(
      'Object.values(localStorage).filter((text) => text.includes(\'"refused"\'))',
    );
    expect(refused).toEqual([]);
    const view = await eventually('a worker to answer', () => desk.view(summary));
    expect(view).toMatchObject({ pending: inConflict, conflicts: inConflict });
    await page.getByRole('link', { name: 'Batches' }).first().click();
    await page.getByRole('button', { name: 'Change name' }).click();
    await page.getByLabel('Your name').fill('eva');
    await review.press('Enter');
    await page.locator('.batch').click();
    await page.getByRole('button', { name: /^Settle/ }).click();
    for (const item of inConflict) {
      await page.getByText('Reviewers differ on this pair').waitFor();
      expect(await review.shownItem()).toBe(item);
      await review.press('a');
      await page.getByText('ben: rejected').waitFor();
      await review.press('ArrowRight');
    }

    await eventually('the batch to end', async () => (await stored(0)).closedAt !== null).catch(
      async (error: unknown) => {
        const { pending, conflicts, verdicts } = await desk.view(summary);
        const ofEva = verdicts.filter(({ reviewer }) => reviewer === 'eva');
        const kept = await page.evaluate<string[]>('Object.values(localStorage)');
        throw new Error(
          JSON.stringify({ pending, conflicts, ofEva, kept: kept.map((text) => text.slice(-600)) }),
          { cause: error },
        );
      },
    );
    const given = await reads.verdicts({ runKey, batch });
    const of = (name: string): number[] =>
      given.filter(({ reviewer }) => reviewer === name).map(({ item }) => item);
    expect(of('ana')).toEqual(items.map(({ item }) => item));
    expect(of('ben')).toEqual(seenByTwo);
    expect(given.filter(({ settles }) => settles).map(({ item }) => item)).toEqual(inConflict);
    expect(of('eva')).toEqual(inConflict);
    const { rows: recorded } = await own.database.query<{ item: number; verdicts: string[] }>(
      `select item, array_agg(verdict order by revision) as verdicts from verdicts
       where run_key = $1 and batch = $2 and reviewer = 'ana' group by item order by item`,
      [runKey, batch],
    );
    const said = new Map(recorded.map(({ item, verdicts }) => [item, verdicts]));
    expect([1, 2, 3, 4].map((item) => said.get(item))).toEqual([
      ['approve'],
      ['reject'],
      ['edit'],
      ['approve', 'withdrawn', 'reject'],
    ]);
    expect(
      recorded.slice(4).every(({ verdicts }) => verdicts.length === 1 && verdicts[0] === 'approve'),
    ).toBe(true);
    expect(given.find(({ item, reviewer }) => item === 4 && reviewer === 'ana')).toMatchObject({
      ...{ verdict: 'reject', reason: 'no', revision: 3 },
    });

    await stored(1); // the gate let the next iteration begin, which made a batch of its own
    expect(await desk.view(summary)).toMatchObject({ state: 'closed', adjudicator: 'eva', pending: [] });
    for (const { item } of items.filter(({ kind }) => kind === 'check').slice(0, 1))
      await expect(desk.evidence(summary, item)).rejects.toThrow('There is no evidence');

    const dataset = (await own.dataset('garden'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { instruction: string; response: string });
    const responses = new Map(dataset.map(({ instruction, response }) => [instruction, response]));
    for (const { item, instruction, response } of items.filter(({ kind }) => kind !== 'check')) {
      const isRejected = item === 2 || item === 4;
      if (isRejected) expect(responses.has(instruction)).toBe(false);
      else expect(responses.get(instruction)).toBe(item === 3 && !seenByTwo.includes(3) ? edited : response);
    }
    await own.client.workflow.getHandle('garden').signal('stop');
  },
  180_000,
);
