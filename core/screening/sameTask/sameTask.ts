import type { Embed } from '../../foundations/embedding/embed';
import { differencesOf, type Differences } from './differences';
import { featureNames, featuresOf, type FeatureName, type Features } from './features';

/** Whether two instructions ask for the same, and why, in words. */
export interface SameTaskResult {
  /** `unsure`: what a judge should look at. */
  readonly sameness: 'same' | 'different' | 'unsure';
  /** Log-odds that they are the same. */
  readonly score: number;
  readonly reason: string;
}

/** Log-odds within which the rule calls itself unsure: chances from 0.27 to 0.73. */
const unsureWithin = 1;

/**
 * Weights of a logistic regression on the labelled pairs in tests/fixtures/sameTask; `npm run bench:sameTask` fits them again, and says
 * how well the rule does on kinds of edits that were held out.
 */
export const sameTaskWeights: Readonly<Record<FeatureName | 'intercept', number>> = {
  intercept: -1.14,
  similarity: 3.34,
  contradiction: -3.83,
  edited: -4.56,
  reworded: 0.24,
  distant: -2.22,
};

/** Something to compare an instruction with. Vectors of words are asked for all at once. */
export async function compareTasks(
  left: string,
  rights: readonly string[],
  embed: Embed,
  language = 'en',
): Promise<readonly SameTaskResult[]> {
  const differences = rights.map((right) => differencesOf(left, right, language));
  const texts = [
    ...new Set([
      left,
      ...rights,
      ...differences.flatMap(({ onlyLeft, onlyRight }) => [...onlyLeft, ...onlyRight]),
    ]),
  ];
  const vectors = await embed(texts);
  const vectorOf = new Map(texts.map((text, index) => [text, vectors[index]!]));
  const meaning = (text: string): Float32Array => vectorOf.get(text)!;
  return rights.map((right, index) => {
    const difference = differences[index]!;
    const features = featuresOf(difference, { left: meaning(left), right: meaning(right), word: meaning });
    const score = sameTaskScore(features);
    const sameness = Math.abs(score) < unsureWithin ? 'unsure' : score > 0 ? 'same' : 'different';
    return { sameness, score, reason: reasonOf(difference, features, sameness) };
  });
}

/** Log-odds that two instructions are the same task. */
export function sameTaskScore(features: Features): number {
  return featureNames.reduce(
    (sum, name) => sum + sameTaskWeights[name] * features[name],
    sameTaskWeights.intercept,
  );
}

function reasonOf(
  { numbers, names, negation, antonyms, siblings, condition, onlyLeft, onlyRight }: Differences,
  { similarity }: Features,
  sameness: SameTaskResult['sameness'],
): string {
  if (sameness === 'same') return `says the same in other words (cosine ${similarity.toFixed(2)})`;
  const quoted = (words: readonly string[]): string => words.map((word) => `“${word}”`).join(', ');
  const against = ([lefts, rights]: readonly [readonly string[], readonly string[]]): string =>
    lefts.length > 0 && rights.length > 0
      ? `${quoted(lefts)} against ${quoted(rights)}`
      : `${quoted([...lefts, ...rights])} on one side`;
  const reason =
    numbers[0].length + numbers[1].length > 0
      ? `another number: ${against(numbers)}`
      : negation !== undefined
        ? `one of them denies: “${negation}”`
        : antonyms !== undefined
          ? `opposites: “${antonyms[0]}” and “${antonyms[1]}”`
          : names[0].length + names[1].length > 0
            ? `another name: ${against(names)}`
            : condition !== undefined
              ? `a condition was added: “${condition}”`
              : siblings !== undefined
                ? `another of its kind: “${siblings[0]}” and “${siblings[1]}”`
                : onlyLeft.length + onlyRight.length > 0
                  ? `other words: ${against([onlyLeft, onlyRight])}`
                  : `their meanings are apart (cosine ${similarity.toFixed(2)})`;
  return sameness === 'unsure' ? `perhaps the same, but ${reason}` : reason;
}
