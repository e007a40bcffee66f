import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import type { ActivityDependencies } from '../../activities';
import { createReviewActivities } from '../../activities/reviewActivities';
import { createRunActivities } from '../../activities/runActivities';
import { RunMemory } from '../../activities/runMemory';

/** Failures are how the test ends what it has seen enough of. */
const logger = new DefaultLogger('ERROR', () => undefined);

/** A store that answers when the test has seen enough, and then with an error: until then an activity reads what it reads first. */
let giveUp = (): void => undefined;
const enough = new Promise<never>((_, reject) => (giveUp = () => reject(new Error('enough'))));
const reading = (): Promise<never> => enough;
const slow = new Proxy({}, { get: () => reading });
const workspace = mkdtempSync(path.join(tmpdir(), 'seedbed-activities-'));
const dependencies = {
  ...{ workspace, database: slow, runs: slow, iterations: slow },
  memory: new RunMemory(),
  ...{ loadRun: reading, filtersOf: reading },
} as unknown as ActivityDependencies;
const run = createRunActivities(dependencies);
const review = createReviewActivities(dependencies);
const input = { runKey: 'run@1', iteration: 7 } as Parameters<typeof run.planIteration>[0];

const ended: Promise<unknown>[] = [];

afterAll(async () => {
  giveUp();
  await Promise.all(ended);
  rmSync(workspace, { recursive: true, force: true });
});

test.each([
  ['a plan', () => run.planIteration(input)],
  ['an export', () => run.exportRun({ runKey: 'run@1' })],
  ['an export after a late batch', () => review.applyReview({ runKey: 'run@1', batch: 0, watermark: null })],
  [
    'a snapshot',
    () =>
      run.prepareRun({ input: { recipe: 'quickstart' }, workflowId: 'run', firstRunId: '1', kind: 'run' }),
  ],
])('%s lives as long as it takes: its worker says so while it works', async (_, activity) => {
  const environment = new MockActivityEnvironment({}, { logger });
  const beat = new Promise<void>((resolve) => environment.on('heartbeat', () => resolve()));
  ended.push(environment.run(activity).catch(() => undefined)); // given up after the tests
  await beat;
});
