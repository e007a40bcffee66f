import type { Labelable } from './labels';
import type { PairResults } from './pairFeatures';
import type { PairText } from './textFeatures';

/** A pair with what the filters said of it. */
export interface ScoredPair extends Labelable, PairText {
  readonly results: PairResults;
}

export interface LabelledPair {
  readonly item: ScoredPair;
  readonly bad: boolean;
}
