import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { datasetFiles } from '../../../adapters/datasets/datasetFiles';
import { readDataset } from '../../../adapters/datasets/readDataset';
import { pairRecord } from '../../../core/dataset/formats/jsonl';
import type { AcceptedPair } from '../../../core/dataset/formats/acceptedPair';
import type { SeedTask } from '../../../core/vocabulary/seedTask';
import { temporaryFolder } from '../../support/embeddedStack';

async function tasksOf(path: string): Promise<SeedTask[]> {
  const tasks: SeedTask[] = [];
  for await (const row of readDataset({ path, label: 'Dataset it' })) {
    if ('problem' in row) throw new Error(row.problem);
    tasks.push(row.task);
  }
  return tasks;
}

async function exportedFolder(formats: readonly string[]): Promise<string> {
  const folder = await temporaryFolder();
  writeFileSync(
    join(folder, 'provenance.jsonl'),
    '{"id":"p1","split":"train","row":0,"strategy":"template"}\n',
  );
  for (const format of formats) {
    mkdirSync(join(folder, format), { recursive: true });
    writeFileSync(join(folder, format, 'train.jsonl'), '{"instruction":"Name a nut.","output":"Hazel."}\n');
  }
  return folder;
}

describe('what we export we read again', () => {
  test.each([
    ['before others', 0],
    ['after others', 1],
  ])('a pair with several inputs, all of them, %s', async (_, at) => {
    const rows = [1, 2].map((inputs, ordinal) => pairRecord(pairOf(ordinal, inputs), { seed: 1 }));
    const file = join(await temporaryFolder(), 'run.jsonl');
    const ordered = at === 0 ? rows.toReversed() : rows;
    writeFileSync(file, ordered.map((row) => `${JSON.stringify(row)}\n`).join(''));
    const tasks = await tasksOf(file);
    expect(tasks.map(({ id }) => id)).toEqual(ordered.map(({ id }) => id));
    expect(tasks[at]?.instances).toEqual([
      { input: 'input 1', output: 'answer 1' },
      { input: 'input 2', output: 'answer 2' },
    ]);
    expect(tasks[1 - at]?.instances).toHaveLength(1);
  });

  test('a folder without what is known of its pairs', async () => {
    const folder = await exportedFolder(['.']);
    expect(await tasksOf(folder)).toMatchObject([{ instruction: 'Name a nut.' }]);
    expect((await datasetFiles(folder, 'Dataset it')).others).toEqual(['provenance.jsonl']);
  });

  test('a folder of several formats one at a time', async () => {
    const folder = await exportedFolder(['alpaca', 'jsonl']);
    await expect(tasksOf(folder)).rejects.toMatchObject({
      message: 'Dataset it has the same pairs in several formats: jsonl, alpaca.',
      mend: `Name one of them: ${join(folder, 'jsonl')}`,
    });
    expect(await tasksOf(join(folder, 'alpaca'))).toHaveLength(1);
  });
});

function pairOf(ordinal: number, inputs: number): AcceptedPair {
  const instance = (number: number) => ({
    ...{ input: `input ${number}`, response: `answer ${number}` },
    ...{ call: null, teacher: null, prompts: [] },
  });
  return {
    ...{ iteration: 0, ordinal, strategy: 'selfInstruct', instruction: 'Do it.', classification: false },
    ...{ family: null, askedCell: null, cell: null, novelty: null },
    lineage: { strategy: 'selfInstruct', prompts: [], calls: [] },
    instances: [instance(1), ...(inputs > 1 ? [instance(2)] : [])],
  };
}
