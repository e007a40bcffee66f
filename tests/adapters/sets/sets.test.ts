import { join } from 'node:path';
import { exportDatasetFile } from '../../../adapters/exports/exportDataset';
import { exportFolder } from '../../../adapters/exports/exportFolder';
import { fileSet } from '../../../adapters/sets/fileSet';
import { runSet } from '../../../adapters/sets/runSet';
import type { Database } from '../../../adapters/store/database';
import { formatNamed } from '../../../core/dataset/formats/chooseFormat';
import { parseSplits } from '../../../core/dataset/splits/splitSizes';
import { compareSets } from '../../../core/run/sets/compareSets';
import type { ReadableSet, SetPair } from '../../../core/run/sets/setPair';
import { temporaryFolder } from '../../support/embeddedStack';
import { openTestStore, type TestStore } from '../../support/testStore';
import { fillRun } from '../../support/filledRun';

const runKey = 'garden@0198c2de-0000-7000-8000-000000000001';
let postgres: TestStore;
let database: Database;
let folder: string;
let run: ReadableSet;

beforeAll(async () => {
  folder = await temporaryFolder();
  postgres = await openTestStore(2);
  database = postgres.database;
  await fillRun(database, { runKey, pairs: 60, perIteration: 20 });
  run = runSet(database, { runKey, name: 'garden' });
});
afterAll(async () => {
  await postgres?.stop();
});

async function pairsOf(set: ReadableSet): Promise<SetPair[]> {
  const pairs: SetPair[] = [];
  for await (const pair of set.pairs()) pairs.push(pair);
  return pairs;
}

const exported = (out: string, formats: string, split?: string) =>
  exportFolder(database, runKey, join(folder, out), {
    formats: formats.split(',').map(formatNamed),
    splits: split === undefined ? undefined : parseSplits(split),
    card: () => Promise.resolve('# Garden\n'),
  });

test('a run is the same as its export, in strategies and cells too, which the files of trainers leave to provenance.jsonl', async () => {
  await exported('all', 'jsonl,alpaca,openai,parquet,csv,hf', 'train=0.8,test=0.2');
  const inRun = await pairsOf(run);
  for (const format of ['jsonl', 'alpaca', 'openai', 'parquet', 'csv', 'hf']) {
    const set = fileSet(join(folder, 'all', format));
    const { same, added, removed, moved, sets } = await compareSets(run, set, 3);
    expect({ format, same, added, removed }).toEqual({ format, same: 60, added: 0, removed: 0 });
    expect(moved).toMatchObject({ strategies: 0, cells: 0, languages: 0 });
    expect(sets[0]).toEqual(sets[1]);
    const byId = new Map((await pairsOf(set)).map((pair) => [pair.id, pair]));
    expect(inRun.map(({ id, cell }) => byId.get(id)?.cell === cell)).not.toContain(false);
  }
});

test('a single file of an export is one too, and one beside no export says what its rows say', async () => {
  await exportDatasetFile(database, runKey, formatNamed('jsonl'), join(folder, 'garden.jsonl'));
  const [first] = await pairsOf(fileSet(join(folder, 'garden.jsonl')));
  const [own] = await pairsOf(run);
  expect(first).toEqual(own);
  await exportDatasetFile(database, runKey, formatNamed('openai'), join(folder, 'garden.openai.jsonl'));
  const [plain] = await pairsOf(fileSet(join(folder, 'garden.openai.jsonl')));
  expect(plain).toMatchObject({ id: null, strategy: null, cell: null, known: {} });
});
