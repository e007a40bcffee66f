import { migrate, openDatabase, type Database } from '../../adapters/store/database';
import { openTestDatabase, type TestDatabase } from './embeddedStack';

/** A store with nothing in it: `stop` closes and removes it. */
export interface TestStore extends TestDatabase {
  readonly database: Database;
}

export async function openTestStore(connections: number): Promise<TestStore> {
  const empty = await openTestDatabase();
  const database = openDatabase(empty.url, connections);
  await migrate(database);
  return {
    url: empty.url,
    database,
    stop: async () => {
      await database.close();
      await empty.stop();
    },
  };
}
