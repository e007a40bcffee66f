import { SubsequenceMatcher } from './subsequenceMatcher';

/**
 * ROUGE-L (Lin 2004) exactly as the Python package rouge-score 0.1.2 computes it without its stemmer, which is what the released
 * Self-Instruct code measures novelty with: the same tokens, and the same floating-point operations in the same order. An
 * algebraically equal form such as `2 * common / (a + b)` differs in the last bit, and decides pairs at a threshold differently.
 */
export interface RougeScore {
  readonly precision: number;
  readonly recall: number;
  readonly fmeasure: number;
}

/**
 * The words that ROUGE compares: lower-cased runs of ASCII letters and digits. Everything else separates, so a text in another
 * script has no tokens at all. Lower-casing comes first, as in Python: the Kelvin sign becomes "k", and "İ" becomes "i" and a
 * separator.
 */
export function rougeTokens(text: string): string[] {
  return text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
}

/**
 * ROUGE-L of two texts. Swapping them swaps precision and recall, and leaves the F-measure as it is to the last bit.
 * @param tokenize Words that are compared; another than ROUGE's own gives other scores than rouge-score.
 */
export function rougeL(target: string, prediction: string, tokenize = rougeTokens): RougeScore {
  const vocabulary = new Map<string, number>();
  const numbered = (text: string): number[] =>
    tokenize(text).map((token) => {
      const known = vocabulary.get(token) ?? vocabulary.size;
      vocabulary.set(token, known);
      return known;
    });
  const targetTokens = numbered(target);
  const predictionTokens = numbered(prediction);
  const matcher = new SubsequenceMatcher();
  matcher.setPattern(targetTokens, vocabulary.size);
  const common = matcher.lengthWith(Int32Array.from(predictionTokens), 0, predictionTokens.length);
  const precision = predictionTokens.length === 0 ? 0 : common / predictionTokens.length;
  const recall = targetTokens.length === 0 ? 0 : common / targetTokens.length;
  return { precision, recall, fmeasure: fmeasure(precision, recall) };
}

/** F1, in rouge-score's order of operations. */
export function fmeasure(precision: number, recall: number): number {
  return precision + recall > 0 ? (2 * precision * recall) / (precision + recall) : 0;
}
