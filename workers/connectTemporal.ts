import { NativeConnection } from '@temporalio/worker';
import { temporalSettings } from '../adapters/temporal/temporalSettings';

/**
 * Connects a worker to the Temporal that its environment names, else to one at the usual address of this machine.
 *
 * @throws UserError when the settings can't be used; an error of Temporal's when nothing answers.
 */
export async function connectTemporal(
  environment: NodeJS.ProcessEnv,
): Promise<{ readonly connection: NativeConnection; readonly namespace: string }> {
  const settings = temporalSettings(environment);
  const connection = await NativeConnection.connect({ address: '127.0.0.1:7233', ...settings.connection });
  return { connection, namespace: settings.namespace ?? 'default' };
}
