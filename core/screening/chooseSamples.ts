import { groupBy } from '../foundations/groupBy';

/** A response with what was said of it, as far as it is chosen by that. */
export interface ScoredResponse {
  readonly response: number;
  readonly sampleOf?: number | null | undefined;
  readonly scores: readonly { readonly filter: string; readonly score?: number | null }[];
}

/**
 * By which scores the best of several responses is told, the first that tells them apart: what the judge says, how far they agree with each
 * other, how well they rest on evidence, what was learned of people, and whether they are about their instruction. More is better in all.
 */
const deciding = ['judge', 'consistency', 'grounded', 'learned', 'relevance'] as const;

export interface ChosenSample {
  readonly response: number;
  /** Why not another; undefined where nothing tells them apart, and the first one is taken. */
  readonly by: (typeof deciding)[number] | undefined;
  readonly score: number | undefined;
}

/** Which response it is a sample of: itself, where it is the first. */
export function firstSample({ response, sampleOf }: Pick<ScoredResponse, 'response' | 'sampleOf'>): number {
  return sampleOf ?? response;
}

/** Of those that passed, the best of each input's; one that nothing tells from another comes after it. By the first of its samples. */
export function chooseSamples(passed: readonly ScoredResponse[]): ReadonlyMap<number, ChosenSample> {
  const groups = groupBy(passed, firstSample);
  return new Map([...groups].map(([first, samples]) => [first, bestOf(samples)]));
}

function bestOf(samples: readonly ScoredResponse[]): ChosenSample {
  let best = [...samples].sort((left, right) => left.response - right.response);
  let chosenBy: (typeof deciding)[number] | undefined;
  for (const filter of deciding) {
    if (best.length === 1) break;
    const scores = best.map((sample) => scoreOf(sample, filter) ?? -Infinity);
    const highest = Math.max(...scores);
    const left = best.filter((_, index) => scores[index] === highest);
    if (left.length < best.length) chosenBy = filter;
    best = left;
  }
  const [chosen] = best;
  return {
    response: chosen!.response,
    by: chosenBy,
    score: chosenBy === undefined ? undefined : scoreOf(chosen!, chosenBy),
  };
}

/** What was said last: what the judge told of a filter's doubts comes after what the filter said itself. */
function scoreOf({ scores }: ScoredResponse, filter: string): number | undefined {
  return scores.findLast((one) => one.filter === filter && typeof one.score === 'number')?.score ?? undefined;
}

/** Why a response that passed is not kept. */
export function reasonNotChosen({ response, by, score }: ChosenSample): string {
  const why =
    by === undefined
      ? 'nothing tells them apart, and it came first'
      : `${by} scored it ${score?.toFixed(2) ?? 'higher'}`;
  return `response ${response} to the same was chosen: ${why}`;
}
