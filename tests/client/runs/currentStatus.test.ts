import type { ListedRun } from '../../../adapters/store/runList';
import type { Session } from '../../../client/connection/session';
import { currentStatus } from '../../../client/runs/currentStatus';
import type { RunStatus } from '../../../core/run/status';
import { running as open } from '../statusFixture';

/** A session whose store answers so, one look after the other, and whose Temporal has the workflow as completed. */
function sessionOf(...looks: readonly RunStatus[]): Session {
  const left = [...looks];
  const describe = () =>
    Promise.resolve({
      ...{ status: { name: 'COMPLETED' }, runId: 'first' },
      raw: { workflowExecutionInfo: { firstRunId: 'first' } },
    });
  return {
    runs: { status: () => Promise.resolve(left.shift()) },
    extensions: { executionOf: () => Promise.resolve({ workflowId: 'garden', firstRunId: 'first' }) },
    temporal: () => Promise.resolve({ workflow: { getHandle: () => ({ describe }) } }),
  } as unknown as Session;
}

const garden = { runKey: 'garden@first' } as ListedRun;

test('a run that ends while one looks is told as the store has its end', async () => {
  const ended: RunStatus = {
    ...open,
    ...{ state: 'exhausted', detail: 'no pair was accepted in 11 iterations in a row' },
  };
  await expect(currentStatus(sessionOf(open, ended), garden)).resolves.toEqual(ended);
});

test('of a run whose end nobody noted, Temporal has the word', async () => {
  await expect(currentStatus(sessionOf(open, open), garden)).resolves.toMatchObject({
    state: 'completed',
    detail: 'completed in Temporal',
  });
});
