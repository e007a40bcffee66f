import { cp, mkdir, readFile, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { temporaryFolder } from '../support/embeddedStack';
import { spawnSimulatedTeacher, type SpawnedSimulatedTeacher } from '../support/simulatedTeacherProcess';
import { TestSeedbed } from '../support/testSeedbed';
import { WorkerProcess } from '../support/workerProcess';

let teacher: SpawnedSimulatedTeacher;
let seedbed: TestSeedbed;
let installation: string;
let worker: WorkerProcess | undefined;

beforeAll(async () => {
  teacher = await spawnSimulatedTeacher({});
  seedbed = await TestSeedbed.start({ teacher: teacher.baseUrl, worker: false });
  installation = path.join(await temporaryFolder(), 'seedbed');
  await mkdir(installation);
}, 120_000);

afterAll(async () => {
  await worker?.end('SIGKILL');
  await seedbed?.stop();
  await teacher?.close();
  if (installation) await rm(path.dirname(installation), { recursive: true, force: true });
});

test('the image has every file that a worker needs: one that has nothing else carries a ready recipe to its end', async () => {
  for (const name of await copiedIntoImage()) {
    if (name === 'node_modules') await symlink(path.resolve(name), path.join(installation, name));
    else await cp(name, path.join(installation, name), { recursive: true });
  }
  worker = await WorkerProcess.start(seedbed, {}, installation);
  const run = await seedbed.client.workflow.start('generateDataset', {
    workflowId: 'from-the-image',
    taskQueue: 'seedbed',
    args: [{ recipe: 'quickstart', target: 4 }],
  });
  expect(await run.result()).toMatchObject({ state: 'completed' });
}, 120_000);

/** What the Dockerfile's last stage takes over from the build. */
async function copiedIntoImage(): Promise<readonly string[]> {
  const dockerfile = await readFile('Dockerfile', 'utf8');
  const copied = [...dockerfile.matchAll(/^COPY --from=build \/seedbed\/(\S+) (\S+)$/gm)];
  return copied.map(([, source = '', target = '']) => (target === './' ? source : target));
}
