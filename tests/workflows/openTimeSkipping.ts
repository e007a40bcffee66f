import { defaultGrpcRetryOptions, makeGrpcRetryInterceptor, type ConnectionPlugin } from '@temporalio/client';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { temporalCli } from '../../adapters/stack/assets';
import { fetchAsset } from '../../adapters/stack/fetch';
import { endsOnceClosed } from '../../adapters/temporal/openConnection';
import { temporalTestServerPath } from '../support/embeddedStack';

/**
 * The server that skips time drops a connection that is kept alive by pings; and whoever still asks when it is torn down would try once more by
 * a timer, and throw in the next test file.
 */
const patientConnection: ConnectionPlugin = {
  name: 'patient connection',
  configureConnection: (options) => ({
    ...options,
    channelArgs: { 'grpc.keepalive_time_ms': 2 ** 31 - 1, 'grpc.keepalive_permit_without_calls': 0 },
    interceptors: [makeGrpcRetryInterceptor(defaultGrpcRetryOptions()), endsOnceClosed],
  }),
};

/** Opens a Temporal that skips time, in a process of its own. */
export async function openTimeSkipping(): Promise<TestWorkflowEnvironment> {
  return TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path: await temporalTestServerPath() } },
    plugins: [patientConnection],
  });
}

/** Opens a Temporal as people have it, in a process of its own: the one that skips time stalls on the cancellation of what ends at the same moment. */
export async function openDevelopmentServer(): Promise<TestWorkflowEnvironment> {
  const { path } = await fetchAsset(temporalCli);
  return TestWorkflowEnvironment.createLocal({
    server: { executable: { type: 'existing-path', path } },
    plugins: [patientConnection],
  });
}
