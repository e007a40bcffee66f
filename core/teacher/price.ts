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

/** Cost of a call in US dollars; undefined where a price is not known, or the endpoint did not count the tokens. */
export function costOf(tokens: TokenCounts, prices: Prices): number | undefined {
  const { usdPerMillionPromptTokens: prompt, usdPerMillionCompletionTokens: completion } = prices;
  if (prompt === undefined || completion === undefined || tokens.promptTokens === 0) return undefined;
  return (tokens.promptTokens * prompt + tokens.completionTokens * completion) / 1_000_000;
}
