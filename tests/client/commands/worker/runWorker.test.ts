import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { eventually, TestSeedbed } from '../../../support/testSeedbed';

const isThere = (pid: number): boolean => {
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false; // which is the question
  }
};

test('a worker of `seedbed worker` ends with the command, also when that is killed with -9', async () => {
  const seedbed = await TestSeedbed.start({ teacher: 'http://127.0.0.1:9/v1', worker: false });
  const { temporalAddress, databaseUrl } = seedbed.stack.addresses;
  const command = spawn(process.execPath, [path.resolve('dist/client/seedbed.js'), 'worker'], {
    cwd: seedbed.workspace,
    env: { ...process.env, TEMPORAL_ADDRESS: temporalAddress, DATABASE_URL: databaseUrl },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let worker = 0;
  try {
    let said = '';
    command.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    await eventually('the worker to be ready', () => Promise.resolve(said.includes('worker ready')));
    worker = Number(readFileSync(`/proc/${command.pid}/task/${command.pid}/children`, 'utf8'));
    expect(isThere(worker)).toBe(true);
    command.kill('SIGKILL');
    await eventually('the worker to end', () => Promise.resolve(!isThere(worker)), 30_000);
  } finally {
    if (worker && isThere(worker)) process.kill(worker, 'SIGKILL');
    command.kill('SIGKILL');
    await seedbed.stop();
  }
}, 120_000);
