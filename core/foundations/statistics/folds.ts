import { seededRandom } from '../seededRandom';

/**
 * Deals labelled items into folds, each class evenly, in a seeded order. Returns the fold of each item. Few items of a class
 * make fewer folds, so that every fold has one of each.
 */
export function stratifiedFolds(labels: readonly boolean[], folds: number, seed: number): readonly number[] {
  const rarest = Math.min(labels.filter(Boolean).length, labels.filter((label) => !label).length);
  const count = Math.max(1, Math.min(folds, rarest));
  const foldOf = new Array<number>(labels.length).fill(0);
  const random = seededRandom(seed, 'cross-validation');
  let dealt = 0;
  for (const wanted of [true, false]) {
    const items = labels.flatMap((label, index) => (label === wanted ? [index] : []));
    for (const item of random.shuffle(items)) foldOf[item] = dealt++ % count;
  }
  return foldOf;
}
