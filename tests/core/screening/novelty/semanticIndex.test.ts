import { quantise } from '../../../../core/foundations/embedding/quantise';
import { SemanticIndex } from '../../../../core/screening/novelty/semanticIndex';
import { seededRandom } from '../../../../core/foundations/seededRandom';

const dimensions = 40;

/** Vectors in clusters, so that near ones are there to be found. */
function vectors(count: number, seed: number): Int8Array[] {
  const random = seededRandom(seed, 'semantic index test');
  const draw = (): Float32Array => Float32Array.from({ length: dimensions }, () => random.uniform() - 0.5);
  const centres = Array.from({ length: 20 }, draw);
  return Array.from({ length: count }, () => {
    const centre = centres[random.below(centres.length)]!;
    return quantise(draw().map((value, index) => value + 2 * centre[index]!));
  });
}

function exactCosine(left: Int8Array, right: Int8Array): number {
  let [dot, squares, others] = [0, 0, 0];
  left.forEach((value, index) => {
    dot += value * right[index]!;
    squares += value * value;
    others += right[index]! * right[index]!;
  });
  return Math.min(1, dot / Math.sqrt(squares * others));
}

function exactNearest(all: readonly Int8Array[], query: Int8Array): { index: number; cosine: number } {
  let best = { index: -1, cosine: -2 };
  all.forEach((vector, index) => {
    const cosine = exactCosine(vector, query);
    if (cosine > best.cosine) best = { index, cosine };
  });
  return best;
}

test('up to a thousand vectors, the nearest is the nearest, to the last bit', () => {
  const [all, queries] = [vectors(900, 1), vectors(50, 2)];
  const index = new SemanticIndex(dimensions);
  for (const vector of all) index.add(vector);
  for (const query of queries) expect(index.nearest(query)).toEqual(exactNearest(all, query));
});

test('in an index of many chunks, it finds the nearest for nearly all', () => {
  const [all, queries] = [vectors(6_000, 3), vectors(60, 4)];
  const index = new SemanticIndex(dimensions);
  for (const vector of all) index.add(vector);
  const found = queries.filter((query) => index.nearest(query)!.index === exactNearest(all, query).index);
  expect(found.length).toBeGreaterThanOrEqual(59);
});

test('what was added is found at once, the earlier of equals first', () => {
  const index = new SemanticIndex(dimensions);
  const [one, other] = vectors(2, 5) as [Int8Array, Int8Array];
  expect(index.nearest(one)).toBeUndefined();
  for (const vector of [other, one, one]) index.add(vector);
  expect(index.nearest(one)).toEqual({ index: 1, cosine: 1 });
  expect(index.neighbours(one, { max: 2 }).map((neighbour) => neighbour.index)).toEqual([1, 2]);
  expect(index.neighbours(one, { max: 9, min: 0.9999 })).toHaveLength(2);
});

test('members of a family are passed over, however many are nearer than everybody else', () => {
  const index = new SemanticIndex(dimensions, 8);
  const [near, far] = [vectors(1, 6)[0]!, vectors(400, 7)];
  for (let count = 0; count < 300; count++) index.add(near, 'family');
  for (const vector of far) index.add(vector);
  const found = index.nearest(near, 'family')!;
  expect(found.index).toBeGreaterThanOrEqual(300);
  expect(index.nearest(near, 'another')).toEqual({ index: 0, cosine: 1 });
});

test('the same additions give the same answers', () => {
  const [all, queries] = [vectors(3_000, 8), vectors(40, 9)];
  const answers = (): unknown[] => {
    const index = new SemanticIndex(dimensions);
    for (const vector of all) index.add(vector);
    return queries.map((query) => index.neighbours(query, { max: 5 }));
  };
  expect(answers()).toEqual(answers());
});

test('an instruction takes up less than a kilobyte at the dimensions of the model that comes along', () => {
  const index = new SemanticIndex(384);
  for (let count = 0; count < 8_192; count++) index.add(new Int8Array(384).fill(1 + (count % 100)));
  expect(index.usedBytes / index.size).toBeLessThan(550);
});

test('vectors that cannot be compared are refused', () => {
  const index = new SemanticIndex(dimensions);
  expect(() => index.add(new Int8Array(8).fill(1))).toThrow('A vector of 8 dimensions');
  expect(() => index.add(new Int8Array(dimensions))).toThrow('no direction');
});

test('as of an earlier size, the neighbours are those that it had then, also where not all are compared exactly', () => {
  const all = vectors(3_000, 3);
  const familyOf = (index: number): string => `family ${index % 7}`;
  const filled = (size: number): SemanticIndex => {
    const index = new SemanticIndex(dimensions, 64);
    all.slice(0, size).forEach((vector, member) => index.add(vector, familyOf(member)));
    return index;
  };
  const whole = filled(all.length);
  for (const size of [1, 500, 2_400]) {
    const then = filled(size);
    for (const query of vectors(30, 4)) {
      const options = { max: 5, outside: 'family 3' };
      expect(whole.neighbours(query, { ...options, below: size })).toEqual(then.neighbours(query, options));
    }
  }
});
