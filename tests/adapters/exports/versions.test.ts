import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { exportDataset, exportDatasetFile, singleFile } from '../../../adapters/exports/exportDataset';
import { exportFolder, folderMade, type FolderExport } from '../../../adapters/exports/exportFolder';
import { keepVersion, type KeptVersion } from '../../../adapters/exports/keepVersion';
import type { Database } from '../../../adapters/store/database';
import { DatasetVersions } from '../../../adapters/store/datasetVersions';
import { formatNamed } from '../../../core/dataset/formats/chooseFormat';
import { parseSplits } from '../../../core/dataset/splits/splitSizes';
import { temporaryFolder } from '../../support/embeddedStack';
import { openTestStore, type TestStore } from '../../support/testStore';
import { fillRun } from '../../support/filledRun';

const runKey = 'garden@0198c2de-0000-7000-8000-000000000001';
let postgres: TestStore;
let database: Database;
let folder: string;

beforeAll(async () => {
  folder = await temporaryFolder();
  postgres = await openTestStore(2);
  database = postgres.database;
  await fillRun(database, { runKey, pairs: 60, perIteration: 20 });
});
afterAll(async () => {
  await postgres?.stop();
});

async function toFile(format: string, run = runKey): Promise<KeptVersion> {
  const written = await exportDatasetFile(database, run, formatNamed(format), join(folder, `set.${format}`));
  return keepVersion(database, run, singleFile(formatNamed(format), written));
}

async function toFolder(formats: string, split?: string): Promise<KeptVersion> {
  const wanted: FolderExport = {
    formats: formats.split(',').map(formatNamed),
    splits: split === undefined ? undefined : parseSplits(split),
    card: () => Promise.resolve('# Garden\n'),
  };
  const exported = await exportFolder(database, runKey, join(folder, 'set'), wanted);
  return keepVersion(database, runKey, folderMade(wanted, exported));
}

test('versions are 1, 2, 3 by name, and the same bytes make no new one', async () => {
  expect(await toFile('jsonl')).toEqual({ name: 'garden@1', isNew: true });
  expect(await toFile('jsonl')).toEqual({ name: 'garden@1', isNew: false });
  expect(await toFile('alpaca')).toEqual({ name: 'garden@2', isNew: true });
  expect(await toFolder('hf,openai', 'train=0.8,test=0.2')).toEqual({ name: 'garden@3', isNew: true });
  expect(await toFolder('hf,openai', 'train=0.8,test=0.2')).toEqual({ name: 'garden@3', isNew: false });
  expect(await toFolder('hf,openai', 'train=0.7,test=0.3')).toEqual({ name: 'garden@4', isNew: true });

  const again = 'garden@0198c2de-0000-7000-8000-000000000002';
  await fillRun(database, { runKey: again, pairs: 20, perIteration: 20 });
  expect(await toFile('jsonl', again)).toEqual({ name: 'garden@5', isNew: true });
  expect(await toFile('jsonl')).toEqual({ name: 'garden@1', isNew: false });
});

test('a version knows what was asked, what was written, and up to where the run was read', async () => {
  const versions = new DatasetVersions(database);
  const found = await versions.find('garden', 3);
  expect(found).toMatchObject({
    ...{ runKey, pairs: 60, moment: { iteration: 2, reviewed: 0 }, card: '# Garden\n' },
    options: { formats: ['hf', 'openai'], isFolder: true, splits: [{ name: 'train' }, { name: 'test' }] },
    recipeHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
  });
  expect((await versions.list(10, 'garden')).map(({ version }) => version)).toEqual([5, 4, 3, 2, 1]);
  expect(await versions.list(10, 'other')).toEqual([]);
});

test('what goes to stdout is a version by its bytes, as a file is', async () => {
  const output = new PassThrough();
  const read = (async () => {
    const hash = createHash('sha256');
    for await (const bytes of output) hash.update(bytes as Buffer);
    return hash.digest('hex');
  })();
  const format = formatNamed('jsonl');
  const written = await exportDataset(database, runKey, format, output, { end: true });
  expect(written.sha256).toBe(await read);
  const file = createHash('sha256')
    .update(await readFile(join(folder, 'set.jsonl')))
    .digest('hex');
  expect(written.sha256).toBe(file);
  expect(await keepVersion(database, runKey, singleFile(format, written))).toEqual({
    name: 'garden@1',
    isNew: false,
  });
});

test('a run that goes on makes another version of the same options', async () => {
  await database.query(
    `update candidates set state = 'declined' where run_key = $1 and iteration = 0 and ordinal = 0`,
    [runKey],
  );
  expect(await toFile('jsonl')).toMatchObject({ name: 'garden@6', isNew: true });
});
