import path from 'node:path';
import { writeFile } from 'node:fs/promises';
import { stringify } from 'yaml';
import { reproduceOutput } from '../../client/commands/reproduce/output';
import { startSimulatedTeacher, type SimulatedTeacher } from '../support/simulatedTeacher';
import { testRecipe } from '../support/testRecipe';
import { typeIn } from '../support/commandLine';
import { eventually, TestSeedbed } from '../support/testSeedbed';

const recipe = testRecipe({ name: 'grown', target: 20, iteration: { size: 10, open: 2 } });
let teacher: SimulatedTeacher;
let seedbed: TestSeedbed;

beforeAll(async () => {
  teacher = await startSimulatedTeacher({ latency: { meanSeconds: 0.03 } });
  seedbed = await TestSeedbed.start({ teacher: teacher.baseUrl });
  await writeFile(path.join(seedbed.workspace, 'grown.yaml'), stringify(recipe));
}, 180_000);

afterAll(async () => {
  await seedbed?.stop();
  await teacher?.close();
});

const type = (...words: string[]) => typeIn(seedbed.workspace, words);

/** As the Temporal UI's form starts it. */
const extend = (workflowId: string, input: object) =>
  seedbed.client.workflow.start('generateDataset', { workflowId, taskQueue: 'seedbed', args: [input] });

const again = async (version: string) => {
  const { stdout, stderr } = await type('reproduce', version, '--json');
  if (!stdout.includes('"files"')) throw new Error(stdout + stderr);
  return reproduceOutput.parse(JSON.parse(stdout));
};

test('a run that ended goes on to more pairs: the same run, nothing asked twice, and the same bytes when its worker is killed', async () => {
  const begun = [await seedbed.startRun(recipe, 'twin'), await seedbed.startRun(recipe)];
  await Promise.all(begun.map((run) => run.result()));
  const [runKey, before] = [await seedbed.runKey('grown'), await seedbed.dataset('grown')];

  await (await extend('twin', { extend: 'twin', target: 45 })).result();
  teacher.reset();
  const handle = await extend('grown', { extend: 'grown', target: 45 });
  await eventually('requests', () => Promise.resolve(teacher.stats().requests >= 12));
  await seedbed.kill9('worker');
  const summary: unknown = await handle.result();

  expect(summary).toMatchObject({ state: 'completed', target: 45, runKey });
  expect(await seedbed.runKey('grown')).toBe(runKey);
  const after = await seedbed.dataset('grown');
  expect(after.startsWith(before)).toBe(true);
  expect(after).toBe(await seedbed.dataset('twin'));
  expect(after.trim().split('\n').length).toBeGreaterThanOrEqual(45);
  const status = await seedbed.status('grown');
  expect(status.earlierEnds).toMatchObject([{ state: 'completed', target: 20 }]);
  expect(status).toMatchObject({
    state: 'completed',
    target: 45,
    funnel: (summary as { funnel: object }).funnel,
  });

  // Both versions are there, and both come out the same from the ledger.
  const [first, second] = await Promise.all([again('grown@1'), again('grown@2')]);
  expect([first.same, second.same, first.runKey, second.runKey]).toEqual([true, true, runKey, runKey]);
  expect(first.pairs).toBe(before.trim().split('\n').length);
}, 180_000);

test('a run that was cancelled is finished out of what it had paid for', async () => {
  teacher.reset();
  const run = await seedbed.startRun({ ...recipe, target: 40 }, 'cancelled');
  await eventually('a commit', async () => (await seedbed.status('cancelled')).funnel.accepted > 0);
  await run.cancel();
  await run.result().catch(() => undefined);
  const cancelled = await seedbed.status('cancelled');
  expect(cancelled).toMatchObject({ state: 'cancelled' });
  const plans = async (which: string) =>
    (
      await seedbed.database.query<{ iteration: number; plan: unknown }>(
        `select iteration, plan from iterations where run_key = $1 and ${which} order by iteration`,
        [cancelled.runKey],
      )
    ).rows;
  const begun = await plans('committed_at is null');
  expect(begun).not.toEqual([]);

  const { code, stdout } = await type('extend', 'cancelled', '--json');
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ state: 'completed', target: 40, runKey: cancelled.runKey });
  expect(teacher.stats().repeatedAfterAnswer).toBe(0);
  expect(await plans('committed_at is null')).toEqual([]);
  const first = begun[0]?.iteration ?? 0;
  expect((await plans(`iteration >= ${first}`)).slice(0, begun.length)).toEqual(begun);
}, 120_000);

test('what can not be extended is refused in words, and a finished run typed again says how', async () => {
  const typedAgain = await type('run', 'grown.yaml', '--target', '60');
  expect(typedAgain.stderr).toContain('seedbed extend grown --target 60');
  const tooFew = await type('extend', 'grown', '--target', '45');
  expect([tooFew.code, tooFew.stderr]).toEqual([2, expect.stringMatching(/more than \d+/)]);
  const noBudget = await type('extend', 'grown', '--target', '60', '--usd', '5');
  expect([noBudget.code, noBudget.stderr]).toEqual([2, expect.stringContaining('no limit in dollars')]);
  const elsewhere = await extend('elsewhere', { extend: 'grown', target: 60 });
  const otherName: unknown = await elsewhere.result().catch((thrown: Error) => String(thrown.cause));
  expect(otherName).toContain('start the workflow with the id "grown"');

  const open = await seedbed.startRun({ ...recipe, target: 400 }, 'open');
  await eventually('it to begin', async () => (await seedbed.status('open')).state === 'running');
  const notEnded = await type('extend', 'open', '--target', '500');
  expect([notEnded.code, notEnded.stderr]).toEqual([
    2,
    expect.stringContaining('seedbed change-target open --target 500'),
  ]);
  await open.cancel();
}, 120_000);
