import { textFeatures, type PairText } from './textFeatures';

/** What a filter said of a pair. */
export interface PairResult {
  readonly score: number | null;
  readonly passed: boolean;
}

/** What was said of one pair, by filter. */
export type PairResults = Readonly<Record<string, PairResult>>;

/**
 * A learned scorer does without these: the judge comes after it, since it is to spare the judge; novelty tells who came before a
 * pair, and nothing of the pair.
 */
const notForScorer: ReadonlySet<string> = new Set(['judge', 'novelty', 'learned']);

/** Where a filter spoke twice (novelty: of the snapshot and at the commit), a rejection counts, and the later score. */
export function resultsByFilter(
  said: readonly {
    readonly filter: string;
    readonly score?: number | null | undefined;
    readonly passed: boolean;
  }[],
): PairResults {
  const results: Record<string, PairResult> = {};
  for (const { filter, score, passed } of said) {
    const known = results[filter];
    results[filter] = {
      score: score ?? known?.score ?? null,
      passed: passed && (known?.passed ?? true),
    };
  }
  return results;
}

/**
 * Everything that is known of a pair in numbers: the filters' scores, who rejected it, and its text. That a filter passed it without a
 * score says nothing, for such results are not stored.
 */
export function featuresOf(text: PairText, results: PairResults): Readonly<Record<string, number>> {
  const said = Object.entries(results).flatMap(([filter, { score, passed }]) =>
    notForScorer.has(filter)
      ? []
      : [
          ...(score === null ? [] : [[`score.${filter}`, score] as const]),
          ...(passed ? [] : [[`rejected.${filter}`, 1] as const]),
        ],
  );
  return { ...textFeatures(text), ...Object.fromEntries(said) };
}
