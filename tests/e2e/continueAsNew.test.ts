import type { WorkflowHandle } from '@temporalio/client';
import type { temporal } from '@temporalio/proto';
import type { RecipeInput } from '../../core/run/recipeSchema';
import type { generateDataset } from '../../workflows/generateDataset';
import { startSimulatedTeacher, type SimulatedTeacher } from '../support/simulatedTeacher';
import { testRecipe } from '../support/testRecipe';
import { eventually, TestSeedbed } from '../support/testSeedbed';

type Run = WorkflowHandle<typeof generateDataset>;

/** The server suggests to continue as new at so few events that a small run does so again and again. */
const fewEvents = ['--dynamic-config-value', 'limit.historyCount.suggestContinueAsNew=25'];

let teacher: SimulatedTeacher;
let seedbed: TestSeedbed;

const recipe: RecipeInput = testRecipe({ name: 'continues', target: 60, iteration: { size: 12, open: 2 } });

beforeAll(async () => {
  teacher = await startSimulatedTeacher({ latency: { meanSeconds: 0.03 } });
}, 60_000);

beforeEach(() => teacher.reset());

afterAll(async () => {
  await seedbed?.stop();
  await teacher?.close();
});

/** How many executions a run took. */
async function executions(workflowId: string): Promise<number> {
  let count = 0;
  for await (const _ of seedbed.client.workflow.list({ query: `WorkflowId = "${workflowId}"` })) count++;
  return count;
}

async function eventsOf(run: Run): Promise<readonly temporal.api.history.v1.IHistoryEvent[]> {
  return (await run.fetchHistory()).events ?? [];
}

describe('a run that continues as new', () => {
  let whole: { dataset: string; funnel: unknown };

  beforeAll(async () => {
    seedbed = await TestSeedbed.start({ teacher: teacher.baseUrl });
    const run = await seedbed.startRun(recipe, 'whole');
    const { funnel } = await run.result();
    whole = { dataset: await seedbed.dataset('whole'), funnel };
    expect(await executions('whole')).toBe(1);
    await seedbed.stop();
    seedbed = await TestSeedbed.start({ teacher: teacher.baseUrl, temporalArguments: fewEvents });
  }, 180_000);

  test('keeps its counts and its key, and comes to the dataset of one that does not', async () => {
    const run = await seedbed.startRun(recipe, 'continues');
    const summary = await run.result();
    await eventually('all executions to be listed', async () => (await executions('continues')) >= 3);
    expect(summary).toMatchObject({ state: 'completed', funnel: whole.funnel });
    expect(await seedbed.dataset('continues')).toBe(whole.dataset);
    expect(await seedbed.status('continues')).toMatchObject({
      state: 'completed',
      funnel: summary.funnel,
      runKey: summary.runKey,
    });
    expect(teacher.stats().repeatedAfterAnswer).toBe(0);

    const [started] = await eventsOf(run);
    const [argument] = started?.workflowExecutionStartedEventAttributes?.input?.payloads ?? [];
    // The recipe is in the store: it isn't sent with each execution again.
    expect(Buffer.from(argument?.data ?? []).toString()).toBe(`{"continues":"${summary.runKey}"}`);
  }, 120_000);

  test('loses no signal, whenever it comes: each pause is heeded, each resume too', async () => {
    const run = await seedbed.startRun(recipe, 'signalled');
    const states = new Set<string>();
    for (let round = 0; (await run.describe()).status.name === 'RUNNING' && round < 100; round++) {
      const sent = await run.signal('pause').then(
        () => true,
        () => false,
      ); // it may end in between
      if (!sent) break;
      await eventually('the run to pause or end', async () => {
        const { state } = await seedbed.status('signalled');
        states.add(state);
        return state !== 'running';
      });
      await run.signal('resume').catch(() => undefined);
      await eventually(
        'the run to go on or end',
        async () => (await seedbed.status('signalled')).state !== 'paused',
      );
    }
    expect(await run.result()).toMatchObject({ state: 'completed' });
    expect(states).toContain('paused');
    expect(await seedbed.dataset('signalled')).toBe(whole.dataset);
    expect(await executions('signalled')).toBeGreaterThanOrEqual(3);
  }, 180_000);

  test('is stopped by a stop that comes in the moment it continues', async () => {
    const run = await seedbed.startRun({ ...recipe, target: 2_000 }, 'stopped-between');
    const first = (await run.describe()).runId;
    // Sent from the moment that the next execution is there: its first task has hardly begun.
    await eventually('the run to continue as new', async () => (await run.describe()).runId !== first);
    await run.signal('stop');
    expect(await run.result()).toMatchObject({ state: 'stopped' });
    expect(
      (await eventsOf(run)).some(
        ({ workflowExecutionSignaledEventAttributes: signal }) => signal?.signalName === 'stop',
      ),
    ).toBe(true);
  }, 120_000);
});
