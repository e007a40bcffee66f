import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { KnowledgeFolders } from '../../adapters/store/knowledgeFolders';
import { PassageStore } from '../../adapters/store/passageStore';
import { TraceStore } from '../../adapters/store/traceStore';
import type { Lineage } from '../../core/vocabulary/lineage';
import { startSimulatedTeacher, type SimulatedTeacher } from '../support/simulatedTeacher';
import { TestSeedbed } from '../support/testSeedbed';

interface Pair {
  readonly id: string;
  readonly iteration: number;
  readonly ordinal: number;
  readonly input: string;
  readonly response: string;
  readonly lineage: { readonly knowledge: Required<Lineage>['knowledge'] };
}

let teacher: SimulatedTeacher;
let seedbed: TestSeedbed;

beforeAll(async () => {
  teacher = await startSimulatedTeacher({ logSize: 10_000 });
  seedbed = await TestSeedbed.start({ teacher: teacher.baseUrl });
}, 120_000);
afterAll(async () => {
  await seedbed?.stop();
  await teacher?.close();
});

test('a folder becomes pairs that cite the passages they were written from, spread over its documents, and what could not be used is named', async () => {
  const folder = path.join(seedbed.workspace, 'handbook');
  await mkdir(folder);
  const subjects = ['tea', 'bread', 'honey', 'rain'];
  for (const subject of subjects)
    await writeFile(
      path.join(folder, `${subject}.md`),
      Array.from(
        { length: 6 },
        (_, at) => `# ${subject} ${at}\n\nChapter ${at} is about ${subject} alone.`,
      ).join('\n\n'),
    );
  await writeFile(path.join(folder, 'empty.txt'), '');
  const recipe = {
    name: 'handbook',
    target: 24,
    teacher: { endpoint: 'simulated' },
    knowledge: { folder: 'handbook' },
    fromKnowledge: { forms: { comparison: 0 }, pairs: 2, perPassage: 4 },
    iteration: { size: 12, open: 2 },
    filters: { language: false },
  };
  const handle = await seedbed.startRun(recipe as never, 'handbook');
  const summary = await handle.result();
  expect(summary.accepted).toBeGreaterThanOrEqual(24);
  expect(teacher.stats().repeatedAfterAnswer).toBe(0);

  const pairs = (await seedbed.dataset('handbook'))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Pair);
  const store = new PassageStore(seedbed.database);
  const perDocument = new Map<string, number>();
  for (const { input, response, lineage } of pairs) {
    const { passages: citations, shown } = lineage.knowledge;
    const [passage] = await store.passages(citations.map(({ id }) => id));
    expect(response).toContain(passage?.text);
    expect(input.includes(passage?.text ?? '?')).toBe(shown);
    perDocument.set(passage?.name ?? '', (perDocument.get(passage?.name ?? '') ?? 0) + 1);
  }
  expect([...perDocument.keys()].sort()).toEqual([...subjects].sort().map((subject) => `${subject}.md`));
  const counts = [...perDocument.values()];
  expect(Math.min(...counts)).toBeGreaterThanOrEqual(Math.max(...counts) / 3);

  const runKey = await seedbed.runKey('handbook');
  const [first] = pairs;
  const trace = await new TraceStore(seedbed.database).trace(runKey, first!);
  expect(trace?.passages.map(({ id }) => id)).toEqual(first?.lineage.knowledge.passages.map(({ id }) => id));
  const [known] = await new KnowledgeFolders(seedbed.database).list();
  expect(known).toMatchObject({
    name: 'recipe handbook',
    documents: 4,
    passages: 24,
    unused: [{ name: 'empty.txt', reason: 'is empty' }],
  });
  expect(await readFile(path.join(seedbed.workspace, summary.dataset), 'utf8')).toContain('"knowledge"');
}, 120_000);
