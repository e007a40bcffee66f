import { PairStore } from '../../adapters/store/pairStore';
import { runWithKills } from '../support/killExperiment';
import { spawnSimulatedTeacher, type SpawnedSimulatedTeacher } from '../support/simulatedTeacherProcess';
import { testRecipe } from '../support/testRecipe';
import { TestSeedbed } from '../support/testSeedbed';

const concurrency = 16;

let teacher: SpawnedSimulatedTeacher;
let seedbed: TestSeedbed;

beforeAll(async () => {
  teacher = await spawnSimulatedTeacher({
    proposals: { judgeNoise: 0.3 },
    logSize: 100_000,
  });
  seedbed = await TestSeedbed.start({ teacher: teacher.baseUrl, endpoint: { concurrency } });
}, 120_000);

afterAll(async () => {
  await seedbed?.stop();
  await teacher?.close();
});

interface Group {
  readonly samples: number;
  readonly kept: number;
  readonly best: boolean;
  readonly differs: boolean;
}

test('of several responses the best judged leaves, the worst beside it as a preference, and a killed worker changes none of it', async () => {
  const recipe = testRecipe({
    name: 'samples',
    target: 16,
    iteration: { size: 16 },
    respond: { samples: 4, least: 3 },
    judge: { min: 0.1 },
    filters: { consistency: { min: 0 } },
  });
  const experiment = { seedbed, teacher, concurrency, latencySeconds: 0.15 };
  const calm = await runWithKills(experiment, recipe, 'samples-calm');
  const kill = { component: 'worker', atRequests: Math.floor(calm.requests * 0.6) } as const;
  const killed = await runWithKills(experiment, recipe, 'samples-killed', [kill]);
  expect(killed.dataset).toBe(calm.dataset);
  expect(killed.repeatedAfterCommit).toBe(0);
  expect(killed.repeatedAfterAnswer).toBeLessThanOrEqual(killed.mayRepeat);

  const { rows: runs } = await seedbed.database.query<{ runKey: string }>(
    `select run_key as "runKey" from runs where workflow_id like 'samples-%' order by workflow_id`,
  );
  const [of] = runs;
  const { rows: groups } = await seedbed.database.query<Group>(
    `with judged as (
       select r.*, (select s.score from scores s where (s.run_key, s.iteration, s.ordinal, s.response) = (r.run_key, r.iteration, r.ordinal, r.response)
                    and s.stage = 'judge') as score
       from responses r join candidates c using (run_key, iteration, ordinal)
       where c.run_key = $1 and c.state = 'accepted' and not c.classification)
     select count(*)::int as samples, count(*) filter (where kept)::int as kept,
       coalesce(bool_and(score <= best) filter (where score is not null), true) as best, count(distinct text) > 1 as differs
     from (select *, max(score) filter (where kept) over (partition by iteration, ordinal, coalesce(sample_of, response)) as best from judged) one
     group by iteration, ordinal, coalesce(sample_of, response) having bool_or(kept)`,
    [of!.runKey],
  );
  expect(groups.length).toBeGreaterThan(10);
  for (const { samples, kept, best, differs } of groups) {
    expect(samples).toBeGreaterThanOrEqual(3);
    expect(samples).toBeLessThanOrEqual(4);
    expect({ kept, best, differs }).toEqual({ kept: 1, best: true, differs: true });
  }

  const preferences = await Promise.all(runs.map(({ runKey }) => preferencesOf(runKey)));
  expect(preferences[0]?.length).toBeGreaterThan(3);
  expect(preferences[1]).toEqual(preferences[0]);
  for (const { chosen, rejected } of preferences[0] ?? []) expect(rejected).not.toBe(chosen);
}, 180_000);

async function preferencesOf(runKey: string): Promise<{ chosen: string; rejected: string }[]> {
  const found: { chosen: string; rejected: string }[] = [];
  for await (const { instances } of new PairStore(seedbed.database).accepted(runKey))
    for (const { response, rejected } of instances)
      if (rejected?.because === 'judged') found.push({ chosen: response, rejected: rejected.response });
  return found;
}
