/** A response to a question to which there are several, with what the judge said of it; null where it said nothing. */
export interface JudgedSample {
  readonly response: number;
  readonly text: string;
  readonly score: number | null;
}

/** Scores are sums of fractions. */
const rounding = 1e-9;

/**
 * The worst judged of the others, where the kept one was judged clearly better than it: by the margin at least. Undefined where there is none, or
 * nobody judged: ties, and what a filter rejected before, say nothing of which answer is better.
 */
export function rejectedSample(
  samples: readonly JudgedSample[],
  kept: number,
  margin: number,
): string | undefined {
  const own = samples.find(({ response }) => response === kept);
  let worst: { readonly text: string; readonly score: number } | undefined;
  for (const { response, text, score } of samples)
    if (response !== kept && score !== null && (!worst || score < worst.score)) worst = { text, score };
  if (!own || own.score === null || !worst) return undefined;
  const better = own.score - worst.score;
  return better > rounding && better >= margin - rounding && worst.text !== own.text ? worst.text : undefined;
}
