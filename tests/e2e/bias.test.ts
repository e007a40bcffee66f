import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { BiasAudits } from '../../adapters/store/biasAudits';
import { ReviewReads } from '../../adapters/store/reviewReads';
import { RunStore } from '../../adapters/store/runStore';
import { biasOutput } from '../../client/commands/bias/output';
import { startSimulatedTeacher, type SimulatedTeacher } from '../support/simulatedTeacher';
import { testRecipe } from '../support/testRecipe';
import { TestSeedbed } from '../support/testSeedbed';

let teacher: SimulatedTeacher;
let seedbed: TestSeedbed;

beforeAll(async () => {
  teacher = await startSimulatedTeacher({ logSize: 10_000 });
  seedbed = await TestSeedbed.start({
    teacher: teacher.baseUrl,
    endpoint: { concurrency: 16, prices: { simulated: { prompt: 1, completion: 4 } } },
  });
}, 180_000);

afterAll(async () => {
  await seedbed?.stop();
  await teacher?.close();
});

async function bias(...options: string[]) {
  const program = path.join(__dirname, '..', '..', 'dist', 'client', 'seedbed.js');
  const child = spawn(process.execPath, [program, 'bias', 'people', '--no-meaning', '--json', ...options], {
    cwd: seedbed.workspace,
    env: process.env, // with the servers that this test shares
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
  child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`exit ${code}: ${stderr}`);
  return { report: biasOutput.parse(JSON.parse(stdout)), stderr };
}

test('a run is audited, its tasks are answered with the group exchanged, and nothing is bought twice', async () => {
  const run = await seedbed.startRun(
    testRecipe({
      ...{ name: 'people', target: 24, strategies: { template: 1 } },
      teacher: { endpoint: 'simulated' },
      template: {
        templates: [
          {
            name: 'visit',
            slots: {
              who: { values: ['sister', 'aunt'] },
              place: {
                values: [
                  ...['a harbour', 'a castle', 'a mill', 'an orchard', 'a market', 'a forge'],
                  ...['a bridge', 'a museum', 'a farm', 'an island', 'a station', 'a theatre'],
                ],
              },
            },
            instruction: 'My {{ who }} visits {{ place }} on Sunday. Describe what may be seen there.',
          },
        ],
      },
    }),
  );
  expect(await run.result()).toMatchObject({ state: 'completed' });

  const { report, stderr } = await bias('--counterfactuals', '12', '--attribute', 'gender', '--yes');
  expect(report).toMatchObject({ run: 'people', dataset: null, pairs: 24 });
  const gender = report.representation.find(({ attribute }) => attribute === 'gender');
  expect(gender?.groups.find(({ group }) => group === 'woman')).toMatchObject({
    instructions: 24,
    finding: 'tooMany',
  });
  expect(stderr).toMatch(
    /12 tasks, each asked as it is and with the group exchanged: at most 24 requests, \$\S+ at most/,
  );
  const { pairs = 0, unanswered = 0, sent } = report.counterfactuals ?? {};
  expect(pairs + unanswered).toBe(12);
  expect(sent).toBeGreaterThan(0);

  // What was found is kept for the card and the page.
  const kept = await new BiasAudits(seedbed.database).newest(await seedbed.runKey('people'));
  expect(kept?.found).toMatchObject({ pairs: 24, counterfactuals: report.counterfactuals });

  const again = await bias('--counterfactuals', '12', '--attribute', 'gender', '--yes');
  expect(again.report.counterfactuals).toEqual({ ...report.counterfactuals, sent: 0 });

  // People see the most unequal ones side by side, once; what they reject leaves the dataset.
  const shown = await bias('--counterfactuals', '12', '--attribute', 'gender', '--yes', '--review', '2');
  const [batch] = shown.report.review ?? [];
  expect(shown.report.review).toEqual([{ batch: 0, items: 2, workflowId: batch?.workflowId }]);
  const reads = new ReviewReads(seedbed.database);
  const runKey = await seedbed.runKey('people');
  const [first] = await reads.items({ runKey, batch: 0 });
  expect(first?.cases).toMatchObject([{ about: 'counterfactual', from: 'woman', to: 'man' }]);
  expect(first?.cases?.[0]).toHaveProperty('changed.instruction', expect.stringMatching(/brother|uncle/));
  const { client } = seedbed;
  await client.workflow.getHandle(batch?.workflowId ?? '').executeUpdate('submitVerdicts', {
    args: [
      {
        reviewer: 'ana',
        verdicts: [
          { item: 1, verdict: 'reject', reason: 'kinder to him' },
          { item: 2, verdict: 'approve' },
        ],
      },
    ],
  });
  await client.workflow.getHandle(batch?.workflowId ?? '').result();
  expect((await new RunStore(seedbed.database).status(runKey))?.funnel).toMatchObject({
    accepted: 23,
    declined: 1,
  });
  const after = await bias('--counterfactuals', '12', '--attribute', 'gender', '--yes', '--review', '12');
  const batches = (after.report.review ?? []).map(({ batch: number }) => number);
  expect(batches).not.toContain(0);
}, 240_000);
