import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { z } from 'zod';
import { uploadOutput } from '../../../../client/commands/upload/output';
import { uploadDataset, type UploadRequest } from '../../../../client/commands/upload/uploadDataset';
import { Interruption } from '../../../../client/terminal/interruption';
import { Terminal } from '../../../../client/terminal/terminal';
import type { UserError } from '../../../../core/foundations/userError';
import { HubStandIn } from '../../../support/hubStandIn';

let hub: HubStandIn;
let folder: string;
const before = { HF_TOKEN: process.env['HF_TOKEN'], HF_ENDPOINT: process.env['HF_ENDPOINT'] };
const name = 'ana/garden';
const card = '---\nlicense: cc0-1.0\n---\n# Garden\n';
const data = {
  'data/train-00000-of-00001.parquet': 'PAR1 small',
  'data/test-00000-of-00001.parquet': 'PAR1 '.repeat(800),
};

beforeEach(async () => {
  hub = await HubStandIn.start();
  Object.assign(process.env, { HF_TOKEN: 'hf_writer', HF_ENDPOINT: hub.url });
  folder = mkdtempSync(join(tmpdir(), 'seedbed-upload-'));
  write({ ...data, 'README.md': card, 'provenance.jsonl': '{"reviewer":"ana"}\n' });
});

afterEach(async () => {
  await hub.close();
  rmSync(folder, { recursive: true, force: true });
  for (const [variable, value] of Object.entries(before))
    if (value === undefined) delete process.env[variable];
    else process.env[variable] = value;
});

/** Writes a folder as `export --format hf` does. */
function write(files: Record<string, string>): void {
  rmSync(folder, { recursive: true, force: true });
  const sums = Object.entries(files).map(([path, content]) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
    return `${createHash('sha256').update(content).digest('hex')}  ${path}\n`;
  });
  writeFileSync(join(folder, 'SHA256SUMS'), sums.join(''));
}

async function upload(
  given: Partial<UploadRequest> = {},
): Promise<z.output<typeof uploadOutput> & { readonly said: string }> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const [printed, said] = [text(stdout), text(stderr)];
  const [out, error] = [stdout, stderr].map((stream) => stream as unknown as NodeJS.WriteStream);
  const request = {
    named: folder,
    to: name,
    isPublic: false,
    isDryRun: false,
    withProvenance: false,
    ...given,
  };
  const interruption = new Interruption(() => undefined);
  const terminal = new Terminal({ json: true }, out, error);
  try {
    expect(await uploadDataset(request, { terminal, workspace: folder, interruption })).toBe(0);
  } finally {
    stdout.end();
    stderr.end();
  }
  return { ...uploadOutput.parse(JSON.parse(await printed)), said: await said };
}

const refusal = (given: Partial<UploadRequest> = {}) =>
  upload(given).then(
    () => undefined,
    (error: UserError) => error,
  );
const changes = ({ files }: Awaited<ReturnType<typeof upload>>) =>
  Object.fromEntries(files.map(({ path, change }) => [path, change]));
const commitsOf = () => hub.repositories.get(name)?.commits.length ?? 0;

test('a folder becomes a private dataset by one commit, large files by their own way, and reviewers’ names stay at home', async () => {
  const { created, public: isPublic, commit } = await upload();
  expect({ created, isPublic, commit }).toEqual({
    created: true,
    isPublic: false,
    commit: expect.stringMatching(/^[0-9a-f]{40}$/) as string,
  });
  const { '.gitattributes': _, SHA256SUMS: sums = '', ...files } = hub.filesOf(name);
  expect(files).toEqual({ ...data, 'README.md': card });
  expect(
    sums
      .split('\n')
      .filter(Boolean)
      .map((line) => line.slice(66)),
  ).toEqual([...Object.keys(data), 'README.md']);
  expect(hub.repositories.get(name)?.isPrivate).toBe(true);
  expect(commitsOf()).toBe(2); // that which made it, and ours
  // Both parquet files are large ones, the second in parts.
  expect(hub.requests.filter((request) => request.startsWith('PUT /lfs/'))).toHaveLength(1 + 3);
});

test('the same upload again sends nothing and commits nothing', async () => {
  await upload();
  const sent = hub.requests.length;
  const again = await upload();
  expect(again).toMatchObject({ created: false, commit: null });
  expect(new Set(Object.values(changes(again)))).toEqual(new Set(['same']));
  expect(commitsOf()).toBe(2);
  expect(hub.requests.slice(sent).filter((request) => !request.startsWith('GET'))).toEqual([]);
});

