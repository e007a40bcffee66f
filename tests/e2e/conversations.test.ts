import { PairStore } from '../../adapters/store/pairStore';
import type { AcceptedPair } from '../../core/dataset/formats/acceptedPair';
import { drawTurns } from '../../core/responding/conversing/drawTurns';
import { messageFault } from '../../core/responding/conversing/messageFault';
import { runWithKills } from '../support/killExperiment';
import { spawnSimulatedTeacher, type SpawnedSimulatedTeacher } from '../support/simulatedTeacherProcess';
import { testRecipe } from '../support/testRecipe';
import { TestSeedbed } from '../support/testSeedbed';

const concurrency = 16;

let teacher: SpawnedSimulatedTeacher;
let seedbed: TestSeedbed;

beforeAll(async () => {
  teacher = await spawnSimulatedTeacher({
    proposals: { faultyTurns: 0.15 },
    logSize: 100_000,
  });
  seedbed = await TestSeedbed.start({ teacher: teacher.baseUrl, endpoint: { concurrency } });
}, 120_000);

afterAll(async () => {
  await seedbed?.stop();
  await teacher?.close();
});

test('a run of conversations ends with whole ones only, each as long as was drawn, and a killed worker changes none of it', async () => {
  const recipe = testRecipe({
    name: 'conversations',
    target: 16,
    iteration: { size: 16 },
    conversation: { turns: { from: 2, to: 4 } },
    judge: { min: 0.1 },
  });
  const experiment = { seedbed, teacher, concurrency, latencySeconds: 0.1 };
  const calm = await runWithKills(experiment, recipe, 'conversations-calm');
  const kill = { component: 'worker', atRequests: Math.floor(calm.requests * 0.6) } as const;
  const killed = await runWithKills(experiment, recipe, 'conversations-killed', [kill]);
  const [pairs, again] = [await pairsOf('conversations-calm'), await pairsOf('conversations-killed')];
  expect(again).toEqual(pairs);
  expect(killed.dataset).toBe(calm.dataset);
  expect(killed.repeatedAfterCommit).toBe(0);
  expect(killed.repeatedAfterAnswer).toBeLessThanOrEqual(killed.mayRepeat);

  const { setup } = await seedbed.runs.load(await seedbed.runKey('conversations-calm'));
  expect(pairs.length).toBeGreaterThanOrEqual(16);
  for (const { iteration, ordinal, instruction, instances } of pairs) {
    const { turns = [], ...first } = instances[0];
    if (instances.length === 1)
      expect(turns).toHaveLength(drawTurns(setup.recipe, { iteration, ordinal, response: 0 }).length);
    expect(turns.length).toBeGreaterThanOrEqual(1);
    expect(turns.length).toBeLessThanOrEqual(3);
    turns.forEach(({ message, response, call, messageCall }, index) => {
      const before = [{ message: instruction, response: first.response }, ...turns.slice(0, index)];
      expect(messageFault(message, before, 'en')).toBeUndefined();
      expect(response.trim()).not.toBe('');
      expect([call, messageCall]).not.toContain(null);
    });
  }

  // The judge saw each as a whole.
  const { rows } = await seedbed.database.query<{ prompt: string }>(
    `select distinct evidence ->> 'prompt' as prompt from scores where stage = 'judge' and response >= 0 and run_key = $1`,
    [await seedbed.runKey('conversations-calm')],
  );
  expect(rows).toEqual([{ prompt: 'judgeConversation@1' }]);
}, 240_000);

async function pairsOf(run: string): Promise<AcceptedPair[]> {
  const pairs: AcceptedPair[] = [];
  for await (const pair of new PairStore(seedbed.database).accepted(await seedbed.runKey(run)))
    pairs.push(pair);
  return pairs;
}
