import { parseArgs } from 'node:util';
import { migrate, openDatabase, type Database } from '../adapters/store/database';
import { startTestPostgres } from '../tests/support/embeddedStack';
import { fillStore, iterationSize } from './filledStore';
import { putThroughLedger } from './ledgerLoad';
import { timeSteps, type StoreTimes } from './storeTimes';

/** Pairs of the run that sizes are told for, beside the one that was measured. */
const onPaper = 10_000_000;
/** Accepted ones among the candidates that the script writes. */
const acceptedShare = 0.6;

/**
 * What the store costs: processor seconds for 1,000 requests of a worker and of PostgreSQL, without a teacher and without workflows.
 * With `--candidates 1000000`: the store is filled with runs of 10,000, 100,000 and that many, every step that a run takes is timed at each
 * size, and tables and indexes are measured. Some twelve minutes and 7 GB of disk for a million. `npm run bench:store`
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { requests: { type: 'string', default: '6000' }, candidates: { type: 'string' } },
  });
  const postgres = await startTestPostgres();
  const database = openDatabase(postgres.url);
  try {
    await migrate(database);
    if (values.candidates === undefined) await showUse(database, postgres.pid(), Number(values.requests));
    else await showTimes(database, Number(values.candidates));
  } finally {
    await database.close();
    await postgres.stop();
  }
}

async function showUse(database: Database, postgres: number, most: number): Promise<void> {
  for (const load of [
    { slots: 64, latencyMs: 1_000 },
    { slots: 512, latencyMs: 1_000 },
    { slots: 64, latencyMs: 5 },
  ]) {
    const requests = Math.min(most, load.slots * Math.ceil(32_000 / load.latencyMs));
    const {
      worker,
      postgres: ofPostgres,
      waited,
      seconds,
    } = await putThroughLedger(database, postgres, { ...load, requests });
    say(
      `${load.slots} slots, answers in ${load.latencyMs} ms: worker ${worker.toFixed(2)} s, PostgreSQL ${ofPostgres.toFixed(2)} s of processor time for 1,000 requests; ` +
        `${(requests / seconds).toFixed(0)} requests a second; the ledger takes ${waited.median.toFixed(1)} ms of a request (99 %: ${waited.most.toFixed(0)} ms)`,
    );
  }
}

async function showTimes(database: Database, most: number): Promise<void> {
  const sizes = [10_000, 100_000, 1_000_000].filter((size) => size < most).concat(most);
  const times: StoreTimes[] = [];
  let empty = await sizesOf(database);
  for (const size of sizes) {
    empty = await sizesOf(database);
    const startedAt = performance.now();
    const runKey = await fillStore(database, size);
    say(
      `filled with ${size.toLocaleString('en')} candidates in ${((performance.now() - startedAt) / 1_000).toFixed(0)} s`,
    );
    times.push(await timeSteps(database, runKey, Math.ceil(size / iterationSize)));
  }
  say(
    `\nmilliseconds, by candidates of the run${sizes.map((size) => size.toLocaleString('en').padStart(12)).join('')}`,
  );
  for (const step of times[0]?.keys() ?? [])
    say(`${step.padEnd(52)}${times.map((of) => (of.get(step) ?? NaN).toFixed(1).padStart(10)).join('')}`);

  say(
    `\n${'table or index'.padEnd(34)}${'rows'.padStart(12)}${'MB'.padStart(10)}${'bytes a candidate'.padStart(20)}${`GB at ${onPaper.toLocaleString('en')} pairs`.padStart(26)}`,
  );
  for (const [name, { bytes, rows }] of await sizesOf(database)) {
    const own = bytes - (empty.get(name)?.bytes ?? 0);
    if (own < 1e6) continue;
    const each = own / most;
    say(
      `${name.padEnd(34)}${(rows - (empty.get(name)?.rows ?? 0)).toLocaleString('en').padStart(12)}${(own / 1e6).toFixed(0).padStart(10)}${each.toFixed(0).padStart(20)}${((each * onPaper) / acceptedShare / 1e9).toFixed(1).padStart(26)}`,
    );
  }
}

/** Bytes and rows of every table, with what it keeps out of line, and of every index. */
async function sizesOf(
  database: Database,
): Promise<ReadonlyMap<string, { readonly bytes: number; readonly rows: number }>> {
  const { rows } = await database.query<{ name: string; bytes: number; rows: number }>(
    `select relname as name, case when relkind = 'r' then pg_table_size(oid) else pg_relation_size(oid) end as bytes, reltuples::bigint as rows
     from pg_class where relkind in ('r', 'i') and relnamespace = 'public'::regnamespace and relname not like 'bench%' order by 2 desc`,
  );
  return new Map(rows.map(({ name, ...size }) => [name, size]));
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

void main();
