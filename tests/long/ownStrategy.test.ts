import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { TraceStore } from '../../adapters/store/traceStore';
import { startSimulatedTeacher, type SimulatedTeacher } from '../support/simulatedTeacher';
import { testRecipe } from '../support/testRecipe';
import { eventually, TestSeedbed } from '../support/testSeedbed';

let teacher: SimulatedTeacher;
let seedbed: TestSeedbed;
const strategyFile = 'strategies/letters.mjs';

/** Plans a question of chance and a clock of its own, and reads whatever comes: were it asked to plan twice, it would buy twice. */
const letters = `export default {
  name: 'letters',
  version: 1,
  plan: ({ from, count, seeds, randomOf }) => Array.from({ length: count }, (_, index) => ({
    messages: [{ role: 'user', content: 'Suggest whom to write to, and about what (' + Math.random() + ', ' + Date.now() + ')' }],
    given: randomOf(from + index).uniform(),
    examples: [randomOf(from + index).sample(seeds, 1)[0].origin],
  })),
  read: (answer, { given }) => [{ instruction: 'Write a letter number ' + given + ' about ' + answer.slice(0, 200).replace(/\\s+/g, ' ') }],
};`;

beforeAll(async () => {
  process.env['SEEDBED_ALLOW_MODULES'] = '1';
  teacher = await startSimulatedTeacher({ logSize: 10_000 });
  seedbed = await TestSeedbed.start({ teacher: teacher.baseUrl });
  await mkdir(path.join(seedbed.workspace, 'strategies'));
  await writeFile(path.join(seedbed.workspace, strategyFile), letters);
}, 120_000);

afterAll(async () => {
  delete process.env['SEEDBED_ALLOW_MODULES'];
  await seedbed?.stop();
  await teacher?.close();
});

const recipe = testRecipe({
  ...{ name: 'letters', target: 40, strategies: { own: 1 }, own: { module: strategyFile } },
  ...{ teacher: { endpoint: 'simulated' }, iteration: { size: 10, open: 1 } },
});

test('a strategy of a user’s own grows a run, buys nothing twice over a kill, and a changed one is refused until it is put back', async () => {
  const run = await seedbed.startRun(recipe);
  await eventually('a commit', async () => (await seedbed.status('letters')).iterations.committed > 0);
  await run.signal('pause');
  await eventually('the pause', async () => (await seedbed.status('letters')).state === 'paused');

  await writeFile(path.join(seedbed.workspace, strategyFile), letters.replace('version: 1', 'version: 2'));
  await seedbed.kill9('worker');
  await run.signal('resume');
  const { detail } = await eventually('the run to refuse the other strategy', async () => {
    const status = await seedbed.status('letters');
    return status.state === 'paused' && status.cause?.by === 'needsMending' && status;
  });
  expect(detail).toMatch(
    /strategies\/letters\.mjs is not what this run began with: it was letters version 1 .*, and is letters version 2/,
  );
  expect(detail).toContain('Put the file back as it was');

  await writeFile(path.join(seedbed.workspace, strategyFile), letters);
  await seedbed.kill9('worker');
  await run.signal('resume');
  expect(await run.result()).toMatchObject({ state: 'completed' });

  const [pair = ''] = (await seedbed.dataset('letters')).split('\n');
  expect(JSON.parse(pair)).toMatchObject({
    strategy: 'own',
    lineage: { calls: [expect.any(String)], examples: [{ seed: expect.any(Number) as number }] },
  });
  const { repeatedAfterAnswer } = teacher.stats();
  expect(repeatedAfterAnswer).toBe(0);
  const story = await new TraceStore(seedbed.database).trace(await seedbed.runKey('letters'), {
    iteration: 0,
    ordinal: 0,
  });
  expect(JSON.stringify(story)).toContain('letters@1');
  expect(await readFile(path.join(seedbed.workspace, strategyFile), 'utf8')).toContain('version: 1');
}, 240_000);
