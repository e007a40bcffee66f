import { ServiceError } from '@temporalio/client';
import type { ListedRun } from '../../../adapters/store/runList';
import type { Session } from '../../../client/connection/session';
import { currentStatus } from '../../../client/runs/currentStatus';
import type { RunStatus } from '../../../core/run/status';
import { running as open } from '../statusFixture';

/** A session whose store answers so, one look after the other, and whose Temporal has the workflow as completed. */
function sessionOf(...looks: readonly RunStatus[]): Session {
  return answering(looks, () =>
    Promise.resolve({
      ...{ status: { name: 'COMPLETED' }, runId: 'first' },
      raw: { workflowExecutionInfo: { firstRunId: 'first' } },
    }),
  );
}

function answering(looks: readonly RunStatus[], describe: () => Promise<unknown>): Session {
  const left = [...looks];
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

test('where Temporal fails, the store has the word, and its reason is told', async () => {
  const unavailable = Object.assign(new Error('14 UNAVAILABLE: no space left on device'), {
    ...{ code: 14, details: 'no space left on device', metadata: {} },
  });
  const failing = answering([open], () =>
    Promise.reject(new ServiceError('Failed to describe workflow', { cause: unavailable })),
  );
  await expect(currentStatus(failing, garden)).resolves.toMatchObject({
    state: open.state,
    troubles: [...open.troubles, { what: 'Temporal', message: 'no space left on device', times: 1 }],
  });
});

test('what is no failure of Temporal is told as what it is', async () => {
  const failing = answering([open], () => Promise.reject(new TypeError('a defect')));
  await expect(currentStatus(failing, garden)).rejects.toThrow('a defect');
});
