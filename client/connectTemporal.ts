import { Client, Connection } from '@temporalio/client';
import { UserError } from '../core/foundations/userError';
import { exitCodes } from './exitCodes';

/**
 * Connects to Temporal: `TEMPORAL_API_KEY` and `TEMPORAL_TLS=1` turn encryption on, as the temporal command line has it.
 *
 * @throws UserError when nothing answers there.
 */
export async function connectTemporal(address: string, namespace: string): Promise<Client> {
  const apiKey = process.env['TEMPORAL_API_KEY'] || undefined;
  const isEncrypted = apiKey !== undefined || /^(1|true)$/i.test(process.env['TEMPORAL_TLS'] ?? '');
  try {
    const connection = await Connection.connect({
      address,
      connectTimeout: '10 seconds',
      ...(isEncrypted && { tls: true }),
      ...(apiKey !== undefined && { apiKey }),
    });
    return new Client({ connection, namespace });
  } catch (cause) {
    throw new UserError(`Temporal does not answer at ${address}.`, {
      exitCode: exitCodes.failed,
      mend: 'See what is up and what is not: seedbed doctor',
      cause,
    });
  }
}
