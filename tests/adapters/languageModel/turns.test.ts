import { Turns } from '../../../adapters/languageModel/turns';

const never = new AbortController().signal;

test('one at a time, in the order of asking', async () => {
  const turns = new Turns();
  const log: string[] = [];
  const work = (name: string) => async (): Promise<void> => {
    log.push(`${name} begins`);
    await Promise.resolve();
    log.push(`${name} ends`);
  };
  await Promise.all([turns.take(work('a'), never), turns.take(work('b'), never)]);
  expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
});

test('a failure is its own, and the next has its turn', async () => {
  const turns = new Turns();
  const failing = turns.take(() => Promise.reject(new Error('lost')), never);
  const next = turns.take(() => Promise.resolve('done'), never);
  await expect(failing).rejects.toThrow('lost');
  await expect(next).resolves.toBe('done');
});

test('who leaves while waiting is never started', async () => {
  const turns = new Turns();
  const leaving = new AbortController();
  let release = (): void => undefined;
  const first = turns.take(() => new Promise<void>((resolve) => (release = resolve)), never);
  const work = jest.fn(() => Promise.resolve());
  const second = turns.take(work, leaving.signal);
  leaving.abort();
  await Promise.resolve();
  release();
  await first;
  await expect(second).rejects.toThrow('aborted');
  expect(work).not.toHaveBeenCalled();
});
