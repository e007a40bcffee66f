import type { RunModels } from '../../activities/dependencies';
import { NoveltyPools } from '../../activities/noveltyPools';
import type { CommittedPairs } from '../../adapters/store/committedPairs';
import type { StoredRun } from '../../adapters/store/runStore';
import type { NoveltyView } from '../../core/screening/novelty/noveltyPool';
import { trigramEmbed } from '../core/screening/sameTask/trigramEmbed';
import { seedTask } from '../core/proposing/testSetup';

const run = {
  runKey: 'run@1',
  materials: { seeds: [seedTask('Name a bird that sings.')], sources: [] },
  setup: { recipe: { novelty: { rule: 'novelty' } } },
} as unknown as StoredRun;

/** A store in which each iteration accepted one pair. */
function poolsOf(committed: number): { pools: NoveltyPools; reads: string[]; fail: { next: boolean } } {
  const reads: string[] = [];
  const fail = { next: false };
  const passedUpTo: CommittedPairs['passedUpTo'] = (_, through, after = -1) => {
    if (fail.next) {
      fail.next = false;
      return Promise.reject(new Error('The store is away.'));
    }
    reads.push(`${after + 1}-${through}`);
    const iterations = Array.from(
      { length: Math.min(through, committed) - after },
      (_, index) => after + 1 + index,
    );
    return Promise.resolve(
      iterations.map((iteration) => ({
        iteration,
        ordinal: 0,
        strategy: 'selfInstruct' as const,
        instruction: `Pair of iteration number ${iteration}.`,
        input: '',
        family: null,
        identity: null,
      })),
    );
  };
  const models = { embed: trigramEmbed } as RunModels;
  return { pools: new NoveltyPools({ passedUpTo } as unknown as CommittedPairs, () => models), reads, fail };
}

/** How much of a text is in the index: 1 where all of it is. */
const similarity = (text: string) => (pool: NoveltyView) =>
  Promise.resolve(pool.novelty({ instruction: text, family: null, identity: null }).score);

test('an iteration sees the seeds and what was accepted up to its snapshot, and nothing that came later', async () => {
  const { pools } = poolsOf(9);
  expect(await pools.lend(run, -1, similarity('Name a bird that sings.'))).toBe(1);
  expect(await pools.lend(run, 4, similarity('Pair of iteration number 4.'))).toBe(1);
  expect(await pools.lend(run, 3, similarity('Pair of iteration number 4.'))).toBeLessThan(1);
  expect(await pools.lend(run, 5, similarity('Pair of iteration number 5.'))).toBe(1);
});

test('what is known is not read again', async () => {
  const { pools, reads } = poolsOf(9);
  for (const through of [2, 2, 5]) await pools.lend(run, through, similarity('any'));
  expect(reads).toEqual(['0-2', '3-5']);
});

test('an iteration that looks further back than another did sees the index as it was, and reads nothing again', async () => {
  const { pools, reads } = poolsOf(9);
  const members = (through: number) =>
    pools.lend(run, through, async (pool) => {
      const known: number[] = [];
      for (let number = 0; number < 9; number++)
        if ((await similarity(`Pair of iteration number ${number}.`)(pool)) === 1) known.push(number);
      return known;
    });
  expect(await members(8)).toHaveLength(9);
  expect(await members(3)).toEqual([0, 1, 2, 3]);
  expect(await members(-1)).toEqual([]);
  expect(reads).toEqual(['0-8']);
});

test('it stays as it was lent, while the next one extends it', async () => {
  const { pools } = poolsOf(9);
  await pools.lend(run, 1, async (pool) => {
    await pools.lend(run, 5, similarity('Pair of iteration number 5.'));
    expect(await similarity('Pair of iteration number 5.')(pool)).toBeLessThan(1);
    expect(await similarity('Pair of iteration number 1.')(pool)).toBe(1);
  });
});

test('a store that was away, or a borrower that failed, harms nobody after', async () => {
  const { pools, fail } = poolsOf(9);
  fail.next = true;
  await expect(pools.lend(run, 1, similarity('any'))).rejects.toThrow('The store is away.');
  await expect(pools.lend(run, 1, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await pools.lend(run, 1, similarity('Pair of iteration number 1.'))).toBe(1);
});

test('where the recipe compares meanings, they are there again after a restart', async () => {
  const comparing = {
    ...run,
    setup: { recipe: { novelty: { rule: 'novelty', semantic: { threshold: 0.9 } } } },
  } as unknown as StoredRun;
  const [vector] = await trigramEmbed(['Pair of iteration number 4.']);
  const nearest = (pool: NoveltyView) =>
    Promise.resolve(pool.similar(vector!, { max: 1, outside: null }).map(({ text }) => text));
  for (const { pools } of [poolsOf(9), poolsOf(9)])
    expect(await pools.lend(comparing, 5, nearest)).toEqual(['Pair of iteration number 4.']);
});
