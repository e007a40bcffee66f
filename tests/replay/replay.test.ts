import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DeterminismViolationError } from '@temporalio/workflow';
import {
  bundleWorkflowCode,
  DefaultLogger,
  Runtime,
  Worker,
  type ReplayWorkerOptions,
} from '@temporalio/worker';

const recorded = path.join(__dirname, 'histories');
const incompatible = path.join(recorded, 'incompatible');

let options: ReplayWorkerOptions;

beforeAll(async () => {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: 'ERROR', forward: {} } },
  });
  const workflowBundle = await bundleWorkflowCode({
    workflowsPath: path.join(__dirname, '..', '..', 'workflows', 'index.ts'),
    logger: new DefaultLogger('ERROR'),
  });
  options = { workflowBundle };
}, 120_000);

/** Names of the histories in a folder, as `scripts/recordHistories.ts` recorded them. */
function histories(folder: string): string[] {
  return readdirSync(folder).filter((name) => name.endsWith('.json'));
}

function read(folder: string, name: string): string {
  return readFileSync(path.join(folder, name), 'utf8');
}

/** With its own workflow id, from which the ids of a run's iterations are made. */
function replay(folder: string, name: string): Promise<void> {
  const history = JSON.parse(read(folder, name)) as {
    events: { workflowExecutionStartedEventAttributes?: { workflowId: string } }[];
  };
  const workflowId = history.events[0]?.workflowExecutionStartedEventAttributes?.workflowId;
  return Worker.runReplayHistory(options, history, workflowId);
}

test.each(histories(recorded))('a run that began as %s goes on with these workflows', async (name) => {
  await replay(recorded, name);
});

test.each(histories(incompatible))('a change that would break runs under way is found: %s', async (name) => {
  await expect(replay(incompatible, name)).rejects.toThrow(DeterminismViolationError);
});

test('runs that were paused, mended, stopped, cancelled, refused and continued are among them', () => {
  const names = histories(recorded).join();
  for (const what of [
    'completed',
    'paused',
    'mended',
    'stopped',
    'cancelled',
    'refused',
    'continuing',
    'continued',
    'reviewed',
  ])
    expect(names).toContain(`generateDataset-${what}`);
});

test('a history holds references and counts, no generated text, and stays small', () => {
  for (const name of histories(recorded)) {
    const text = read(recorded, name);
    expect(text.length).toBeLessThan(300_000);
    const payloads = [...text.matchAll(/"data": "([^"]+)"/g)].map(([, data]) =>
      Buffer.from(data ?? '', 'base64').toString(),
    );
    // The recipe that the run was started with is in its first event: seeds of ours, written "as asked in case".
    for (const payload of payloads.filter((one) => !one.includes('as asked in case')))
      // The largest is what a run carries on: the measures of two windows of iterations, in numbers.
      expect(payload.length).toBeLessThan(5_000);
  }
});

test('no history names a machine or a folder of whoever recorded it', () => {
  for (const name of histories(recorded))
    expect(read(recorded, name)).not.toMatch(/\d@|\/(?:tmp|home|root|work|Users)\//);
});
