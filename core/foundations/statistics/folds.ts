import { seededRandom } from '../seededRandom';

/**
 * Deals labelled items into folds, each class evenly, in a seeded order. Returns the fold of each item. Few items of a class
 * make fewer folds, so that every fold has one of each.
 *
 * @param groups Items of one group come into one fold, that of the first which is dealt. Left out, and where it is undefined: each is one of its own.
 */
export function stratifiedFolds(
  labels: readonly boolean[],
  folds: number,
  seed: number,
  groups: readonly (string | undefined)[] = [],
): readonly number[] {
  const rarest = Math.min(labels.filter(Boolean).length, labels.filter((label) => !label).length);
  const count = Math.max(1, Math.min(folds, rarest));
  const foldOf = new Array<number>(labels.length).fill(0);
  const random = seededRandom(seed, 'cross-validation');
  const foldOfGroup = new Map<string, number>();
  let dealt = 0;
  for (const wanted of [true, false]) {
    const items = labels.flatMap((label, index) => (label === wanted ? [index] : []));
    for (const item of random.shuffle(items)) {
      const group = groups[item];
      const known = group === undefined ? undefined : foldOfGroup.get(group);
      const fold = known ?? dealt++ % count;
      foldOf[item] = fold;
      if (group !== undefined) foldOfGroup.set(group, fold);
    }
  }
  return foldOf;
}
