import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { packageRoot } from '../../../../adapters/workspace/packageRoot';
import { temporaryFolder } from '../../../support/embeddedStack';

/** Distinct tasks, and every seventh one that a filter throws out, by turns of its instruction, its response, or as a repetition. */
function dataset(rows: number): string {
  const things = ['bridge', 'kettle', 'garden', 'violin', 'ladder', 'harbour', 'lantern', 'orchard'];
  return Array.from({ length: rows }, (_, index) => {
    const thing = things[index % things.length];
    const instruction =
      index % 21 === 7
        ? 'Draw it'
        : `Describe ${thing} number ${index % 35 === 14 ? 1 : index} for visitor ${index * 7}.`;
    const response =
      index % 21 === 14
        ? "I'm sorry, but I can't help with that request."
        : `The ${thing} with the number ${index} stands at the end of the lane, and visitors like to look at it.`;
    return `${JSON.stringify({ instruction, input: '', output: response })}\n`;
  }).join('');
}

let folder: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  await writeFile(join(folder, 'data.jsonl'), dataset(700));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function screen(out: string, jobs: number): ChildProcess {
  const command = [join(packageRoot(), 'dist', 'client', 'seedbed.js'), 'screen', 'data.jsonl'];
  const options = [
    '--recipe',
    'quickstart',
    '--out',
    out,
    '--accepted',
    `good-${out}`,
    '--jobs',
    String(jobs),
  ];
  return spawn(process.execPath, [...command, ...options], { cwd: folder, stdio: 'ignore' });
}

async function ended(child: ChildProcess): Promise<number | null> {
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}

const bytesOf = (file: string): Promise<string> => readFile(join(folder, file), 'utf8');

test('one thread and three write the same bytes, and so does a screening that went on after kill -9', async () => {
  expect(await ended(screen('one.jsonl', 1))).toBe(0);
  expect(await ended(screen('three.jsonl', 3))).toBe(0);
  const whole = await bytesOf('one.jsonl');
  expect(whole.split('\n')).toHaveLength(701);
  expect(await bytesOf('three.jsonl')).toBe(whole);

  const killed = screen('killed.jsonl', 2);
  const left = ended(killed);
  while (
    !((await stat(join(folder, 'killed.jsonl')).catch(() => undefined))?.size ?? 0) &&
    killed.exitCode === null
  )
    await wait(5);
  killed.kill('SIGKILL');
  await left;
  const part = await bytesOf('killed.jsonl');
  expect(part.length).toBeGreaterThan(0);
  expect(part.length).toBeLessThan(whole.length);

  expect(await ended(screen('killed.jsonl', 3))).toBe(0);
  expect(await bytesOf('killed.jsonl')).toBe(whole);
  expect(await bytesOf('good-killed.jsonl')).toBe(await bytesOf('good-one.jsonl'));
  for (const state of ['accepted', 'rejected']) expect(whole).toContain(`"state":"${state}"`);
}, 180_000);
