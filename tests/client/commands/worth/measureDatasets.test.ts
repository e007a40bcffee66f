import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { measureDatasets, type DatasetsRequest } from '../../../../client/commands/worth/measureDatasets';
import { worthOutput } from '../../../../client/commands/worth/output';
import { Interruption } from '../../../../client/terminal/interruption';
import { Terminal } from '../../../../client/terminal/terminal';
import { OverlapIndex } from '../../../../core/screening/novelty/overlapIndex';
import { temporaryFolder } from '../../../support/embeddedStack';

const before = { ...process.env };
let folder: string;
let dataset: string;
let against: string;

beforeAll(async () => {
  folder = await temporaryFolder();
  const python = path.join(folder, 'python');
  const standIn = path.resolve('tests/adapters/training/standIn.cjs');
  writeFileSync(python, `#!/bin/sh\nexec "${process.execPath}" "${standIn}" "$2"\n`, { mode: 0o755 });
  writeFileSync(path.join(folder, 'model.gguf'), '');
  Object.assign(process.env, {
    ...{ SEEDBED_PYTHON: python, SEEDBED_CACHE: folder, STAND_IN_LOG: path.join(folder, 'log') },
    SEEDBED_SMOLLM2: path.join(folder, 'model.gguf'),
  });
  [dataset, against] = [written('small.jsonl', 12), written('large.jsonl', 30)];
});

afterAll(() => {
  process.env = before;
});

/** The stand-in has the loss grow with the pairs. */
function written(name: string, pairs: number): string {
  const file = path.join(folder, name);
  const rows = Array.from({ length: pairs }, (_, index) =>
    JSON.stringify({ instruction: `Turn number ${index} of ${name} into words.`, output: `It is ${index}.` }),
  );
  writeFileSync(file, `${rows.join('\n')}\n`);
  return file;
}

function requestFor(given: Partial<DatasetsRequest>): DatasetsRequest {
  return {
    ...{
      dataset,
      against,
      heldOut: undefined,
      model: undefined,
      python: undefined,
      threads: 1,
      spoil: false,
    },
    ...{ yes: false, seeds: 3, tokens: 800, device: 'auto', format: 'auto', columns: {} },
    ...given,
  };
}

async function measure(given: Partial<DatasetsRequest> = {}, json = true): Promise<string> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough().resume()];
  const printed = text(stdout);
  const [out, error] = [stdout, stderr].map((stream) => stream as unknown as NodeJS.WriteStream);
  const interruption = new Interruption(() => undefined);
  const request = requestFor(given);
  try {
    const surroundings = { terminal: new Terminal({ json }, out, error), workspace: folder, interruption };
    expect(await measureDatasets(request, surroundings)).toBe(0);
  } finally {
    stdout.end();
    interruption.end();
  }
  return printed;
} // prettier-ignore

test('one set is told from another and from the model as it was, by what each training came to', async () => {
  const report = worthOutput.parse(JSON.parse(await measure()));
  expect(report.sets.map(({ name, pairs, loss }) => [name, pairs, loss.value])).toEqual([
    ['untrained', null, 0],
    [dataset, 12, 6],
    [against, 30, 15],
  ]);
  expect(report.comparisons.map(({ set, against: other, differences: [loss, kept] }) => [set, other, loss.finding, kept.measure])).toEqual([
    [dataset, against, 'better', 'kept'],
    [dataset, 'untrained', 'worse', 'kept'],
    [against, 'untrained', 'worse', 'kept'],
  ]);
  expect(report).toMatchObject({ tokens: 800, seeds: 3, nearTraining: 0, constraintTasks: 80 });
}); // prettier-ignore

test('a signal that comes while held-out pairs are looked for ends it at once, in words', async () => {
  const controller = new AbortController();
  const find = jest.spyOn(OverlapIndex.prototype, 'find').mockImplementation(() => {
    if (find.mock.calls.length === 1) setImmediate(() => controller.abort());
    for (const until = performance.now() + 10; performance.now() < until;);
    return undefined;
  });
  const stderr = new PassThrough();
  const said = text(stderr);
  const interruption = { signal: controller.signal, end: () => undefined } as unknown as Interruption;
  const terminal = new Terminal(
    {},
    new PassThrough().resume() as unknown as NodeJS.WriteStream,
    stderr as unknown as NodeJS.WriteStream,
  );
  const code = await measureDatasets(requestFor({}), { terminal, workspace: folder, interruption });
  stderr.end();
  expect(code).toBe(130);
  expect(find.mock.calls.length).toBeLessThan(20); // of 42 instructions and as many responses
  expect(await said).toContain('Stopped. The same command goes on after the trainings that are done.');
  find.mockRestore();
});

test('for people, a difference within noise is called that', async () => {
  const printed = await measure({ against: undefined, spoil: true }, false);
  expect(printed).toMatch(/small\.jsonl, responses exchanged, against .*small\.jsonl:\n {2}loss +0\.000 +\(0\.000 to 0\.000\) +within noise/); // prettier-ignore
  expect(printed).toContain('over 3 seeds');
});

test('what can not be compared is refused before anything is trained', async () => {
  await expect(measure({ against: dataset })).rejects.toThrow('is held against itself');
  await expect(measure({ dataset: written('tiny.jsonl', 2) })).rejects.toThrow('has 2 pairs with a response: 10 are needed'); // prettier-ignore
  await expect(measure({ dataset: 'garden' })).rejects.toMatchObject({
    message: 'There is no file "garden".',
    mend: 'If it is a run: seedbed export garden --out garden.jsonl',
  });
  await expect(measure({ model: 'nowhere.gguf' })).rejects.toThrow('There is no model at nowhere.gguf.');
  await expect(measure({ heldOut: dataset })).rejects.toMatchObject({
    message: 'Of the held-out pairs, 0 pairs can be used, and 12 are near something to be trained on: 20 are needed.', // prettier-ignore
    mend: expect.stringContaining('--held-out FILE') as string,
  });
});
