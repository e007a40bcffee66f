import { parseSplits } from '../../../../core/dataset/splits/splitSizes';
import { rougeL } from '../../../../core/foundations/text/rouge';
import { seededRandom } from '../../../../core/foundations/seededRandom';
import { assignSplits } from '../../../../core/run/splits/assignSplits';
import { CloseGroups, nearDuplicate, type SplitPair } from '../../../../core/run/splits/closeGroups';
import { NoveltyIndex } from '../../../../core/screening/novelty/noveltyIndex';

const words = Array.from({ length: 400 }, (_, at) => `w${at.toString(36)}${(at * 7919).toString(36)}`);
const cells = ['coding', 'law', 'cooking', null];

/** Pairs of which about a third are another one with a few words changed. */
function pairsOf(count: number): SplitPair[] {
  const random = seededRandom(1, 'pairs for splits');
  const texts: string[][] = [];
  return Array.from({ length: count }, (_, ordinal) => {
    const original = random.uniform() < 0.35 ? texts[random.below(texts.length || 1)] : undefined;
    const text = original
      ? original.map((word) => (random.uniform() < 0.2 ? words[random.below(400)]! : word))
      : Array.from({ length: 6 + random.below(14) }, () => words[random.below(400)]!);
    texts.push(text);
    const isOfFamily = random.uniform() < 0.05;
    return {
      ...{ iteration: Math.floor(ordinal / 400), ordinal: ordinal % 400, instruction: text.join(' ') },
      input:
        random.uniform() < 0.2
          ? `the same long passage ${random.below(40)} that is asked about again and again`
          : '',
      family: isOfFamily ? `family ${random.below(20)}` : null,
      cell: cells[random.below(4)]!,
      parent:
        random.uniform() < 0.03 && ordinal > 0
          ? { pair: [0, random.below(Math.min(ordinal, 400))] as const }
          : null,
    };
  });
}

test('of 5,000 pairs, no near-duplicate, no family and no descent crosses a split', () => {
  const pairs = pairsOf(5_000);
  const { splits, pairs: sizes } = assignSplits(CloseGroups.of(pairs), parseSplits('train=0.9,test=0.1'), 42);
  expect(sizes.reduce((sum, size) => sum + size)).toBe(5_000);
  expect(Math.abs(sizes[1]! - 500)).toBeLessThanOrEqual(5);
  const index = new NoveltyIndex();
  const trained = pairs.filter((_, at) => splits[at] === 0);
  for (const { instruction } of trained) index.add(instruction);
  const nearest = pairs.flatMap((pair, at) =>
    splits[at] === 0 ? [] : [index.nearest(pair.instruction)?.score ?? 0],
  );
  expect(Math.max(...nearest)).toBeLessThanOrEqual(nearDuplicate);
  const sides = new Map<string, Set<number>>();
  for (const [at, { family, parent, iteration, ordinal }] of pairs.entries()) {
    const names = [`${iteration}/${ordinal}`, ...(family === null ? [] : [family])];
    if (parent && 'pair' in parent) names.push(parent.pair.join('/'));
    for (const name of names) sides.set(name, (sides.get(name) ?? new Set()).add(splits[at]!));
  }
  expect([...sides.values()].filter((of) => of.size > 1)).toEqual([]);
});

test('the same by every comparison, without an index: all pairs of a smaller set', () => {
  const pairs = pairsOf(500);
  const { splits } = assignSplits(
    CloseGroups.of(pairs),
    parseSplits('train=0.7,validation=0.15,test=0.15'),
    3,
  );
  const crossing = pairs.flatMap((one, at) =>
    pairs
      .slice(0, at)
      .filter(
        (other, before) =>
          splits[at] !== splits[before] &&
          rougeL(one.instruction, other.instruction).fmeasure > nearDuplicate,
      ),
  );
  expect(crossing).toEqual([]);
  expect(new Set(splits).size).toBe(3);
});

test('pairs that can be parted are divided to the pair, every cell as the whole, and alike by the same seed', () => {
  const pairs = Array.from({ length: 1_000 }, (_, ordinal): SplitPair => ({
    ...{
      iteration: 0,
      ordinal,
      instruction: `${words[ordinal % 400]!} ${ordinal} ${words[(ordinal * 7) % 400]!}`,
    },
    ...{ input: '', family: null, cell: ordinal % 10 === 0 ? 'rare' : `cell ${ordinal % 3}`, parent: null },
  }));
  const divide = (seed: number) => assignSplits(CloseGroups.of(pairs), parseSplits('train,test=100'), seed);
  const { splits, pairs: sizes, largestGroup } = divide(1);
  expect([sizes, largestGroup]).toEqual([[900, 100], 1]);
  const tested = pairs.filter((_, at) => splits[at] === 1);
  expect(tested.filter(({ cell }) => cell === 'rare')).toHaveLength(10);
  expect(divide(1).splits).toEqual(splits);
  expect(divide(2).splits).not.toEqual(splits);
});

test('a split that would have no pair is refused, and says why', () => {
  const pairs = pairsOf(40).map((pair) => ({ ...pair, family: 'one' }));
  expect(() => assignSplits(CloseGroups.of(pairs), parseSplits('train=0.9,test=0.1'), 1)).toThrow(
    'The split "test" would have no pair: the run has 40, and 40 of them are too close to each other to be parted.',
  );
});

test.each([
  ['train=0.9', 'One split is the whole dataset.'],
  ['train=0.9,test=0.2', 'The shares add up to 1.1, and not to 1.'],
  ['train=100,test=20', 'With numbers of pairs, one split must be without a size: it takes the rest.'],
  ['train,test', 'Only one split may be without a size'],
  ['train=0.9,train=0.1', 'The split "train" is there twice.'],
  ['train=half,test', '"half" is no size of a split'],
  ['../x=0.5,test=0.5', '"../x=0.5" names no split'],
])('%s is refused: %s', (text, message) => {
  expect(() => parseSplits(text)).toThrow(message);
});

test('more pairs than there are is refused', () => {
  expect(() => assignSplits(CloseGroups.of(pairsOf(20)), parseSplits('train,test=30'), 1)).toThrow(
    'The splits ask for 30 pairs or more, and the run has 20 accepted.',
  );
});
