import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../../../adapters/workspace/packageRoot';
import { datasetFixtures, fixtureRows, writeDatasetFixtures } from '../../../support/datasetFixtures';
import { temporaryFolder } from '../../../support/embeddedStack';

let folder: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  writeDatasetFixtures(join(folder, 'sets'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function screen(dataset: string, ...options: string[]) {
  const out = `${dataset.replace(/\W/gu, '-')}.scores`;
  const command = [join(packageRoot(), 'dist', 'client', 'seedbed.js'), 'screen', dataset];
  const child = spawn(process.execPath, [...command, '--recipe', 'quickstart', '--out', out, ...options], {
    cwd: folder,
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
  child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr, out: join(folder, out) };
}

test('every format in one folder: each row is read, and what is left aside is named', async () => {
  const { code, stdout, out } = await screen('sets', '--json');
  expect(code).toBe(0);
  const rows = datasetFixtures().length * fixtureRows;
  const summary = JSON.parse(stdout) as {
    funnel: { rows: number; states: Record<string, number> };
    asides: { what: string }[];
  };
  expect(summary.funnel).toMatchObject({ rows, states: { unreadable: 0 } });
  expect(Object.values(summary.funnel.states).reduce((sum, count) => sum + count)).toBe(rows);
  expect(summary.asides.map(({ what }) => what)).toEqual(
    expect.arrayContaining(['origin', 'the rejected answer', 'what follows the first answer']),
  );
  expect((await readFile(out, 'utf8')).trim().split('\n')).toHaveLength(rows);
}, 120_000);

test('a conversation is written whole, with its scores and among the accepted ones', async () => {
  const turns = [
    {
      message: 'And which of them grow in the shade?',
      response: 'Mint and chives do, as long as the soil stays moist.',
    },
    {
      message: 'How often do I water those?',
      response: 'Every other day in spring, and daily in July and August.',
    },
  ];
  const [question, answer] = [
    'Suggest three herbs for a balcony.',
    'Basil, mint and chives grow well in pots.',
  ];
  const said = [
    { role: 'user', content: question },
    { role: 'assistant', content: answer },
  ];
  for (const { message, response } of turns)
    said.push({ role: 'user', content: message }, { role: 'assistant', content: response });
  await writeFile(join(folder, 'talk.jsonl'), `${JSON.stringify({ messages: said })}\n`);
  const { code, out, stderr } = await screen('talk.jsonl', '--accepted', 'good.jsonl');
  expect([code, stderr]).toEqual([0, expect.any(String)]);
  expect(JSON.parse(await readFile(out, 'utf8'))).toMatchObject({
    state: 'accepted',
    instances: [{ response: answer, turns, kept: true }],
  });
  expect(JSON.parse(await readFile(join(folder, 'good.jsonl'), 'utf8'))).toEqual({
    ...{ instruction: question, input: '', response: answer, turns },
  });
}, 120_000);

test('a dataset that is empty, or of which no row can be read, is an error that says why', async () => {
  await writeFile(join(folder, 'empty.jsonl'), '');
  const empty = await screen('empty.jsonl');
  expect(empty.code).toBe(2);
  expect(empty.stderr).toMatch(/Dataset empty\.jsonl is empty: expected rows/);
  // Nothing was begun, so that the mended file goes on under the same names.
  await expect(readFile(empty.out)).rejects.toMatchObject({ code: 'ENOENT' });

  await writeFile(join(folder, 'untold.jsonl'), '{"title": "a", "body": "b"}\n'.repeat(20));
  const untold = await screen('untold.jsonl');
  expect(untold.code).toBe(3);
  expect(untold.stderr).toMatch(
    /has no row that can be read\.\s+line 1: The row has title, body.*\s+line 2: .*\s+line 3: .*\s+and 17 more/,
  );
}, 120_000);
