import type { VerbObject } from '../../foundations/language/verbObject';
import { wordPartsOf } from '../../foundations/text/words';

/**
 * How varied one iteration was. Numbers only, so that it may travel in histories; null where there was too little to measure.
 * Every measure is made so that iterations of different sizes compare.
 */
export interface Health {
  /** Proposals that it was measured on. */
  readonly proposals: number;
  /** Share of them that passed the novelty rule. */
  readonly novel: number;
  /** Different words, and pairs of words, among 200 drawn from the instructions, as shares of 200. */
  readonly distinct1: number | null;
  readonly distinct2: number | null;
  /** Entropy of the instructions' verb and object, as a share of the greatest possible: 1 where no two have the same. */
  readonly verbObjectEntropy: number | null;
  /** Mean cosine of the instructions with their nearest neighbours. */
  readonly nearestSimilarity: number | null;
  /** As above, of responses. */
  readonly responseDistinct1: number | null;
  readonly responseDistinct2: number | null;
  /** Share of the responses that begin with the same three words. */
  readonly commonOpening: number | null;
}

/** What an iteration brought by free proposal. Leave out templates' instances and variants, which are alike by design. */
export interface Brought {
  readonly proposals: readonly {
    readonly instruction: string;
    /** Whether the novelty rule let it pass. */
    readonly novel: boolean;
  }[];
  /** What `verbObjectOf` found in the instructions, or in a sample of them drawn without a preference: it is slow. */
  readonly verbObjects: readonly (VerbObject | undefined)[];
  /** Cosine of each new instruction with its nearest neighbour, where they were embedded. */
  readonly nearestSimilarities: ArrayLike<number>;
  readonly responses: readonly string[];
}

/** N-grams that lexical variety is measured on. */
const sample = 200;
/** Fewest texts that an entropy or a share of openings says anything of. */
const fewest = 10;

/** Undefined where nothing was proposed. */
export function measureHealth({
  proposals,
  verbObjects,
  nearestSimilarities,
  responses,
}: Brought): Health | undefined {
  if (proposals.length === 0) return undefined;
  const instructions = proposals.map(({ instruction }) => instruction);
  return {
    proposals: proposals.length,
    novel: proposals.filter(({ novel }) => novel).length / proposals.length,
    distinct1: distinct(instructions, 1),
    distinct2: distinct(instructions, 2),
    verbObjectEntropy: verbObjectEntropy(verbObjects),
    nearestSimilarity: mean(nearestSimilarities),
    responseDistinct1: distinct(responses, 1),
    responseDistinct2: distinct(responses, 2),
    commonOpening: commonOpening(responses),
  };
}

/**
 * distinct-n (Li et al. 2016, arXiv 1510.03055, section 5.2), the number of different n-grams by that of all, made independent
 * of how much text there is: what is expected of 200 n-grams drawn without putting back (rarefaction, Hurlbert 1971; in
 * linguistics HD-D, McCarthy and Jarvis 2007). 0 to 1; null where there are fewer than 200.
 */
export function distinct(texts: readonly string[], n: 1 | 2): number | null {
  const counts = new Map<string, number>();
  let all = 0;
  for (const text of texts) {
    const words = wordPartsOf(text);
    for (let index = 0; index + n <= words.length; index++) {
      const gram = words.slice(index, index + n).join(' ');
      counts.set(gram, (counts.get(gram) ?? 0) + 1);
      all++;
    }
  }
  if (all < sample) return null;
  let expected = 0;
  for (const count of counts.values()) {
    // Probability that none of its occurrences is drawn.
    let missed = 1;
    for (let drawn = 0; drawn < count; drawn++) missed *= Math.max(0, all - sample - drawn) / (all - drawn);
    expected += 1 - missed;
  }
  return expected / sample;
}

function verbObjectEntropy(verbObjects: Brought['verbObjects']): number | null {
  const counts = new Map<string, number>();
  for (const found of verbObjects) {
    if (!found) continue;
    const pair = `${found.verb} ${found.object}`;
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  if (all < fewest) return null;
  const entropy = [...counts.values()].reduce((sum, count) => sum - (count / all) * Math.log(count / all), 0);
  return entropy / Math.log(all);
}

/** Labels and other answers of fewer than four words have no opening. */
function commonOpening(responses: readonly string[]): number | null {
  const counts = new Map<string, number>();
  let all = 0;
  for (const response of responses) {
    const words = wordPartsOf(response.slice(0, 400));
    if (words.length < 4) continue;
    const opening = words.slice(0, 3).join(' ');
    counts.set(opening, (counts.get(opening) ?? 0) + 1);
    all++;
  }
  return all < fewest ? null : Math.max(...counts.values()) / all;
}

function mean(values: ArrayLike<number>): number | null {
  return values.length < fewest
    ? null
    : Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
}
