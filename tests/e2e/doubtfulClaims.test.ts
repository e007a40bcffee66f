import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ReviewReads } from '../../adapters/store/reviewReads';
import type { ReviewItem } from '../../core/review/reviewItem';
import type { GroundedClaim } from '../../core/vocabulary/groundedClaim';
import { startSimulatedTeacher, type SimulatedTeacher } from '../support/simulatedTeacher';
import { startThinkingProxy, type Said, type ThinkingProxy } from '../support/thinkingProxy';
import { eventually, TestSeedbed } from '../support/testSeedbed';

let teacher: SimulatedTeacher;
let proxy: ThinkingProxy;
let seedbed: TestSeedbed;

const claim = 'It was praised in Samarkand.';

interface Written {
  readonly pairs?: readonly { readonly instruction: string; readonly response: string }[];
}

/** Responses say what their passage says. In a third of the answers they say a thing more that stands nowhere, in a third another year. */
function tell({ text, usage, number }: Said): string {
  const { pairs } = JSON.parse(text) as Written;
  const written = pairs?.map(({ instruction, response }) => {
    const fact = /The museum of \w+ opened in 19\d\d\./.exec(response)?.[0] ?? response;
    const said = [fact, `${fact} ${claim}`, fact.replace(/19\d\d/, '1850')];
    return { instruction, response: said[number % 3] };
  });
  const content = written ? JSON.stringify({ pairs: written }) : text;
  const choice = { index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' };
  return JSON.stringify({ id: 'x', choices: [choice], usage });
}

beforeAll(async () => {
  teacher = await startSimulatedTeacher({});
  proxy = await startThinkingProxy(teacher.baseUrl, tell);
  seedbed = await TestSeedbed.start({ teacher: proxy.baseUrl });
}, 120_000);
afterAll(async () => {
  await seedbed?.stop();
  await proxy?.close();
  await teacher?.close();
});

test('a false year is rejected with its passage kept; a claim that stands nowhere comes before people with the passage, and their word decides', async () => {
  const folder = path.join(seedbed.workspace, 'museums');
  await mkdir(folder);
  const towns = ['Arlen', 'Brook', 'Corby', 'Dunmore', 'Elstow', 'Farley', 'Garth', 'Hulme'];
  for (const [at, town] of towns.entries())
    await writeFile(
      path.join(folder, `${town}.md`),
      `# ${town}\n\nThe museum of ${town} opened in ${1901 + 7 * at}.`,
    );
  const recipe = {
    name: 'museums',
    target: 12,
    teacher: { endpoint: 'simulated' },
    knowledge: { folder: 'museums' },
    fromKnowledge: { forms: { comparison: 0 }, pairs: 2, perPassage: 6 },
    iteration: { size: 16, open: 1 },
    filters: { language: false, grounded: { min: 0.6, ask: false } },
    review: { share: 0.1, by: { factChecks: 1 }, wait: 'gate' as const, reviewers: { twice: 0 } },
  };
  const handle = await seedbed.startRun(recipe, 'museums');
  const reads = new ReviewReads(seedbed.database);
  const shown: ReviewItem[] = [];
  let hasEnded = false;
  const ended = handle.result().finally(() => (hasEnded = true));
  for (let batch = 0; !hasEnded; batch++) {
    const open = await eventually(`batch ${batch}, or the end`, async () =>
      hasEnded ? 'ended' : (await reads.batches(await seedbed.runKey('museums'), batch))[0],
    );
    if (open === 'ended') break;
    shown.push(...(await reads.items(open)));
    await eventually(`batch ${batch} to take a signal`, async () => {
      const review = seedbed.client.workflow.getHandle(open.workflowId);
      await review.signal('approve', { items: 'all', reviewer: 'ana' });
      return true;
    });
  }
  const summary = await ended;
  expect(summary.accepted).toBeGreaterThanOrEqual(12);

  const doubts = shown.filter(({ drawnBy }) => drawnBy === 'doubt');
  expect(doubts.length).toBeGreaterThan(0);
  const dataset = await seedbed.dataset('museums');
  for (const { cases, response } of doubts) {
    const [one] = cases ?? [];
    if (one?.about !== 'claims') throw new Error('asks about no claim');
    expect(one.claims.map((open) => open.claim)).toContain(claim);
    expect(response).toContain(claim);
  }
  expect(dataset).toContain(claim); // no filter let it pass: a person did

  const runKey = await seedbed.runKey('museums');
  const { rows } = await seedbed.database.query<{ state: string; claims: GroundedClaim[] }>(
    `select c.state, s.evidence -> 'claims' as claims from scores s join candidates c using (run_key, iteration, ordinal)
     where run_key = $1 and s.filter = 'grounded' and s.score = 0`,
    [runKey],
  );
  expect(rows.length).toBeGreaterThan(0);
  for (const { state, claims } of rows) {
    expect(state).toBe('rejected');
    expect(claims.find(({ verdict }) => verdict === 'contradicted')).toMatchObject({
      passage: expect.any(String) as unknown,
      sentence: expect.stringMatching(/opened in 19\d\d/) as unknown,
    });
  }
  expect(dataset).not.toContain('1850');
}, 120_000);
