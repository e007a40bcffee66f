/** Requests or candidates that one activity works through: large, since a retry pays for nothing twice. */
export const shardSize = 64;

/** Stretches of at most `shardSize` that cover 0 up to, not including, `count`. */
export function shardsOf(count: number): { from: number; to: number }[] {
  const shards = [];
  for (let from = 0; from < count; from += shardSize)
    shards.push({ from, to: Math.min(count, from + shardSize) });
  return shards;
}
