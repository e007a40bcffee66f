import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { stringify } from 'yaml';
import type { z } from 'zod';
import type { runOutput } from '../../client/commands/run/output';
import { startSimulatedTeacher, type SimulatedTeacher } from '../support/simulatedTeacher';
import { testRecipe } from '../support/testRecipe';
import { eventually, TestSeedbed } from '../support/testSeedbed';

let teacher: SimulatedTeacher;
let seedbed: TestSeedbed;

/** US dollars a million tokens. */
const price = { prompt: 10, completion: 20 };
const charged = (): number => {
  const { promptTokens, completionTokens } = teacher.stats();
  return (promptTokens * price.prompt + completionTokens * price.completion) / 1_000_000;
};

beforeAll(async () => {
  teacher = await startSimulatedTeacher();
  seedbed = await TestSeedbed.start({ teacher: teacher.baseUrl, endpoint: { concurrency: 16, price } });
  for (const name of ['garden', 'asked'])
    await writeFile(
      path.join(seedbed.workspace, `${name}.yaml`),
      stringify(
        testRecipe({
          name,
          target: 40,
          iteration: { size: 10, open: 1 },
          teacher: { endpoint: 'simulated' },
        }),
      ),
    );
}, 180_000);

afterAll(async () => {
  await seedbed?.stop();
  await teacher?.close();
});

interface Ran {
  readonly exitCode: number;
  readonly out: string;
  readonly error: string;
}

async function ended(command: string, given: readonly string[], typed?: string): Promise<Ran> {
  const child = spawn(command, given, { cwd: seedbed.workspace, env: { ...process.env, NO_COLOR: '1' } });
  let [out, error] = ['', ''];
  child.stdout.on('data', (piece: Buffer) => {
    out += piece.toString();
    if (typed !== undefined && out.includes('[y/N]')) child.stdin.end(typed);
  });
  child.stderr.on('data', (piece: Buffer) => (error += piece.toString()));
  if (typed === undefined) child.stdin.end();
  const [exitCode] = (await once(child, 'close')) as [number];
  return { exitCode, out, error };
}

const program = path.resolve('dist/client/seedbed.js');
/** Where nobody sits at a terminal. */
const seedbedCommand = (...given: readonly string[]): Promise<Ran> =>
  ended(process.execPath, [program, ...given]);
/** In a terminal, where somebody types an answer once a question is there. */
const atTerminal = (typed: string | undefined, ...given: readonly string[]): Promise<Ran> =>
  ended('script', ['-qefc', [process.execPath, program, ...given].join(' '), '/dev/null'], typed);

test('a run with a budget ends with exit code 6 when it is spent, is refused nonsense, and goes on by raise-budget, at a rate and to a target that were set meanwhile', async () => {
  const run = await seedbedCommand('run', 'garden.yaml', '--usd', '0.10', '--json');
  const status = JSON.parse(run.out) as z.input<typeof runOutput> & { budget: unknown; cause: unknown };
  expect(run.exitCode).toBe(6);
  expect(status).toMatchObject({ state: 'paused', cause: { about: 'budget' }, exitCode: 6 });
  expect(run.error).toContain('Raise it to go on, for instance: seedbed raise-budget garden --usd 0.2');
  const spent = charged();
  expect(spent).toBeGreaterThan(0);
  expect(spent).toBeLessThanOrEqual(0.1);

  const sentence = async (...given: string[]): Promise<string> => {
    const { exitCode, out, error } = await seedbedCommand(...given);
    expect([exitCode, out]).toEqual([2, '']);
    return error;
  };
  expect(await sentence('raise-budget', 'garden', '--usd', '0.05')).toMatch(
    /^Error: The run has a limit of 0\.1 dollars already: give the new limit, which is more than that\.$/m,
  );
  expect(await sentence('raise-budget', 'garden', '--usd', '5', '--role', 'judge')).toMatch(
    /^Error: Role "judge" has no limit in dollars: there is nothing to raise\.$/m,
  );
  expect(await sentence('change-target', 'garden', '--target', '40')).toMatch(
    /^Error: The target is 40 pairs already\.$/m,
  );
  expect(charged()).toBe(spent);

  expect(await seedbedCommand('change-target', 'garden', '--target', '25')).toMatchObject({ exitCode: 0 });
  expect(await seedbedCommand('set-rate', 'garden', '--requests-per-minute', '6000')).toMatchObject({
    exitCode: 0,
  });
  const { rows } = await seedbed.database.query<{ rate: number }>(
    'select distinct set_per_minute as rate from endpoint_pools where set_per_minute is not null',
  );
  expect(rows).toEqual([{ rate: 6000 }]);
  const raised = await seedbedCommand('raise-budget', 'garden', '--usd', '20');
  expect(raised).toMatchObject({ exitCode: 0 });
  expect(raised.out).toMatch(/^Run garden may spend more: .*\$20\.00/);
  const watched = await seedbedCommand('watch', 'garden', '--json');
  expect(watched.exitCode).toBe(0);
  const after = await seedbed.status('garden');
  expect(after).toMatchObject({ state: 'completed', target: 25 });
  expect(after.funnel.accepted).toBeGreaterThanOrEqual(25);
  expect(after.funnel.accepted).toBeLessThan(40);
  expect(after.budget).toMatchObject([{ of: 'run', limit: 20, reserved: 0 }]);
  expect(after.budget[0]?.spent).toBeCloseTo(charged(), 9);
}, 180_000);

const terminal = existsSync('/usr/bin/script') && process.platform === 'linux' ? test : test.skip;

terminal(
  'at a terminal a run shows what it will cost and asks; a no starts nothing and costs nothing, and --yes asks nothing',
  async () => {
    teacher.reset();
    const refused = await atTerminal('n\n', 'run', 'asked.yaml');
    expect(refused.out).toMatch(
      /asked will take, in four cases of five:[\s\S]*dollars +\$[\s\S]*Start it\? \[y\/N\]/,
    );
    expect(refused.out).toContain('Nothing was started, and nothing was spent.');
    expect(refused.exitCode).toBe(0);
    expect(teacher.stats().requests).toBe(0);
    await expect(seedbed.runKey('asked')).rejects.toThrow();

    const agreed = await atTerminal('y\n', 'run', 'asked.yaml', '--target', '5');
    expect([agreed.exitCode, (await seedbed.status('asked')).state]).toEqual([0, 'completed']);

    const { requests } = teacher.stats();
    const once = await seedbed.runKey('asked');
    const twice = await atTerminal(undefined, 'run', 'asked.yaml', '--target', '6', '--yes');
    expect(twice.out).toContain('has ended already, by this very recipe: nothing was started');
    expect([twice.exitCode, await seedbed.runKey('asked'), teacher.stats().requests]).toEqual([
      0,
      once,
      requests,
    ]);
    const beforehand = await atTerminal(
      undefined,
      'run',
      'asked.yaml',
      '--target',
      '5',
      '--name',
      'beforehand',
      '--yes',
    );
    expect(beforehand.exitCode).toBe(0);
    expect(beforehand.out).not.toContain('[y/N]');
    await eventually('it to be done', async () => (await seedbed.status('beforehand')).state === 'completed');
  },
  180_000,
);
