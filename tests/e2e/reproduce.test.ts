import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { reproduceOutput } from '../../client/commands/reproduce/output';
import { ReviewReads } from '../../adapters/store/reviewReads';
import { mixedRecipe } from '../support/mixedRecipe';
import { testRecipe } from '../support/testRecipe';
import { startSimulatedTeacher, type SimulatedTeacher } from '../support/simulatedTeacher';
import { typeIn } from '../support/commandLine';
import { eventually, TestSeedbed } from '../support/testSeedbed';

let teacher: SimulatedTeacher;
let seedbed: TestSeedbed;

beforeAll(async () => {
  teacher = await startSimulatedTeacher({
    latency: { meanSeconds: 0.02 },
    batches: { seconds: 0.1 },
    proposals: { judgeNoise: 0.3, faultyTurns: 0.1 },
  });
  seedbed = await TestSeedbed.start({ teacher: teacher.baseUrl, endpoint: { batch: 'openai' } });
}, 180_000);

afterAll(async () => {
  await seedbed?.stop();
  await teacher?.close();
});

const run = (...words: string[]) => typeIn(seedbed.workspace, words);

const again = async (...words: string[]) => {
  const { code, stdout, stderr } = await run('reproduce', ...words, '--json');
  if (!stdout.includes('"files"')) throw new Error(stdout + stderr);
  return { code, stderr, ...reproduceOutput.parse(JSON.parse(stdout)) };
};

/** Ana declines a fifth and edits a fifth of what she is shown. */
async function reviewAll(name: string, ended: () => boolean): Promise<void> {
  const reads = new ReviewReads(seedbed.database);
  for (let batch = 0; ; batch++) {
    const open = await eventually(`batch ${batch} of ${name}, or its end`, async () =>
      ended() ? 'ended' : (await reads.batches(await seedbed.runKey(name), batch))[0],
    );
    if (open === 'ended') return;
    const verdicts = (await reads.items(open)).map(({ item, response }) =>
      item % 5 === 0
        ? { item, verdict: 'reject' as const, reason: 'wrong' }
        : item % 5 === 1
          ? { item, verdict: 'edit' as const, edit: { response: `${response} And that is all.` } }
          : { item, verdict: 'approve' as const },
    );
    const sent = { reviewer: 'ana', verdicts };
    await eventually(`batch ${batch} to take verdicts`, async () => {
      const update = { args: [sent] as [typeof sent], updateId: `${name}-${batch}` };
      await seedbed.client.workflow.getHandle(open.workflowId).executeUpdate('submitVerdicts', update);
      return true;
    });
  }
}

test('conversations asked for by batch, pairs from a folder of texts and the best of several responses come out the same', async () => {
  const folder = path.join(seedbed.workspace, 'handbook');
  await mkdir(folder);
  for (const subject of ['tea', 'bread', 'honey', 'rain'])
    await writeFile(
      path.join(folder, `${subject}.md`),
      [0, 1, 2, 3].map((at) => `# ${subject} ${at}\n\nChapter ${at} is about ${subject} alone.`).join('\n\n'),
    );
  const common = { target: 6, iteration: { size: 8, open: 2 }, judge: { min: 0.1 } };
  const recipes = [
    testRecipe({
      ...{ ...common, name: 'talks', conversation: { turns: { from: 2, to: 3 } } },
      ...{ strategies: { selfInstruct: 0.5, fromKnowledge: 0.5 }, knowledge: { folder: 'handbook' } },
      ...{ fromKnowledge: { pairs: 2, perPassage: 4 }, filters: { grounded: { min: 0 }, language: false } },
      teacher: { mode: 'batch', batch: { from: 4, poll: { first: 0.1, longest: 0.2 } } },
    }),
    testRecipe({
      ...{ ...common, name: 'samples', seed: 5 },
      ...{ respond: { samples: 4, least: 3 }, filters: { consistency: { min: 0 } } },
    }),
  ];
  const ended = await Promise.all(recipes.map(async (recipe) => (await seedbed.startRun(recipe)).result()));
  for (const { state, accepted } of ended) {
    expect(state).toBe('completed');
    expect(accepted).toBeGreaterThanOrEqual(common.target);
  }
  const asked = teacher.stats().requests;
  for (const [at, { name }] of recipes.entries()) {
    const { code, same, pairs, missing, plans, iterations } = await again(`${name}@1`);
    expect({ name, code, same, pairs, missing, plans }).toEqual({
      ...{ name, code: 0, same: true, pairs: ended[at]?.accepted, missing: 0 },
      plans: { drawn: iterations, other: 0 },
    });
  }
  expect(teacher.stats().requests).toBe(asked);
}, 240_000);

test('a version comes out the same from recipe and ledger, with the teacher gone, and says what is missing where it can not', async () => {
  let hasEnded = false;
  const handle = await seedbed.startRun(
    mixedRecipe({
      ...{ name: 'again', target: 30, iteration: { size: 20 } },
      review: { share: 0.5, wait: 'gate', reviewers: { twice: 0 } },
    }),
  );
  const ended = handle.result().finally(() => (hasEnded = true));
  await reviewAll('again', () => hasEnded);
  const { accepted } = await ended;
  const folder = path.join(seedbed.workspace, 'set');
  expect(
    await run('export', 'again', '--format', 'hf,openai', '--split', 'train=0.8,test=0.2', '--out', folder),
  ).toMatchObject({ code: 0 });
  const asked = teacher.stats().requests;
  await teacher.close();

  // The dataset that the run left, and the folder.
  const first = await again('again@1');
  expect(first).toMatchObject({ code: 0, same: true, pairs: accepted, missing: 0, teacherCalls: 0 });
  expect(first.plans).toEqual({ drawn: first.iterations, other: 0 });
  const out = path.join(seedbed.workspace, 'made-again');
  const second = await again('again@2', '--out', out);
  expect(second).toMatchObject({ code: 0, same: true });
  expect(second.files.map(({ is }) => is)).toEqual(
    second.files.map(({ path: name }) => (name.endsWith('README.md') ? 'kept' : 'same')),
  );
  for (const { path: name, sha256 } of second.files)
    expect(
      createHash('sha256')
        .update(await readFile(path.join(out, name)))
        .digest('hex'),
    ).toBe(sha256);
  expect(await run('reproduce', 'again@2', '--out', out)).toMatchObject({ code: 2 });

  // What it did leaves nothing behind, in the store or at the teacher.
  const { rows } = await seedbed.database.query(
    `select from information_schema.schemata where schema_name like 'seedbed_again%'`,
  );
  expect(rows).toEqual([]);
  expect(teacher.stats().requests).toBe(asked);

  await seedbed.database.query(
    `delete from ledger where call_key in (select call_key from responses join candidates c using (run_key, iteration, ordinal)
     where c.run_key = $1 and c.state = 'accepted' and call_key is not null order by call_key limit 3)`,
    [await seedbed.runKey('again')],
  );
  const pruned = await again('again@1');
  expect(pruned).toMatchObject({ code: 1, same: false, missing: 3 });
  expect(pruned.stderr).toContain('The ledger lacks 3 answers that again@1 was made of');
  expect((await run('reproduce', 'again@9')).stderr).toContain('again has versions up to 2');
}, 300_000);
