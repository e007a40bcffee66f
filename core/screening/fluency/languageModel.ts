export interface LogProbabilityRequest {
  /** What the text answers; a model of conversations is shown it as the user's turn. */
  readonly context?: string;
  readonly text: string;
  /**
   * Texts that might stand in any place of `text` instead of what does. Models that can tell then say of every place how likely each
   * begins there, and which token they held to be the likeliest.
   */
  readonly alternatives?: readonly string[];
  /**
   * A text that `text` is mostly like, after the same context. Models that go on from what they have read may then read only what
   * differs and a little of what follows, and tell of the rest what they tell of this one: it hardly changes. Those asked one after
   * another are read together.
   */
  readonly versionOf?: string;
}

export interface TokenProbability {
  /** The token's text. Of a character that several tokens make up, part of its bytes: then U+FFFD. */
  readonly token: string;
  /** In nats: at most 0. */
  readonly logProbability: number;
  /** How rare the token is on its own: the logarithm of its rank in the model's vocabulary, which is in the order of frequency. Left out where it is not known. */
  readonly rarity?: number;
  /** Log-probabilities that the alternatives of the request begin here, in their order. Left out where there are none or it is not known. */
  readonly alternatives?: readonly number[];
  /** The likeliest token in this place, told with the alternatives. */
  readonly likeliest?: string;
  /** Only of the last entry: that the text ends there. Left out by models that do not tell it. */
  readonly end?: true;
}

/**
 * Log-probabilities of each token of `text`, in its order, each given all that stands before it; after the last one, where the
 * model tells it, that the text ends there. Deterministic: a text's figures do not depend on the others. A text too long for
 * the model is read as far as it goes; then there is no end. One that is empty has no tokens.
 */
export type LogProbabilities = (
  requests: readonly LogProbabilityRequest[],
) => Promise<readonly (readonly TokenProbability[])[]>;

/** A language model by the name that its figures go by: those of two models do not compare. */
export interface NamedLanguageModel {
  readonly model: string;
  readonly logProbabilities: LogProbabilities;
}
