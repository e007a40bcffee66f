import type { Lineage, Origin } from '../../vocabulary/lineage';
import { findStrategy } from '../../proposing/knownStrategies';

/** A pair among the ancestors of another, with what it was made from. */
export interface Ancestor {
  readonly iteration: number;
  readonly ordinal: number;
  readonly strategy: string;
  readonly instruction: string;
  /** Operators or template by which it was made, in words; empty where there is nothing to add to the strategy. */
  readonly by: string;
  readonly origins: readonly Origin[];
}

/** A pair in the tree back to the seeds. */
export interface AncestryNode {
  readonly pair: Ancestor;
  /** Pairs that it was made from. Empty where `above` is true: it is drawn in full once, as near to the root as it occurs. */
  readonly pairs: readonly AncestryNode[];
  readonly above: boolean;
}

/** The parent first, then what the prompt showed. */
export function originsOf(lineage: Lineage | null): readonly Origin[] {
  if (!lineage) return [];
  return [...(lineage.parent ? [lineage.parent] : []), ...(lineage.examples ?? [])];
}

/** "deepen, broaden" or "template market #12": how, beside the strategy, as that tells it. */
export function meansOf(lineage: Lineage | null): string {
  return (lineage && findStrategy(lineage.strategy)?.story?.(lineage)) ?? '';
}

/** "3/17": a pair's address, as people type it. */
export function addressOf({ iteration, ordinal }: Pick<Ancestor, 'iteration' | 'ordinal'>): string {
  return `${iteration}/${ordinal}`;
}

/**
 * The tree from the first of these pairs back to the seeds. A pair that several others were made from is expanded once, at its
 * shortest distance from the root. Pairs that are referred to and missing are left out.
 */
export function ancestryTree(ancestors: readonly [Ancestor, ...Ancestor[]]): AncestryNode {
  interface Draft {
    readonly pair: Ancestor;
    readonly pairs: Draft[];
    readonly above: boolean;
  }
  const byAddress = new Map(ancestors.map((ancestor) => [addressOf(ancestor), ancestor]));
  const root: Draft = { pair: ancestors[0], pairs: [], above: false };
  const seen = new Set([addressOf(root.pair)]);
  let generation = [root];
  while (generation.length > 0) {
    const next: Draft[] = [];
    for (const { pair, pairs } of generation) {
      for (const origin of pair.origins) {
        const address = 'pair' in origin ? origin.pair.join('/') : undefined;
        const found = address === undefined ? undefined : byAddress.get(address);
        if (address === undefined || !found) continue;
        const child: Draft = { pair: found, pairs: [], above: seen.has(address) };
        seen.add(address);
        pairs.push(child);
        if (!child.above) next.push(child);
      }
    }
    generation = next;
  }
  return root;
}
