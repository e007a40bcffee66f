import { Client } from '@temporalio/client';
import { openConnection } from '../../adapters/temporal/openConnection';
import { temporalSettings } from '../../adapters/temporal/temporalSettings';
import { UserError } from '../../core/foundations/userError';
import { exitCodes } from '../terminal/exitCodes';

/**
 * Connects to the Temporal at an address: as the environment says where it names this one, and plainly to an embedded one.
 *
 * @throws UserError when nothing answers there, or the settings can't be used.
 */
export async function connectTemporal(address: string, namespace: string): Promise<Client> {
  const settings = temporalSettings();
  const options = settings.address === address ? settings.connection : {};
  try {
    const connection = await openConnection({ ...options, address });
    return new Client({ connection, namespace });
  } catch (cause) {
    throw new UserError(`Temporal does not answer at ${address}.`, {
      exitCode: exitCodes.failed,
      mend: 'See what is up and what is not: seedbed doctor',
      cause,
    });
  }
}
