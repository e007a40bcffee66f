import { shardSize, shardsOf } from '../../../core/run/shards';

test.each([0, 1, shardSize - 1, shardSize, shardSize + 1, 5 * shardSize + 7])(
  'the shards of %i cover each once',
  (count) => {
    const covered = shardsOf(count).flatMap(({ from, to }) =>
      Array.from({ length: to - from }, (_, offset) => from + offset),
    );
    expect(covered).toEqual(Array.from({ length: count }, (_, index) => index));
  },
);
