import { countIn, fieldsIn, type Fields } from './fields';

/** How many tokens a call took, as far as its answer says. */
export interface CountedTokens {
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** Those of the answer's tokens that were thinking. */
  readonly reasoningTokens?: number;
  /** Those of the prompt's tokens that the provider still had, and charges less for. */
  readonly cachedTokens?: number;
}

/** The counts in an answer, by whichever names; 0 where it gives none. */
export function tokensOf(body: Fields): CountedTokens {
  const usage = fieldsIn(body, 'usage', 'usageMetadata', 'usage_metadata', 'x_groq') ?? {};
  const counts = fieldsIn(usage, 'usage') ?? usage;
  const ofPrompt = fieldsIn(counts, 'prompt_tokens_details', 'input_tokens_details');
  const ofAnswer = fieldsIn(counts, 'completion_tokens_details', 'output_tokens_details');
  const prompt = countIn(counts, 'prompt_tokens', 'input_tokens', 'promptTokens', 'promptTokenCount');
  const answer = countIn(
    counts,
    ...['completion_tokens', 'output_tokens', 'completionTokens', 'candidatesTokenCount', 'generated_tokens'],
  );
  const total = countIn(counts, 'total_tokens', 'totalTokens', 'totalTokenCount');
  const reasoning =
    countIn(ofAnswer, 'reasoning_tokens', 'thinking_tokens') ??
    countIn(counts, 'reasoning_tokens', 'thoughtsTokenCount');
  const cached =
    countIn(ofPrompt, 'cached_tokens') ??
    countIn(
      counts,
      ...['prompt_cache_hit_tokens', 'cache_read_input_tokens', 'cached_tokens', 'cachedContentTokenCount'],
    );
  return {
    promptTokens: prompt ?? 0,
    completionTokens:
      answer ?? (total !== undefined && prompt !== undefined ? Math.max(0, total - prompt) : 0),
    ...(reasoning !== undefined && { reasoningTokens: reasoning }),
    ...(cached !== undefined && { cachedTokens: cached }),
  };
}
