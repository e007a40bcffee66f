import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readDataset } from '../../adapters/datasets/readDataset';
import type { Database } from '../../adapters/store/database';
import { exportDatasetFile } from '../../adapters/exports/exportDataset';
import { createProgram } from '../../client/program';
import type * as Formats from '../../core/dataset/formats/formats';
import { formatNamed } from '../../core/dataset/formats/chooseFormat';
import { setupVersion } from '../../core/recipe/runSetup';
import { selfInstruct, writeRun } from '../adapters/store/storyFixture';
import type * as Columns from './columns';
import { temporaryFolder } from '../support/embeddedStack';
import { openTestStore, type TestStore } from '../support/testStore';

// The one line that a new format takes, beside its file: columns.ts.
jest.mock('../../core/dataset/formats/formats', () => {
  const { exportFormats } = jest.requireActual<typeof Formats>('../../core/dataset/formats/formats');
  const { columns } = jest.requireActual<typeof Columns>('./columns');
  return { exportFormats: [...exportFormats, columns] };
});

const pairs = 250;
let postgres: TestStore;
let database: Database;
let folder: string;

beforeAll(async () => {
  folder = await temporaryFolder();
  postgres = await openTestStore(2);
  database = postgres.database;
  const candidates = Array.from({ length: pairs }, (_, ordinal) => ({
    ordinal,
    instruction: `Say the number ${ordinal} in words — “plainly”.`,
    lineage: selfInstruct([]),
    response: { text: `It is ${ordinal}.`, call: null },
  }));
  await writeRun(database, { runKey: 'garden@1', candidates });
  await database.query('update iterations set committed_at = now()');
  await database.query(`update documents set body = (body::jsonb || $1::jsonb)::json where kind = 'setup'`, [
    JSON.stringify({ version: setupVersion }),
  ]);
});
afterAll(async () => {
  await postgres?.stop();
  await rm(folder, { recursive: true, force: true });
});

const written = (file: string) =>
  exportDatasetFile(database, 'garden@1', formatNamed('columns'), join(folder, file));

test('a binary format exports a run, streaming, to a file that other tools read', async () => {
  expect(await written('pairs.parquet')).toMatchObject({ pairs, rows: pairs });
  const read: unknown[] = [];
  for await (const row of readDataset({ path: join(folder, 'pairs.parquet'), label: 'The export' }))
    read.push('task' in row ? [row.task.instruction, row.task.response] : row.problem);
  expect(read).toEqual(
    Array.from({ length: pairs }, (_, at) => [`Say the number ${at} in words — “plainly”.`, `It is ${at}.`]),
  );
});

test('equal runs give equal bytes in it too', async () => {
  await written('one.parquet');
  await written('other.parquet');
  const [one, other] = await Promise.all(
    ['one.parquet', 'other.parquet'].map((file) => readFile(join(folder, file))),
  );
  expect(one?.equals(other!)).toBe(true);
});

test('a file appears whole or not at all, also when the format fails halfway', async () => {
  const failing = {
    ...formatNamed('columns'),
    open: () => ({
      write: () => Promise.reject(new Error('it holds what this format cannot')),
      close: () => undefined,
    }),
  };
  const file = join(folder, 'half.parquet');
  await expect(exportDatasetFile(database, 'garden@1', failing, file)).rejects.toThrow('cannot');
  expect((await readdir(folder)).filter((name) => name.startsWith('half'))).toEqual([]);
});

test('its name and words are in the help, and in the refusal of a name that there is not', () => {
  const command = createProgram('0').commands.find((one) => one.name() === 'export');
  expect(command?.helpInformation().replaceAll(/\s+/g, ' ')).toContain(
    'hf (a folder for the hub, with its card) or columns (texts in columns, a row for each instance)',
  );
  expect(() => formatNamed('xml')).toThrow(/"xml" is not a format: there are jsonl, .*, hf and columns\.$/);
});