test('only what changed is sent; what an earlier upload left is taken away, and what others put there stays', async () => {
  await upload();
  hub.put(name, 'NOTES.md', 'By hand.');
  const { 'data/test-00000-of-00001.parquet': _, ...rest } = data;
  write({ ...rest, 'README.md': `${card}More.\n` });
  expect(changes(await upload())).toEqual({
    'data/train-00000-of-00001.parquet': 'same',
    'README.md': 'changed',
    SHA256SUMS: 'changed',
    'data/test-00000-of-00001.parquet': 'removed',
  });
  expect(Object.keys(hub.filesOf(name)).sort()).toEqual(
    ['.gitattributes', 'NOTES.md', 'README.md', 'SHA256SUMS', 'data/train-00000-of-00001.parquet'].sort(),
  );
});

test.each([
  ['a commit whose answer is lost', { on: /^POST .*\/commit\//, instead: 'lost' as const }],
  ['a hub that is away for a moment', { on: /^POST .*\/commit\//, instead: 503 }],
  ['a large file that breaks off', { on: /^PUT \/lfs\//, instead: 'lost' as const }],
  ['a commit of somebody else’s in between', { on: /^POST .*\/commit\//, instead: 412 }],
])(
  'after %s it goes on: nothing is there twice, no large file is sent twice',
  async (_what, fault) => {
    hub.faults.push(fault);
    const { said } = await upload();
    expect(said).toContain('Tried again in 1 s.');
    expect(commitsOf()).toBe(2);
    expect(hub.filesOf(name)).toMatchObject(data);
    const wholes = hub.requests.filter((request) => /^PUT \/lfs\/[0-9a-f]{64}$/.test(request));
    expect(wholes.length).toBeLessThanOrEqual(fault.on.test('PUT /lfs/') ? 2 : 1);
  },
  20_000,
);

test('a dry run tells what would be sent, and changes nothing; without a token it asks nobody', async () => {
  const dry = await upload({ isDryRun: true });
  expect(dry).toMatchObject({ created: true, dryRun: true, commit: null, public: false });
  expect(new Set(Object.values(changes(dry)))).toEqual(new Set(['new']));
  expect(hub.repositories.size).toBe(0);
  const asked = hub.requests.length;
  delete process.env['HF_TOKEN'];
  expect(await upload({ isDryRun: true })).toMatchObject({ public: null, commit: null });
  expect(hub.requests).toHaveLength(asked);
});

test('a dataset that everybody can read is written to only by who says so', async () => {
  await upload({ isPublic: true });
  expect(hub.repositories.get(name)?.isPrivate).toBe(false);
  const error = await refusal();
  expect(error?.message).toBe('ana/garden is public: everybody could read what is uploaded.');
  expect(error?.mend).toContain('--public');
});

test('provenance goes along where it is asked for', async () => {
  expect(changes(await upload({ withProvenance: true }))).toMatchObject({ 'provenance.jsonl': 'new' });
});

describe('what is refused is told with what to do', () => {
  test.each([
    [
      'a token that the hub does not know',
      'hf_other',
      /does not know the token in HF_TOKEN \(401\)/,
      /settings\/tokens/,
    ],
    ['a token that may only read', 'hf_reader', /may not do that \(403\)/, /may write to ana/],
    ['what is no token', 'sk-123', /holds no token of the hub/, /settings\/tokens/],
    ['no token', '', /HF_TOKEN is not set/, /export HF_TOKEN/],
  ])('%s', async (_what, token, sentence, mend) => {
    process.env['HF_TOKEN'] = token;
    const error = await refusal();
    expect(error?.message).toMatch(sentence);
    expect(error?.mend).toMatch(mend);
    expect(error?.exitCode).toBe(4);
  });

  test('a file that is too large for the hub, and a refusal in words of its own', async () => {
    hub.faults.push({ on: /preupload/, instead: 413 });
    expect((await refusal())?.message).toMatch(/a file is larger than the hub takes \(413\)/);
    hub.faults.push({ on: /preupload/, instead: 400 });
    expect((await refusal())?.message).toMatch(/the hub refused it \(400\): said so/);
  });

  test('an owner that is not there', async () => {
    hub.faults.push({ on: /repos\/create/, instead: 404 });
    expect((await refusal())?.message).toMatch(
      /no such dataset or owner, or none that the token may see \(404\)/,
    );
  });

  test('a file that was changed since it was exported, but for the card', async () => {
    writeFileSync(join(folder, 'README.md'), `${card}\nWritten on.\n`);
    expect(changes(await upload())).toMatchObject({ 'README.md': 'new' });
    writeFileSync(join(folder, 'data/train-00000-of-00001.parquet'), 'other');
    expect((await refusal())?.message).toMatch(/train-00000-of-00001.parquet is not what was exported/);
  });

  test('a folder that is no export, or has no card', async () => {
    write({ 'train.jsonl': '{}\n' });
    expect((await refusal())?.message).toMatch(/has no card/);
    rmSync(join(folder, 'SHA256SUMS'));
    expect((await refusal())?.message).toMatch(/is no exported folder/);
  });
});
