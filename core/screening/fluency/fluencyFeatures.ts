import { mojibakeIn } from '../../foundations/text/mojibake';
import { repetition } from '../../foundations/text/repetition';
import { truncationOf } from '../../foundations/text/truncation';
import type { TokenProbability } from './languageModel';
import { isReadableProse } from './readableProse';
import { smallSentence } from './sentenceCase';
import { mean } from '../../foundations/statistics/mean';

/** What a language model's figures say of a text; surprises are in nats. */
export interface FluencyFeatures {
  readonly tokens: number;
  /** Mean negative log-likelihood of a token. */
  readonly meanSurprise: number;
  /** The same of the most surprising tenth of the tokens, one at least. */
  readonly worstTenth: number;
  /** Root mean square of what is surprising for its rarity: words out of place, whatever the subject. */
  readonly wording: number;
  /** How little the model expects the text to end where it does; undefined where it does not tell. */
  readonly ending: number | undefined;
}

/** Perplexity, from the mean negative log-likelihood of a token in nats. */
export const perplexity = (meanSurprise: number): number => Math.exp(meanSurprise);

/**
 * A rare word surprises in any place, a common one only where it does not belong. So rarity is taken off, as in SLOR (Pauls and
 * Klein 2012; Kann et al. 2018, arXiv:1809.08731), but before squaring, so that single misplaced words count.
 */
const rarityWeight = 1.5;
const allowance = 6;
/** Ranks below this are marks and single characters, whose order says little. */
const minRarity = Math.log(30);
/** For models that do not tell. */
const usualRarity = 7;

/** Surprise of a token beyond what its rarity explains; at least 0. */
export function excess({ logProbability, rarity = usualRarity }: TokenProbability): number {
  return Math.max(0, allowance - logProbability - rarityWeight * Math.max(minRarity, rarity));
}

/** Undefined for a text without tokens. */
export function fluencyFeatures(probabilities: readonly TokenProbability[]): FluencyFeatures | undefined {
  const tokens = probabilities.filter(({ end }) => !end);
  const last = probabilities.at(-1);
  if (last === undefined || tokens.length === 0) return undefined;
  const surprises = tokens.map(({ logProbability }) => -logProbability);
  const worst = surprises.toSorted((one, other) => other - one);
  return {
    tokens: tokens.length,
    meanSurprise: mean(surprises),
    worstTenth: mean(worst.slice(0, Math.ceil(surprises.length / 10))),
    wording: Math.sqrt(mean(tokens.map((token) => excess(token) ** 2))),
    ending: last.end ? -last.logProbability : undefined,
  };
}

/**
 * Why a text is broken in a way that perplexity misses, or even likes (loops); undefined where it is not. What is no prose can only be
 * garbled: its lines end, begin and come again as they must.
 */
export function brokenByRule(text: string): string | undefined {
  const garbled = mojibakeIn(text)[0];
  if (garbled !== undefined) return `is garbled: "${garbled}"`;
  // No text has these controls: they are bytes of UTF-8 that were read as Latin-1.
  if (/[\u0080-\u009f]/u.test(text)) return 'is garbled: it holds control characters';
  if (text.includes('\uFFFD')) return 'has lost characters (U+FFFD)';
  if (!isReadableProse(text)) return undefined;
  const { share, passage } = repetition(text);
  if (share > 0.3) return `goes round: "${passage}"`;
  const small = smallSentence(text);
  if (small !== undefined) return `begins a sentence in lower case: "${small}"`;
  return truncationOf(text, 'stop');
}
