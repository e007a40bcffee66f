import { DatabaseError } from 'pg';
import { groupedWrites } from '../../../adapters/store/groupedWrites';

const refusal = (): DatabaseError => new DatabaseError('out of range', 0, 'error');

/** A store whose statements end when they are told to. */
function slowStore() {
  const statements: { readonly items: readonly number[]; readonly end: () => void }[] = [];
  const write = groupedWrites<number, string>(
    (items) =>
      new Promise((resolve) =>
        statements.push({ items, end: () => resolve(items.map((item) => `wrote ${item}`)) }),
      ),
  );
  return { write, statements };
}

const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(() => setImmediate(resolve)));

test('what arrives in one turn is one statement, and each hears of its own once that is committed', async () => {
  const { write, statements } = slowStore();
  const done: string[] = [];
  const all = [1, 2, 3].map(async (item) => done.push(await write(item)));
  await turn();
  expect(statements.map(({ items }) => items)).toEqual([[1, 2, 3]]);
  expect(done).toEqual([]);
  statements[0]?.end();
  await Promise.all(all);
  expect(done).toEqual(['wrote 1', 'wrote 2', 'wrote 3']);
});

test('two statements are under way at most, and what comes meanwhile gathers for the next', async () => {
  const { write, statements } = slowStore();
  const all = [];
  for (let item = 1; item <= 5; item++) {
    all.push(write(item));
    await turn();
  }
  expect(statements.map(({ items }) => items)).toEqual([[1], [2]]);
  statements[0]?.end();
  await turn();
  expect(statements.map(({ items }) => items)).toEqual([[1], [2], [3, 4, 5]]);
  for (const { end } of statements) end();
  expect(await Promise.all(all)).toHaveLength(5);
});

test('a statement keeps its distance to the last one, unless it is full, and what comes meanwhile goes with it', async () => {
  const groups: number[] = [];
  const write = groupedWrites<number, number>(
    (items) => {
      groups.push(items.length);
      return Promise.resolve(items);
    },
    { apartMs: 3_600_000 },
  );
  await write(1);
  const full = Array.from({ length: 127 }, (_, item) => write(item));
  await turn();
  expect(groups).toEqual([1]);
  await Promise.all([...full, write(128)]);
  expect(groups).toEqual([1, 128]);
});

test('what the store refuses of one is told to that one alone', async () => {
  const write = groupedWrites<number, number>((items) =>
    items.includes(2) ? Promise.reject(refusal()) : Promise.resolve(items),
  );
  const settled = await Promise.allSettled([1, 2, 3].map(write));
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});

test('a connection that breaks fails all of its statement, which is not written again behind anybody’s back', async () => {
  let statements = 0;
  const write = groupedWrites<number, number>(() => {
    statements++;
    return Promise.reject(new Error('Connection terminated unexpectedly'));
  });
  const settled = await Promise.allSettled([1, 2, 3].map(write));
  expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(statements).toBe(1);
});
