import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { reviewOutput } from '../../client/commands/review/output';
import { verdictsOutput } from '../../client/review/verdictsOutput';
import { batchWorkflowId } from '../../core/review/batchName';
import { runTag } from '../../core/vocabulary/runTag';
import { startSimulatedTeacher, type SimulatedTeacher } from '../support/simulatedTeacher';
import { testRecipe } from '../support/testRecipe';
import { typeIn } from '../support/commandLine';
import { eventually, TestSeedbed } from '../support/testSeedbed';

let teacher: SimulatedTeacher;
let seedbed: TestSeedbed;

beforeAll(async () => {
  teacher = await startSimulatedTeacher({ logSize: 1_000 });
  seedbed = await TestSeedbed.start({ teacher: teacher.baseUrl });
  await seedbed.startRun(
    testRecipe({
      ...{ name: 'garden', target: 10, iteration: { size: 20 } },
      review: { share: 1, by: { random: 1 }, reviewers: { twice: 0 }, wait: 'gate', max: 12 },
    }),
  );
  await eventually('a batch to open', async () => {
    const { state, items } = await view();
    return state === 'open' && items > 0;
  });
}, 180_000);

afterAll(async () => {
  await seedbed?.stop();
  await teacher?.close();
});

const batchHandle = async () =>
  seedbed.client.workflow.getHandle(batchWorkflowId('garden', 0, runTag(await seedbed.runKey('garden'))));
const view = async () =>
  (await batchHandle()).query<{ state: string; pending: number[]; items: number }>('pending');

const run = (...words: string[]) => typeIn(seedbed.workspace, words);

test('verdicts are given, corrected and carried through a spreadsheet by commands, and each counts once', async () => {
  const { items } = await view();
  const listed = reviewOutput.parse(JSON.parse((await run('review', 'list', '--json')).stdout));
  expect(listed).toMatchObject({ next: 'seedbed review garden' });
  expect('batches' in listed && listed.batches[0]).toMatchObject({
    batch: 0,
    state: 'open',
    items,
    decided: 0,
  });

  const approve = ['approve', 'garden', '--batch', '0', '--items', '1-3', '--reviewer', 'ana'];
  const first = await run(...approve, '--json');
  expect(first.stderr).toBe('');
  expect(verdictsOutput.parse(JSON.parse(first.stdout))).toMatchObject({
    ...{ counted: [1, 2, 3], repeated: [], pending: items - 3 },
  });
  expect((await run(...approve)).stdout).toContain('Said before, and counted once: 1, 2, 3.');

  const unknown = await run('reject', 'garden', '--batch', '0', '--items', '99', '--reviewer', 'ana');
  expect(unknown).toMatchObject({ code: 2, stdout: '' });
  expect(unknown.stderr).toContain('99 is no item of this batch');

  const edited = await run(
    ...['edit', 'garden', '--batch', '0', '--items', '4', '--reviewer', 'ana', '--response', 'Better.'],
  );
  expect(edited.stdout).toContain('Edited 1 item of batch 0 of garden, as ana.');

  const sheet = path.join(seedbed.workspace, 'items.csv');
  const exported = await run(
    'review',
    'export',
    'garden',
    '--batch',
    '0',
    '--out',
    'items.csv',
    '--reviewer',
    'ana',
  );
  expect(exported.stdout).toContain(`Wrote ${items} items of garden to items.csv`);
  const text = await readFile(sheet, 'utf8');
  expect(text).toContain(',edit,,,,Better.');
  // Whoever works in the spreadsheet rejects all that is left.
  await writeFile(sheet, text.replace(/,,,,,\r\n/g, ',reject,dull,,,\r\n'));
  const imported = await run('review', 'import', 'garden', 'items.csv', '--reviewer', 'ana');
  expect(imported.stdout).toContain(`Batch 0 of garden: ${items - 4} verdicts counted, as ana.`);
  expect(imported.stdout).toMatch(/Nothing is left to decide in review-0000; review-0001 has \d+ open/);

  // The batch has ended: a correction opens it again.
  await eventually(
    'the batch to close',
    async () => (await (await batchHandle()).describe()).status.name !== 'RUNNING',
  );
  const corrected = await run(
    ...[
      'reject',
      'garden',
      '--batch',
      '0',
      '--items',
      '1',
      '--reviewer',
      'ana',
      '--reason',
      'wrong',
      '--json',
    ],
  );
  expect(corrected.stderr).toBe('');
  expect(verdictsOutput.parse(JSON.parse(corrected.stdout))).toMatchObject({
    counted: [1],
    pending: 0,
  });
  const again = await run('review', 'import', 'garden', 'items.csv', '--reviewer', 'ana', '--json');
  expect(reviewOutput.parse(JSON.parse(again.stdout))).toMatchObject({
    batches: [{ counted: [1], repeated: Array.from({ length: items - 1 }, (_, index) => index + 2) }],
  });

  const { rows } = await seedbed.database.query<{ pair: string }>(
    `select iteration || '/' || ordinal as pair from review_items where batch = 0 and item = 1`,
  );
  const traced = (await run('trace', rows[0]?.pair ?? '')).stdout;
  expect(traced).toMatch(
    /What people said\n {2}ana +approve .*\n {2}ana +reject, revision 2 .*\n {4}reason +wrong\n/,
  );
}, 120_000);
