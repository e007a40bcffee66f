import { ancestryTree, type Ancestor, type AncestryNode } from '../../../../core/run/report/ancestry';

const pair = (iteration: number, ordinal: number, ...origins: Ancestor['origins']): Ancestor => ({
  ...{ iteration, ordinal, origins },
  ...{ strategy: 'selfInstruct', instruction: `Do ${iteration}/${ordinal}.`, by: '' },
});

const drawn = ({ pair: { iteration, ordinal }, pairs, above }: AncestryNode): unknown =>
  above ? `${iteration}/${ordinal} above` : { [`${iteration}/${ordinal}`]: pairs.map(drawn) };

test('a pair that several were made from is expanded once, where it is nearest to the root', () => {
  const tree = ancestryTree([
    pair(3, 0, { pair: [2, 0] }, { seed: 4 }, { pair: [0, 7] }),
    pair(2, 0, { pair: [1, 1] }),
    pair(0, 7, { seed: 1 }),
    pair(1, 1, { pair: [0, 7] }, { seed: 4 }),
  ]);
  expect(drawn(tree)).toEqual({ '3/0': [{ '2/0': [{ '1/1': ['0/7 above'] }] }, { '0/7': [] }] });
});

test('ten generations of shared examples stay as many as there are pairs', () => {
  const all: Ancestor[] = Array.from({ length: 10 }, (_, generation) => 9 - generation).flatMap((iteration) =>
    [0, 1, 2, 3].map((ordinal) =>
      pair(
        iteration,
        ordinal,
        ...(iteration === 0
          ? [{ seed: ordinal }]
          : [0, 1, 2, 3].map((of) => ({ pair: [iteration - 1, of] as const }))),
      ),
    ),
  );
  const nodes = (node: AncestryNode): number => 1 + node.pairs.reduce((sum, child) => sum + nodes(child), 0);
  const expanded = (node: AncestryNode): number =>
    (node.above ? 0 : 1) + node.pairs.reduce((sum, child) => sum + expanded(child), 0);
  const tree = ancestryTree(all as [Ancestor, ...Ancestor[]]);
  expect(expanded(tree)).toBe(37);
  expect(nodes(tree)).toBe(1 + 4 + 8 * 16);
});

test('a pair that the store has no more is left out', () => {
  expect(drawn(ancestryTree([pair(1, 0, { pair: [0, 0] })]))).toEqual({ '1/0': [] });
});
