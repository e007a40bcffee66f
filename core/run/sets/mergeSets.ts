import type { Embed } from '../../foundations/embedding/embed';
import type { PlainObject } from '../../foundations/text/plainObject';
import type { Recipe } from '../../recipe/schema';
import { checkNovelty } from '../../screening/checkNovelty';
import { NoveltyPool } from '../../screening/novelty/noveltyPool';
import { questionOf, type ReadableSet, type SetPair } from './setPair';

/** What came of one of the sets. */
export interface MergedSet {
  readonly name: string;
  pairs: number;
  kept: number;
  /** Left out as repetitions: the same text, too many of the same words (ROUGE-L), the same meaning. */
  readonly repeated: { text: number; words: number; meaning: number };
}

/** What tells repetitions; left out, all pairs are kept. */
export interface Deduplication {
  readonly recipe: Recipe;
  readonly embed: Embed;
}

/**
 * Pairs of several sets one after the other, in the order of the sets, as rows to be written: with all that was known of each, and `from`, the set and the id
 * that it had there. Of two that repeat each other, questions with their inputs compared as a run compares instructions, the first stays.
 */
export async function* mergeSets(
  sets: readonly ReadableSet[],
  tallies: MergedSet[],
  dedupe: Deduplication | undefined,
): AsyncGenerator<PlainObject> {
  const [none, kept] = [new NoveltyPool(), new NoveltyPool()];
  const ids = new Set<string>();
  for (const [at, set] of sets.entries()) {
    const tally: MergedSet = {
      name: set.name,
      pairs: 0,
      kept: 0,
      repeated: { text: 0, words: 0, meaning: 0 },
    };
    tallies.push(tally);
    for await (const pair of set.pairs()) {
      tally.pairs++;
      const repeats = dedupe && (await repetition(pair, dedupe));
      if (repeats) {
        tally.repeated[repeats]++;
        continue;
      }
      tally.kept++;
      yield rowOf(pair, freeId(pair.id, at, tally.pairs), set.name);
    }
  }

  async function repetition(
    { instruction, instances }: SetPair,
    { recipe, embed }: Deduplication,
  ): Promise<keyof MergedSet['repeated'] | undefined> {
    const question = questionOf({ instruction, input: instances[0]?.input ?? '' });
    const member = { instruction: question, family: null, identity: null };
    const { passed, evidence } = await checkNovelty(member, [none, kept], recipe, embed);
    if (passed) return undefined;
    const by = evidence?.['by'];
    return by === 'text' ? 'text' : by === undefined ? 'words' : 'meaning';
  }

  /** Its own where no set before had it, and it has one; else one that tells where it is from. */
  function freeId(id: string | null, at: number, number: number): string {
    const own = id ?? `${at + 1}-${number}`;
    const free = ids.has(own) ? `${own}-${at + 1}-${number}` : own;
    ids.add(free);
    return free;
  }
}

function rowOf({ id: own, instruction, instances, known }: SetPair, id: string, set: string): PlainObject {
  const written = instances.map(({ input, response, turns }) => ({
    ...{ input, response },
    ...(turns.length > 0 && { turns }),
  }));
  return {
    ...{ id, instruction, ...written[0] },
    ...(written.length > 1 && { instances: written }),
    ...known,
    from: { set, ...(own !== null && { id: own }) },
  };
}
