/** Tokens of a call, as its endpoint counted them; 0 where it did not. */
export interface TokenCounts {
  readonly promptTokens: number;
  readonly completionTokens: number;
}

/** What an endpoint charges. Left out: not known. */
export interface Prices {
  readonly usdPerMillionPromptTokens?: number | undefined;
  readonly usdPerMillionCompletionTokens?: number | undefined;
}

/**
 * Cost of a call in US dollars; undefined where the price of what it took is not known, or the endpoint did not count the tokens. A call that
 * brings no text (embeddings) needs no price of completions.
 */
export function costOf(tokens: TokenCounts, prices: Prices): number | undefined {
  const { usdPerMillionPromptTokens: prompt, usdPerMillionCompletionTokens: completion } = prices;
  if (prompt === undefined || tokens.promptTokens === 0) return undefined;
  if (completion === undefined && tokens.completionTokens > 0) return undefined;
  return (tokens.promptTokens * prompt + tokens.completionTokens * (completion ?? 0)) / 1_000_000;
}
