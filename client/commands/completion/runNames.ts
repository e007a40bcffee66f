import { findStack } from '../../../adapters/stack';
import { openDatabase } from '../../../adapters/store/database';
import { listRuns } from '../../../adapters/store/runList';

/** Names of runs, for shell completion: quick and silent. Where no store is up there are none to tell; none is started. */
export async function runNames(workspace: string): Promise<string[]> {
  const addresses = await findStack(workspace);
  if (!addresses) return [];
  const database = openDatabase(addresses.databaseUrl, 1);
  try {
    return [...new Set((await listRuns(database, 'all', 1_000)).map(({ name }) => name))];
  } catch {
    return []; // a shell that completes a word has nowhere to say it
  } finally {
    await database.close();
  }
}
