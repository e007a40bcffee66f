import type { Recipe } from '../recipe/schema';
import type { FinishReason } from '../teacher/request';

/** What a filter says of one text. A score, where there is one, is kept whether it passed or not. */
export interface Verdict {
  readonly passed: boolean;
  readonly score?: number;
  /** For people; there whenever it did not pass. */
  readonly reason?: string;
}

/** A verdict with the filter that it came from. */
export interface FilterResult extends Verdict {
  readonly filter: string;
  readonly version: number;
}

/** A filter's result, with what it points at (the nearest neighbour, say). */
export interface RecordedResult extends FilterResult {
  readonly evidence?: Readonly<Record<string, unknown>>;
}

/** What a filter of pairs looks at. */
export interface PairUnderTest {
  readonly instruction: string;
  readonly input: string;
  readonly response: string;
  readonly classification: boolean;
  readonly finishReason: FinishReason;
}

/** A named, versioned check. The version goes up whenever a decision may change. */
export interface Filter<Subject> {
  readonly name: string;
  readonly version: number;
  check(subject: Subject, recipe: Recipe): Verdict;
}

export const passed: Verdict = { passed: true };

export function rejected(reason: string, score?: number): Verdict {
  return { passed: false, reason, ...(score === undefined ? {} : { score }) };
}

/** Asks one filter after the other, cheapest first, and stops at the first that rejects: nothing more is spent then. */
export function applyFilters<Subject>(
  filters: readonly Filter<Subject>[],
  subject: Subject,
  recipe: Recipe,
): { readonly results: readonly FilterResult[]; readonly rejectedBy: FilterResult | undefined } {
  const results: FilterResult[] = [];
  for (const filter of filters) {
    const result = { ...filter.check(subject, recipe), filter: filter.name, version: filter.version };
    results.push(result);
    if (!result.passed) return { results, rejectedBy: result };
  }
  return { results, rejectedBy: undefined };
}
