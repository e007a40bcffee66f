import { seededRandom } from '../../../core/foundations/seededRandom';

/** Datasets that were made with an earlier version can be made again only while these stay. */
test('the choices of an address stay what they are', () => {
  const random = seededRandom(42, 'few-shot examples', 0, 3);
  expect(Array.from({ length: 8 }, () => random.below(1_000))).toEqual([
    904, 715, 200, 596, 154, 422, 541, 316,
  ]);
  expect(seededRandom(42, 'few-shot examples', 0, 3).shuffle([1, 2, 3, 4, 5, 6, 7, 8])).toEqual([
    1, 7, 6, 3, 5, 4, 8, 2,
  ]);
  expect(seededRandom(2 ** 31 - 1, 'purpose').sample(['a', 'b', 'c', 'd', 'e'], 3)).toEqual(['b', 'd', 'c']);
});

/** As it was drawn before, for all lengths around powers of two. */
test.each([1, 2, 3, 7, 8, 9, 31, 32, 33, 257, 1_000])(
  'a sample of %i is that of taking one after the other out of the list',
  (length) => {
    const items = Array.from({ length }, (_, index) => index);
    for (const count of [1, Math.ceil(length / 3), length, length + 5]) {
      const random = seededRandom(11, 'splices', length, count);
      const rest = [...items];
      const chosen: number[] = [];
      while (chosen.length < count && rest.length > 0)
        chosen.push(...rest.splice(random.below(rest.length), 1));
      expect(seededRandom(11, 'splices', length, count).sample(items, count)).toEqual(chosen);
    }
  },
);

test('ten times as many take some ten times as long, not a hundred times: a hundred thousand personas hold no heartbeat up', () => {
  const secondsFor = (length: number): number => {
    const items = Array.from({ length }, (_, index) => index);
    const tries = Array.from({ length: 12 }, (_, round) => {
      const began = performance.now();
      seededRandom(1, 'speed', round).shuffle(items);
      return performance.now() - began;
    });
    return Math.min(...tries);
  };
  secondsFor(40_000); // warm
  expect(secondsFor(400_000) / secondsFor(40_000)).toBeLessThan(40);
});

test('another seed, purpose or address is another sequence', () => {
  const first = (...[seed, purpose, ...address]: Parameters<typeof seededRandom>) => {
    const random = seededRandom(seed, purpose, ...address);
    return Array.from({ length: 6 }, () => random.below(1_000_000)).join();
  };
  const sequences = [
    first(1, 'a', 0),
    first(2, 'a', 0),
    first(1, 'b', 0),
    first(1, 'a', 1),
    first(1, 'a', 0, 0),
    first(1, 'a'),
  ];
  expect(new Set(sequences).size).toBe(sequences.length);
});

test('a sample takes each element at most once, and all where there are too few', () => {
  const random = seededRandom(7, 'test');
  expect(new Set(random.sample([...Array(100).keys()], 100)).size).toBe(100);
  expect(random.sample(['only'], 5)).toEqual(['only']);
  expect(random.sample([], 5)).toEqual([]);
});

test('what is drawn from stays as it is', () => {
  const items = Object.freeze([3, 1, 2]);
  seededRandom(7, 'test').shuffle(items);
  expect(items).toEqual([3, 1, 2]);
});
