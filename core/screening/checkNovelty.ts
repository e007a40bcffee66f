import type { RecordedResult } from '../filters/filter';
import type { NoveltyPool, PoolMember } from '../novelty/noveltyPool';
import type { Recipe } from '../recipe/schema';

/** Compares with the pool, and with what came earlier in the same iteration; what is new joins the latter. */
export function checkNovelty(
  member: PoolMember,
  [pool, own]: readonly [NoveltyPool, NoveltyPool],
  { novelty: { threshold } }: Recipe,
): RecordedResult {
  const [inPool, inOwn] = [pool.novelty(member), own.novelty(member)];
  const { score, nearest } = inOwn.score > inPool.score ? inOwn : inPool;
  const isKnown = inPool.isKnown || inOwn.isKnown;
  const passed = !isKnown && !(score > threshold);
  if (passed) own.add(member);
  const reason = isKnown ? 'is the same as another member of its family' : `repeats "${nearest}"`;
  return {
    filter: 'novelty',
    version: 2,
    passed,
    score,
    ...(passed ? {} : { reason }),
    ...(nearest === undefined ? {} : { evidence: { nearest } }),
  };
}
