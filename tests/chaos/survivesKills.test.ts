import { seededRandom } from '../../core/foundations/seededRandom';
import { runWithKills, type KillExperiment } from '../support/killExperiment';
import { mixedRecipe } from '../support/mixedRecipe';
import { spawnSimulatedTeacher, type SpawnedSimulatedTeacher } from '../support/simulatedTeacherProcess';
import { testRecipe } from '../support/testRecipe';
import { TestSeedbed } from '../support/testSeedbed';

/** More with SEEDBED_CHAOS_SEEDS, as `npm run chaos` sets it. */
const seeds = Array.from(
  { length: Number(process.env['SEEDBED_CHAOS_SEEDS'] ?? 1) },
  (_, index) => index + 1,
);

const concurrency = 16;

describe('worker, Temporal and database killed with -9 in mid-run', () => {
  let teacher: SpawnedSimulatedTeacher;
  let seedbed: TestSeedbed;
  const experiment = (latencySeconds: number): KillExperiment => ({
    ...{ seedbed, teacher, concurrency, latencySeconds },
  });

  beforeAll(async () => {
    teacher = await spawnSimulatedTeacher({ logSize: 100_000 });
    seedbed = await TestSeedbed.start({
      teacher: teacher.baseUrl,
      endpoint: { concurrency },
      servers: 'own',
    });
  }, 120_000);

  afterAll(async () => {
    await seedbed?.stop();
    await teacher?.close();
  });

  test.each(seeds)(
    'the export is byte-identical to an undisturbed one, and no committed answer is bought again (seed %i)',
    async (seed) => {
      const recipe = testRecipe({ name: 'kills', target: 120, seed, iteration: { size: 60 } });
      const calm = await runWithKills(experiment(0.3), recipe, `calm-${seed}`);
      const random = seededRandom(seed, 'kills');
      const killed = await runWithKills(
        experiment(0.3),
        recipe,
        `killed-${seed}`,
        random.shuffle(['worker', 'temporal', 'postgres'] as const).map((component, index) => ({
          component,
          atRequests: Math.floor(calm.requests * ((index + 0.2 + random.below(50) / 100) / 3.2)),
        })),
      );
      const kills = killed.kills.map(
        ({ component, secondsToNextRequest }) =>
          `${component} (next request after ${secondsToNextRequest.toFixed(1)} s)`,
      );
      process.stdout.write(
        `seed ${seed}: killed ${kills.join(', ')}; ${killed.requests} requests against ${calm.requests} undisturbed: ` +
          `what was on its way at a kill is sent again, and may be paid twice; ${killed.repeatedAfterAnswer} of them had been ` +
          `answered in full (at most ${killed.mayRepeat} may be), ${killed.repeatedAfterCommit} of them committed\n`,
      );
      expect(killed.dataset).toBe(calm.dataset);
      expect(killed.repeatedAfterCommit).toBe(0);
      expect(killed.repeatedAfterAnswer).toBeLessThanOrEqual(killed.mayRepeat);
      expect(calm.repeatedAfterAnswer).toBe(0);
      for (const { secondsToNextRequest } of killed.kills) expect(secondsToNextRequest).toBeLessThan(15);
    },
    300_000,
  );

  test('the same holds of a run of all three strategies, its worker killed while templates, variants and proposals are under way', async () => {
    const recipe = mixedRecipe({ name: 'mixed-kills', target: 50, iteration: { size: 30 }, judge: {} });
    const calm = await runWithKills(experiment(0.15), recipe, 'mixed-calm');
    const atRequests = Math.floor(calm.requests * 0.4);
    const kill = { component: 'worker', atRequests } as const;
    const killed = await runWithKills(experiment(0.15), recipe, 'mixed-killed', [kill]);
    expect(new Set([...killed.dataset.matchAll(/"strategy":"(\w+)"/g)].map((match) => match[1]))).toEqual(
      new Set(['selfInstruct', 'template', 'augment']),
    );
    expect(killed.dataset).toBe(calm.dataset);
    expect(killed.repeatedAfterCommit).toBe(0);
    expect(killed.repeatedAfterAnswer).toBeLessThanOrEqual(killed.mayRepeat);
  }, 180_000);
});
