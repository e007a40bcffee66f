import { endTogether, type Part } from '../../workers/endTogether';

/** A part that ends when it is told to, and says so. */
function part(name: string, said: string[]) {
  let end: () => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  const running = new Promise<void>((resolve, reject) => {
    [end, fail] = [resolve, reject];
  });
  const one: Part = {
    run: async () => {
      await running;
      said.push(`${name} ended`);
    },
    shutdown: () => said.push(`${name} is shut down`),
  };
  return { one, end, fail };
}

const settledSoon = () => new Promise((resolve) => setImmediate(resolve));

test('when one queue breaks, the store is closed only after the others have settled what they paid for', async () => {
  const said: string[] = [];
  const [broken, paying] = [part('broken', said), part('paying', said)];
  const parts = [broken.one, paying.one];
  const ended = endTogether(parts, () => paying.one.shutdown(), [() => void said.push('store closed')]);
  ended.catch(() => undefined);
  broken.fail(new Error('polling broke'));
  await settledSoon();
  expect(said).toEqual(['paying is shut down']);
  paying.end();
  await expect(ended).rejects.toThrow('polling broke');
  expect(said.slice(1, 3)).toEqual(['paying ended', 'paying is shut down']);
  expect(said.at(-1)).toBe('store closed');
});

test('what is to be closed is closed, also after something that could not be', async () => {
  const said: string[] = [];
  const { one, end } = part('part', said);
  end();
  const ended = endTogether([one], () => undefined, [
    () => Promise.reject(new Error('the store is away')),
    () => void said.push('connection closed'),
  ]);
  await expect(ended).rejects.toThrow('the store is away');
  expect(said).toEqual(['part ended', 'connection closed']);
});
