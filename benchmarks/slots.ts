import { parseArgs } from 'node:util';
import { slotUse } from '../tests/support/simulatedTeacher';
import { spawnSimulatedTeacher } from '../tests/support/simulatedTeacherProcess';
import { testRecipe } from '../tests/support/testRecipe';
import { TestSeedbed } from '../tests/support/testSeedbed';

/**
 * How much of the teacher's slots a run uses, by the teacher's own count, and how much history it leaves: a run from a
 * simulated teacher with lognormal latency, on a real Temporal server and PostgreSQL. `npm run bench:slots`
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      pairs: { type: 'string', default: '5000' },
      slots: { type: 'string', default: '64' },
      latency: { type: 'string', default: '1' },
    },
  });
  const [pairs, slots, meanSeconds] = [Number(values.pairs), Number(values.slots), Number(values.latency)];
  const teacher = await spawnSimulatedTeacher({ latency: { meanSeconds, sigma: 0.5 }, concurrency: slots });
  const seedbed = await TestSeedbed.start({ teacher: teacher.baseUrl, endpoint: { concurrency: slots } });
  try {
    const recipe = testRecipe({ name: 'slots', target: pairs, iteration: { size: 400 } });
    const handle = await seedbed.startRun(recipe);
    const summary = await handle.result();
    const stats = await teacher.stats();
    const history = await historyOf(seedbed, 'slots');
    const seconds = ((stats.lastAnsweredAt ?? 0) - (stats.firstRequestAt ?? 0)) / 1_000;
    const lines = [
      `accepted pairs              ${summary.accepted} of ${pairs}, ${summary.funnel.proposed} candidates`,
      `requests                    ${stats.requests} in ${seconds.toFixed(0)} s`,
      `slots' time used            ${slotUse(stats, slots).toFixed(3)} of ${slots} slots (at least 0.90)`,
      `refused for want of a slot  ${stats.refusedForConcurrency}`,
      `history events a pair       ${(history.events / summary.accepted).toFixed(3)} (at most 0.6)`,
      `history bytes a pair        ${(history.bytes / summary.accepted).toFixed(0)} (at most 250)`,
      `paid twice                  ${stats.repeatedAfterAnswer}`,
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
  } finally {
    await seedbed.stop();
    await teacher.close();
  }
}

/** Events and bytes of a run's history and its iterations', as the server counts them. */
async function historyOf(
  { client }: TestSeedbed,
  workflowId: string,
): Promise<{ events: number; bytes: number }> {
  let [events, bytes] = [0, 0];
  const add = async (id: string, runId?: string): Promise<void> => {
    const { raw } = await client.workflow.getHandle(id, runId).describe();
    events += Number(raw.workflowExecutionInfo?.historyLength ?? 0);
    bytes += Number(raw.workflowExecutionInfo?.historySizeBytes ?? 0);
  };
  for await (const { workflowId: id, runId } of client.workflow.list({
    query: `WorkflowId STARTS_WITH "${workflowId}"`,
  }))
    await add(id, runId);
  return { events, bytes };
}

void main();
