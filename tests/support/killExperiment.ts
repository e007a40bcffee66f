import { setTimeout as delay } from 'node:timers/promises';
import type { ComponentName } from '../../adapters/stack';
import type { RecipeInput } from '../../core/run/recipeSchema';
import type { SpawnedSimulatedTeacher } from './simulatedTeacherProcess';
import { eventually, type TestSeedbed } from './testSeedbed';

export interface KillReport {
  readonly component: ComponentName;
  /** Seconds from the kill to the first request that arrived after whatever was killed was up again. */
  readonly secondsToNextRequest: number;
}

export interface ExperimentReport {
  readonly dataset: string;
  readonly kills: readonly KillReport[];
  readonly requests: number;
  /** Requests whose answer the teacher had sent in full, and which were sent again. */
  readonly repeatedAfterAnswer: number;
  /**
   * How many of them there may be: answers that were on their way, or received and not committed, when the process that asked died. That is what
   * may be in flight at each kill of a worker; when Temporal or the database dies, the worker holds what it has.
   */
  readonly mayRepeat: number;
  /** Of these, the ones whose answer was in the ledger by then: there may be none. */
  readonly repeatedAfterCommit: number;
}

export interface KillExperiment {
  readonly seedbed: TestSeedbed;
  readonly teacher: SpawnedSimulatedTeacher;
  /** Most requests of the worker in flight. */
  readonly concurrency: number;
  /** How long an answer takes in the mean, so that some are on their way at each kill. Where nothing is killed they come at once. */
  readonly latencySeconds: number;
}

export interface Kill {
  readonly component: ComponentName;
  readonly atRequests: number;
}

/**
 * Runs a recipe and kills components on the way, each at a moment given as a share of the target. Moments are shares and not
 * seconds, so that every kill falls into the run on any machine.
 */
export async function runWithKills(
  { seedbed, teacher, concurrency, latencySeconds }: KillExperiment,
  recipe: RecipeInput,
  workflowId: string,
  kills: readonly Kill[] = [],
): Promise<ExperimentReport> {
  await teacher.configure({ latency: { meanSeconds: kills.length > 0 ? latencySeconds : 0 } });
  await teacher.reset();
  const handle = await seedbed.startRun(recipe, workflowId);
  const reports: KillReport[] = [];
  for (const { component, atRequests } of kills) {
    await eventually(
      `${atRequests} requests`,
      async () => (await teacher.stats()).requests >= atRequests,
      120_000,
    );
    const killedAt = Date.now();
    await seedbed.kill9(component);
    // A worker's requests in flight have all arrived before it is killed: whatever arrives later is new.
    const next = await eventually(
      `a request after the kill of ${component}`,
      async () => (await teacher.log()).find(({ at }) => at > killedAt + (component === 'worker' ? 0 : 50)),
      60_000,
    );
    reports.push({ component, secondsToNextRequest: (next.at - killedAt) / 1_000 });
  }
  await eventually(
    'the end of the run',
    async () => (await handle.describe()).status.name !== 'RUNNING',
    300_000,
  );
  await handle.result();
  await delay(0);

  const stats = await teacher.stats();
  const { rows } = await seedbed.database.query<{ call_key: string; answered_at: Date }>(
    `select call_key, answered_at from ledger where state = 'answered' and run_key = $1`,
    [await seedbed.runKey(workflowId)],
  );
  const committed = new Map(rows.map((row) => [row.call_key, row.answered_at.getTime()]));
  const afterCommit = (await teacher.log()).filter(
    ({ call, at }) => at > (committed.get(call ?? '') ?? Infinity),
  );
  return {
    dataset: await seedbed.dataset(workflowId),
    kills: reports,
    requests: stats.requests,
    repeatedAfterAnswer: stats.repeatedAfterAnswer,
    mayRepeat: concurrency * kills.filter(({ component }) => component === 'worker').length,
    repeatedAfterCommit: afterCommit.length,
  };
}
