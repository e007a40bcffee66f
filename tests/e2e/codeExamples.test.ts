import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { rescreenOutput } from '../../client/commands/rescreen/output';
import { startSimulatedTeacher, type SimulatedTeacher } from '../support/simulatedTeacher';
import { testRecipe } from '../support/testRecipe';
import { TestSeedbed } from '../support/testSeedbed';

const program = path.join(__dirname, '..', '..', 'dist', 'client', 'seedbed.js');
const allowed = 'SEEDBED_ALLOW_CODE';
let teacher: SimulatedTeacher;
let seedbed: TestSeedbed;

beforeAll(async () => {
  teacher = await startSimulatedTeacher({});
  process.env[allowed] = '1'; // as `seedbed up --allow-code` starts a worker
  seedbed = await TestSeedbed.start({ teacher: teacher.baseUrl });
  delete process.env[allowed]; // commands from here on may run none
}, 180_000);

afterAll(async () => {
  await seedbed?.stop();
  await teacher?.close();
});

/** Three tasks of the same kind, whose response adds its argument to itself. */
const task = (name: string, times: number, instruction: string) => ({
  name,
  slots: {
    n: { range: { from: 2, to: 4, step: 1 } },
    m: { compute: `n * ${times}` },
  },
  instruction,
  response: `\`\`\`python\ndef ${name}(x):\n    return x + x\n\`\`\``,
});
const double = task(
  'double',
  2,
  'Write a Python function `double(x)` that gives back twice its argument. For example, double({{ n }}) -> {{ m }}.',
);
const triple = task(
  'triple',
  3,
  'I need some code in Python. The name must be `triple`, it takes a number, and triple({{ n }}) should return {{ m }}, since it multiplies by three.',
);

async function rescreen(...set: string[]) {
  const words = ['rescreen', 'code', '--json', ...set.flatMap((one) => ['--set', one])];
  const env = { ...process.env, SEEDBED_WORKSPACE: seedbed.workspace };
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...words], { env });
  return rescreenOutput.parse(JSON.parse(stdout));
}

test('code of a response is run on its instruction’s own examples within a run, and what that said stands afterwards, where nothing may run', async () => {
  const recipe = testRecipe({
    ...{ name: 'code', target: 20, iteration: { size: 6 } },
    strategies: { template: 1 },
    template: { templates: [double, triple] },
    filters: { runCode: true },
  });
  const summary = await (await seedbed.startRun(recipe)).result();
  expect(summary).toMatchObject({ state: 'exhausted', funnel: { proposed: 6, accepted: 3, rejected: 3 } });
  const { rows } = await seedbed.database.query<{
    task: string;
    passed: boolean;
    score: number;
    reason: string | null;
  }>(
    `select substring(instruction from '\`(\\w+)') as task, s.passed, s.score, s.reason
     from scores s join candidates c using (run_key, iteration, ordinal) where s.filter = 'runsCode' and run_key = $1`,
    [await seedbed.runKey('code')],
  );
  expect(rows).toHaveLength(6);
  for (const { task: name, passed, score, reason } of rows) {
    expect([passed, score]).toEqual(name === 'double' ? [true, 1] : [false, 0]);
    if (!passed) expect(reason).toMatch(/^triple\((2|3|4)\) gives (4|6|8), where (6|9|12) is expected/);
  }

  // Every text filter speaks anew; of what was run, the stored verdict is read.
  const asBefore = await rescreen('filters.urls=forbid');
  expect(asBefore).toMatchObject({ after: { accepted: 3, rejected: 3 }, moves: [] });
  const off = await rescreen('filters.runCode=false');
  expect(off).toMatchObject({ before: { accepted: 3, rejected: 3 }, after: { accepted: 6, rejected: 0 } });
  expect(teacher.stats().requests).toBe(0);
}, 120_000);
