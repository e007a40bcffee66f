import { parseArgs } from 'node:util';
import { migrate, openDatabase } from '../adapters/store/database';
import { startTestPostgres } from '../tests/support/embeddedStack';
import { putThroughLedger } from './ledgerLoad';

/**
 * What the store costs: processor seconds for 1,000 requests of a worker and of PostgreSQL, without a teacher and without workflows.
 * `npm run bench:store`
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { requests: { type: 'string', default: '6000' } },
  });
  const postgres = await startTestPostgres();
  const database = openDatabase(postgres.url);
  try {
    await migrate(database);
    for (const load of [
      { slots: 64, latencyMs: 1_000 },
      { slots: 512, latencyMs: 1_000 },
      { slots: 64, latencyMs: 5 },
    ]) {
      const requests =
        load.latencyMs * Number(values.requests) > 64_000 * load.slots ? 2_000 : Number(values.requests);
      const use = await putThroughLedger(database, postgres.pid(), { ...load, requests });
      process.stdout.write(
        `${load.slots} slots, answers in ${load.latencyMs} ms: worker ${use.worker.toFixed(2)} s, PostgreSQL ${use.postgres.toFixed(2)} s of processor time for 1,000 requests; ` +
          `${(requests / use.seconds).toFixed(0)} requests a second; the ledger takes ${use.waited.median.toFixed(1)} ms of a request (99 %: ${use.waited.most.toFixed(0)} ms)\n`,
      );
    }
  } finally {
    await database.close();
    await postgres.stop();
  }
}

void main();
