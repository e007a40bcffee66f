import { RunMemory } from '../../activities/runMemory';

interface Snapshot {
  readonly runKey: string;
}

/** A memory of snapshots and of what is made of them, as a worker has it; `reads` are the runs that were read. */
function workerMemory() {
  const memory = new RunMemory();
  const reads: string[] = [];
  const loadRun = memory.remembering(
    (runKey: string) => {
      reads.push(runKey);
      return Promise.resolve({ runKey });
    },
    (runKey) => runKey,
  );
  const classifierOf = memory.remembering(
    (run: Snapshot) => Promise.resolve(`classifier of ${run.runKey}`),
    ({ runKey }) => runKey,
  );
  const serve = async (runKey: string) => classifierOf(await loadRun(runKey));
  return { memory, reads, serve };
}

test('a worker that has served 200 runs remembers no more than one that served two', async () => {
  const two = workerMemory();
  for (const runKey of ['run@1', 'run@2']) await two.serve(runKey);
  two.memory.forget('run@1');
  const many = workerMemory();
  for (let number = 1; number <= 200; number++) {
    await many.serve(`run@${number}`);
    many.memory.forget(`run@${number - 1}`); // it ended when the next one had begun
  }
  expect(many.memory.size).toBe(two.memory.size);
});

test('of runs that ended elsewhere, or never, the ones that were asked about longest ago are forgotten', async () => {
  const { memory, reads, serve } = workerMemory();
  for (let number = 1; number <= 200; number++) {
    await serve(`run@${number}`);
    await serve('run@1'); // goes on beside all of them
  }
  expect(memory.size).toBeLessThanOrEqual(2 * 32);
  expect(reads.filter((runKey) => runKey === 'run@1')).toHaveLength(1);
});

test('what failed is asked for again', async () => {
  let answers = 0;
  const load = new RunMemory().remembering(
    () => (++answers === 1 ? Promise.reject(new Error('The store is away.')) : Promise.resolve(answers)),
    () => 'run@1',
  );
  await expect(load({})).rejects.toThrow('The store is away.');
  expect(await load({})).toBe(2);
  expect(await load({})).toBe(2);
});
