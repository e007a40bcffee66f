import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ScoresFile, type ScreeningOrigin } from '../../../adapters/datasetScreening/scoresFile';
import type { ScreenedRow } from '../../../core/screening/datasetScreening/screenedRow';
import { temporaryFolder } from '../../support/embeddedStack';

const origin: ScreeningOrigin = {
  version: 1,
  dataset: { bytes: 10, sha256: 'a' },
  reading: '{}',
  recipe: 'r',
  filters: ['echo@1'],
  all: false,
};
const row = (number: number): ScreenedRow => ({
  row: number,
  line: number,
  state: 'accepted',
  decidedBy: null,
  reason: null,
  instruction: `Größe ${number}`,
  instances: [{ input: '', response: 'Groß.', kept: true }],
  scores: [],
});

let folder: string;
beforeAll(async () => (folder = await temporaryFolder()));
afterAll(() => rm(folder, { recursive: true, force: true }));

async function known(file: string, of = origin): Promise<{ rows: number[]; scores: ScoresFile }> {
  const rows: number[] = [];
  const scores = await ScoresFile.open(file, of, (one) => void rows.push(one.row));
  return { rows, scores };
}

test('goes on after the last whole line, and cuts off the piece that a killed process left', async () => {
  const file = join(folder, 'cut.jsonl');
  const first = await known(file);
  await first.scores.append([row(1), row(2)]);
  await first.scores.close(false);
  await appendFile(file, '{"row":3,"li');
  const second = await known(file);
  expect(second.rows).toEqual([1, 2]);
  await second.scores.append([row(3)]);
  await second.scores.close(true);
  expect((await readFile(file, 'utf8')).split('\n').map((line) => line.length > 0)).toEqual([
    true,
    true,
    true,
    false,
  ]);
  const third = await known(file);
  expect(third.scores.wasComplete).toBe(true);
  await third.scores.close(true);
});

test('refuses to go on with another recipe, dataset or filter, and says which changed', async () => {
  const file = join(folder, 'other.jsonl');
  await (await known(file)).scores.close(false);
  await expect(known(file, { ...origin, recipe: 's' })).rejects.toThrow(
    'the recipe (or a file that it names) changed since',
  );
  await expect(known(file, { ...origin, filters: ['echo@2'] })).rejects.toThrow('a filter changed since');
});

test('never overwrites a file that is no screening', async () => {
  const file = join(folder, 'mine.jsonl');
  await writeFile(file, 'my thesis\n');
  await expect(known(file)).rejects.toThrow('is there already');
  expect(await readFile(file, 'utf8')).toBe('my thesis\n');
});
