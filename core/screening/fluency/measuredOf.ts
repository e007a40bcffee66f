import type { FluencySample } from './calibration';
import { fluencyFeatures } from './fluencyFeatures';
import type { TokenProbability } from './languageModel';

/** What is known of a text from its own figures, and later from those of its repairs. */
export interface Measured extends FluencySample {
  readonly meanSurprise: number;
  readonly worstTenth: number;
}

/** Before any repair was read. Undefined for a text without tokens. */
export function measuredOf(language: string, figures: readonly TokenProbability[]): Measured | undefined {
  const features = fluencyFeatures(figures);
  if (features === undefined) return undefined;
  const { tokens, wording, ending, meanSurprise, worstTenth } = features;
  return {
    language,
    tokens,
    wording,
    ending,
    exchange: undefined,
    insertion: undefined,
    meanSurprise,
    worstTenth,
  };
}
