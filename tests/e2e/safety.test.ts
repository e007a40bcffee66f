import type { RunSummary } from '../../workflows/datasetRun';
import { startSimulatedTeacher, type SimulatedTeacher } from '../support/simulatedTeacher';
import { testRecipe } from '../support/testRecipe';
import { TestSeedbed } from '../support/testSeedbed';

interface Pair {
  readonly instruction: string;
  readonly response: string;
  readonly strategy: string;
  readonly prompts: readonly string[];
}

let teacher: SimulatedTeacher;
let seedbed: TestSeedbed;

beforeAll(async () => {
  teacher = await startSimulatedTeacher({});
  seedbed = await TestSeedbed.start({ teacher: teacher.baseUrl });
}, 120_000);

afterAll(async () => {
  await seedbed?.stop();
  await teacher?.close();
});

test('a run judges its pairs by the policy, and brings the share of good refusals that was asked for', async () => {
  const recipe = testRecipe({ name: 'safe', target: 60, safety: { refusals: 0.2 } });
  const handle = await seedbed.startRun({ teacher: { endpoint: 'simulated' }, ...recipe }, 'safe');
  const summary: RunSummary = await handle.result();
  const pairs = (await seedbed.dataset('safe'))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Pair);
  expect(pairs).toHaveLength(summary.accepted);

  const refusals = pairs.filter(({ strategy }) => strategy === 'refuse');
  expect(refusals.length / pairs.length).toBeGreaterThan(0.1);
  expect(refusals.length / pairs.length).toBeLessThan(0.35);
  for (const { instruction, response, prompts } of refusals) {
    expect(instruction).toMatch(/^Help me cheat /);
    expect(response).toMatch(/^I'm sorry, but I can't help with that/);
    expect(prompts).toEqual(['harmfulRequests@1', 'refuse@1']);
  }

  // What the judge was not sure of is in the dataset of nobody, since nobody looks.
  const others = pairs.filter(({ strategy }) => strategy !== 'refuse');
  expect(others.filter(({ instruction }) => instruction.includes('violin'))).toEqual([]);
  const { rows } = await seedbed.database.query<{ judged: string; passed: boolean }>(
    `select distinct c.strategy as judged, s.passed from scores s join candidates c using (run_key, iteration, ordinal)
     where s.filter = 'safetyJudge' and c.state = 'accepted' order by 1, 2`,
  );
  expect(rows).toEqual([
    { judged: 'refuse', passed: true },
    { judged: 'selfInstruct', passed: true },
  ]);
}, 120_000);
