import { setTimeout as delay } from 'node:timers/promises';
import { seededRandom } from '../../core/foundations/seededRandom';
import type { RecipeInput } from '../../core/run/recipeSchema';
import type { BudgetLine } from '../../core/teacher/budget/budgetState';
import { spawnSimulatedTeacher, type SpawnedSimulatedTeacher } from '../support/simulatedTeacherProcess';
import { testRecipe } from '../support/testRecipe';
import { eventually, TestSeedbed } from '../support/testSeedbed';
import { WorkerProcess } from '../support/workerProcess';

/** More with SEEDBED_CHAOS_SEEDS, as `npm run chaos:budget` sets it; then the run is larger too. */
const number = Number(process.env['SEEDBED_CHAOS_SEEDS'] ?? 1);
const seeds = Array.from({ length: number }, (_, index) => index + 1);
const size = number > 1 ? { target: 480, kills: 3 } : { target: 60, kills: 2 };

/** Dollars a million tokens, so that a dollar is about half of what a run costs. */
const price = number > 1 ? { prompt: 2.5, completion: 5 } : { prompt: 16, completion: 32 };
const budget = 1;

describe('a budget of $1.00, 64 requests in flight, answers of unforeseen length, three workers that are killed with -9', () => {
  let teacher: SpawnedSimulatedTeacher;
  let seedbed: TestSeedbed;
  const workers: WorkerProcess[] = [];

  beforeAll(async () => {
    teacher = await spawnSimulatedTeacher({ proposals: { longAnswers: 0.5 } });
    seedbed = await TestSeedbed.start({
      teacher: teacher.baseUrl,
      endpoint: { concurrency: 64, price },
      worker: false,
    });
    await Promise.all([start(), start(), start()]);
  }, 120_000);

  afterAll(async () => {
    for (const worker of workers) await worker.end('SIGKILL');
    await seedbed?.stop();
    await teacher?.close();
  });

  const start = async (): Promise<void> => void workers.push(await WorkerProcess.start(seedbed));

  /** What the teacher would charge for all that it has answered since it was reset. */
  async function charged(): Promise<number> {
    const { promptTokens, completionTokens } = await teacher.stats();
    return (promptTokens * price.prompt + completionTokens * price.completion) / 1_000_000;
  }

  test.each(seeds)(
    'is never exceeded by the teacher’s own count, and raised it ends with the export of an unlimited run (seed %i)',
    async (seed) => {
      const recipe: RecipeInput = testRecipe({
        name: 'budget',
        target: size.target,
        seed,
        teacher: { endpoint: 'simulated' },
        selfInstruct: { propose: { maxTokens: 512 }, respond: { maxTokens: 256 } },
      });
      await teacher.configure({ latency: { meanSeconds: 0 } });
      await teacher.reset();
      const unlimited = await seedbed.startRun(recipe, `unlimited-${seed}`);
      expect(await unlimited.result()).toMatchObject({ state: 'completed' });
      const cost = await charged();
      expect(cost).toBeGreaterThan(budget);
      const { requests, maxInFlight: withoutLimit } = await teacher.stats();

      await teacher.configure({ latency: { meanSeconds: number > 1 ? 1 : 0.3 } }); // some are on their way at each kill
      await teacher.reset();
      const name = `limited-${seed}`;
      const limited = await seedbed.startRun({ ...recipe, budget: { usd: budget } }, name);
      const random = seededRandom(seed, 'kills');
      const end = Date.now() + 300_000;
      for (let kill = 1; kill <= size.kills; kill++) {
        const at = Math.floor((requests * (kill - 0.2 - random.below(50) / 100)) / (3 * size.kills));
        await eventually(
          `${at} requests`,
          async () => (await teacher.stats()).requests >= at,
          end - Date.now(),
        );
        const alive = workers.filter(({ isRunning }) => isRunning);
        await alive[random.below(alive.length)]?.end('SIGKILL');
        await start();
      }
      const paused = await eventually(
        'the run to be paused by its budget',
        async () => {
          const status = await seedbed.status(name);
          return status.cause?.about === 'budget' && status;
        },
        300_000,
      );
      await eventually('the last answers', async () => (await teacher.stats()).inFlight === 0);
      await delay(1_000); // whatever else would be sent
      const spent = await charged();
      // What a process holds that was killed just now is told to be lost once its lease is over.
      const line = await eventually('nothing to be in flight', async () => {
        const [whole] = (await seedbed.status(name)).budget as [BudgetLine];
        return whole.reserved === 0 && whole;
      });
      const { maxInFlight } = await teacher.stats();
      process.stdout.write(
        `seed ${seed}: $${cost.toFixed(4)} unlimited; of $${budget.toFixed(2)} the teacher charged $${spent.toFixed(4)}; ` +
          `$${line.spent.toFixed(4)} seen, up to $${line.perhaps.toFixed(4)} lost with ${size.kills} killed workers, ` +
          `$${line.left.toFixed(4)} left; at most ${maxInFlight} in flight, ${withoutLimit} without a limit\n${paused.detail}\n`,
      );
      expect(paused.state).toBe('paused');
      expect(paused.detail).toContain(`seedbed raise-budget ${name} --usd`);
      expect(spent).toBeLessThanOrEqual(budget);
      expect(line.spent + line.perhaps).toBeLessThanOrEqual(budget);
      expect(line.spent + line.perhaps).toBeGreaterThanOrEqual(spent - 1e-9);

      await teacher.configure({ latency: { meanSeconds: 0 } });
      await limited.executeUpdate('raiseBudget', { args: [{ usd: 100 * budget }] });
      expect(await limited.result()).toMatchObject({ state: 'completed' });
      expect(await seedbed.dataset(name)).toBe(await seedbed.dataset(`unlimited-${seed}`));
      const [after] = (await seedbed.status(name)).budget as [BudgetLine];
      expect(after).toMatchObject({ limit: 100 * budget, reserved: 0 });
      expect(after.spent + after.perhaps).toBeGreaterThanOrEqual((await charged()) - 1e-9);
    },
    number > 1 ? 900_000 : 300_000,
  );
});
