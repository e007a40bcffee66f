import { ReadOn, type Known } from '../../../adapters/store/readOn';

/** Reads the numbers of iterations, and keeps note of which it was asked for. */
function reading(mayBeKept?: (kept: readonly number[]) => boolean) {
  const read: [Known, Known][] = [];
  const numbers = new ReadOn<readonly number[]>(
    [],
    (_, kept, from, to) => {
      read.push([from, to]);
      const since = Array.from({ length: to.through - from.through }, (_, index) => from.through + 1 + index);
      return Promise.resolve([...kept, ...since]);
    },
    mayBeKept,
  );
  return { read, at: (through: number, reviewed = 0) => numbers.at('run', { through, reviewed }) };
}

test('no more is read than what came since, and nothing where nothing came', async () => {
  const { read, at } = reading();
  expect(await at(1)).toEqual([0, 1]);
  expect(await at(3)).toEqual([0, 1, 2, 3]);
  expect(await at(3)).toEqual([0, 1, 2, 3]);
  expect(read.map(([from, to]) => [from.through, to.through])).toEqual([
    [-1, 1],
    [1, 3],
  ]);
});

test('whoever asks for less gets that, read anew, and what is kept stays', async () => {
  const { read, at } = reading();
  await at(3, 2);
  expect(await at(1, 2)).toEqual([0, 1]);
  expect(await at(3, 1)).toEqual([0, 1, 2, 3]);
  expect(await at(4, 2)).toEqual([0, 1, 2, 3, 4]);
  expect(read.at(-1)?.[0]).toMatchObject({ through: 3, reviewed: 2 });
});

test('two who ask at once have it read once each, in turn', async () => {
  const { read, at } = reading();
  expect(await Promise.all([at(1), at(2)])).toEqual([
    [0, 1],
    [0, 1, 2],
  ]);
  expect(read.map(([from]) => from.through)).toEqual([-1, 1]);
});

test('what is too large is read each time and not kept', async () => {
  const { read, at } = reading((kept) => kept.length <= 2);
  await at(1);
  await at(2);
  await at(3);
  expect(read.map(([from]) => from.through)).toEqual([-1, 1, -1]);
});

test('a reading that failed is told to whoever asked, and the next one reads again from what was known', async () => {
  let isAway = false;
  const from: number[] = [];
  const numbers = new ReadOn<number>(0, (_, kept, known, to) => {
    from.push(known.through);
    return isAway ? Promise.reject(new Error('away')) : Promise.resolve(kept + to.through);
  });
  await numbers.at('run', { through: 1, reviewed: 0 });
  isAway = true;
  await expect(numbers.at('run', { through: 2, reviewed: 0 })).rejects.toThrow('away');
  isAway = false;
  expect(await numbers.at('run', { through: 2, reviewed: 0 })).toBe(3);
  expect(from).toEqual([-1, 1, 1]);
});
