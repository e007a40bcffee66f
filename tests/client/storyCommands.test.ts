import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { Database } from '../../adapters/store/database';
import { reportOutput } from '../../client/commands/report/output';
import { traceOutput } from '../../client/commands/trace/output';
import { Session } from '../../client/connection/session';
import { printReport } from '../../client/commands/report/showReport';
import { Terminal } from '../../client/terminal/terminal';
import { printTrace } from '../../client/commands/trace/tracePair';
import { pairId } from '../../core/dataset/formats/pairId';
import { openTestStore, type TestStore } from '../support/testStore';
import { selfInstruct, writeRun } from '../adapters/store/storyFixture';

let postgres: TestStore;
let database: Database;
let session: Session;

beforeAll(async () => {
  postgres = await openTestStore(4);
  database = postgres.database;
  // These commands never ask Temporal.
  const addresses = {
    ...{ temporalAddress: '127.0.0.1:9', temporalNamespace: 'default', databaseUrl: postgres.url, logs: '' },
    ...{ uiUrl: undefined, teacherUrl: undefined, models: {} },
  };
  session = new Session('', addresses, database, undefined, false);
  const seeds = [{ instruction: 'Name a fruit.' }];
  for (const [runKey, seed] of [
    ['older@1', 1],
    ['newer@1', 2],
  ] as const) {
    await writeRun(database, {
      ...{ runKey, recipe: { seed }, materials: { seeds, sources: [] } },
      candidates: [{ ordinal: 0, lineage: selfInstruct(['call'], { examples: [{ seed: 0 }] }) }],
      calls: { call: { tokens: [90, 10] } },
    });
  }
}, 120_000);

afterAll(async () => {
  await postgres?.stop();
});

/** What a command prints on stdout, which is a pipe. */
async function printed(
  options: { json?: boolean },
  command: (terminal: Terminal) => Promise<number>,
): Promise<string> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const terminal = new Terminal(
    options,
    stdout as unknown as NodeJS.WriteStream,
    stderr as unknown as NodeJS.WriteStream,
  );
  const output = text(stdout);
  expect(await command(terminal)).toBe(0);
  stdout.end();
  return output;
}

test('a pair is traced by its id in whichever run has it, and by its address in the newest', async () => {
  const id = pairId(1, { iteration: 0, ordinal: 0 });
  const byId = await printed({}, (terminal) => printTrace(session, { pair: id, run: undefined }, terminal));
  expect(byId).toContain(`${id} · accepted · candidate 0/0 of run older`);
  expect(byId).toContain('seed 0     Name a fruit.');
  const byAddress = await printed({}, (terminal) =>
    printTrace(session, { pair: '0/0', run: undefined }, terminal),
  );
  expect(byAddress).toContain('candidate 0/0 of run newer');
  const named = await printed({ json: true }, (terminal) =>
    printTrace(session, { pair: '0/0', run: 'older' }, terminal),
  );
  expect(traceOutput.parse(JSON.parse(named))).toMatchObject({ id, runKey: 'older@1' });
});

test.each([
  ['0/7', undefined, 'Run newer has no candidate 0/7.'],
  ['p0123456789abcdef', undefined, 'No run has a candidate p0123456789abcdef.'],
  ['p0123456789abcdef', 'older', 'Run older has no candidate p0123456789abcdef.'],
  ['0/0', 'oldr', 'There is no run "oldr" in this workspace.'],
  ['garden', undefined, '"garden" is no pair'],
])('%s of the run %s is an error that says what is wrong', async (pair, run, message) => {
  await expect(printed({}, (terminal) => printTrace(session, { pair, run }, terminal))).rejects.toThrow(
    message,
  );
});

test('a report is printed for people and for programs', async () => {
  const plain = await printed({}, (terminal) => printReport(session, 'newer', terminal));
  expect(plain).toContain('  propose@1           1        1         1  100.0 %');
  const json = await printed({ json: true }, (terminal) => printReport(session, 'newer', terminal));
  expect(reportOutput.parse(JSON.parse(json))).toMatchObject({
    strategies: [{ strategy: 'selfInstruct', accepted: 1, wanted: 1 }],
    cells: null,
  });
});
