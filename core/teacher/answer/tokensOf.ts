import { countIn, fieldsIn, type Fields } from './fields';

/** How many tokens a call took, as far as its answer says. */
export interface CountedTokens {
  /** All of the prompt's, those that the provider had kept from earlier among them. */
  readonly promptTokens: number;
  /** All of the answer's, thinking among them. */
  readonly completionTokens: number;
  /** Those of the answer's tokens that were thinking. */
  readonly reasoningTokens?: number;
  /** Those of the prompt's tokens that the provider still had, and charges less for. */
  readonly cachedTokens?: number;
  /** Those of the prompt's tokens that the provider keeps for later, and may charge more for; and those of them that it keeps for an hour. */
  readonly cacheWriteTokens?: number;
  readonly cacheWriteHourTokens?: number;
}

/**
 * The counts in an answer, by whichever names; 0 where it gives none. Two habits are brought to one: Anthropic's `input_tokens` leave out what
 * came from the cache and went into it, and the answers' tokens of Gemini's and xAI's interfaces leave out the thinking, which is in the total alone
 * (https://github.com/mozilla-ai/any-llm/issues/1290).
 */
export function tokensOf(body: Fields): CountedTokens {
  const usage = fieldsIn(body, 'usage', 'usageMetadata', 'usage_metadata', 'x_groq') ?? {};
  const counts = fieldsIn(usage, 'usage') ?? usage;
  const ofPrompt = fieldsIn(counts, 'prompt_tokens_details', 'input_tokens_details');
  const ofAnswer = fieldsIn(counts, 'completion_tokens_details', 'output_tokens_details');
  const cached =
    countIn(ofPrompt, 'cached_tokens') ??
    countIn(
      counts,
      ...['prompt_cache_hit_tokens', 'cache_read_input_tokens', 'cached_tokens', 'cachedContentTokenCount'],
    );
  const written =
    countIn(ofPrompt, 'cache_write_tokens', 'cache_creation_tokens') ??
    countIn(counts, 'cache_creation_input_tokens', 'cache_write_tokens');
  const writtenForAnHour = countIn(fieldsIn(counts, 'cache_creation'), 'ephemeral_1h_input_tokens');
  const reasoning =
    countIn(ofAnswer, 'reasoning_tokens', 'thinking_tokens') ??
    countIn(counts, 'reasoning_tokens', 'thoughtsTokenCount');
  const { prompt, answer } = wholeOf(counts, (cached ?? 0) + (written ?? 0), reasoning);
  const thought = reasoning ?? (answer.untold > 0 ? answer.untold : undefined);
  return {
    promptTokens: prompt,
    completionTokens: answer.tokens,
    ...(thought !== undefined && { reasoningTokens: thought }),
    ...(cached !== undefined && { cachedTokens: cached }),
    ...(written !== undefined && { cacheWriteTokens: written }),
    ...(writtenForAnHour !== undefined && { cacheWriteHourTokens: writtenForAnHour }),
  };
}

/** All tokens of prompt and answer; `untold` are those of the answer that only the total tells of. */
function wholeOf(
  counts: Fields,
  throughCache: number,
  reasoning: number | undefined,
): { readonly prompt: number; readonly answer: { readonly tokens: number; readonly untold: number } } {
  const named = countIn(counts, 'prompt_tokens', 'promptTokens', 'promptTokenCount');
  const input = countIn(counts, 'input_tokens');
  const isBesideCache =
    named === undefined &&
    countIn(counts, 'cache_read_input_tokens', 'cache_creation_input_tokens') !== undefined;
  const prompt = named ?? (input === undefined ? undefined : input + (isBesideCache ? throughCache : 0));
  const answer = countIn(
    counts,
    ...['completion_tokens', 'output_tokens', 'completionTokens', 'candidatesTokenCount', 'generated_tokens'],
  );
  const total = countIn(counts, 'total_tokens', 'totalTokens', 'totalTokenCount');
  if (prompt === undefined || total === undefined)
    return { prompt: prompt ?? 0, answer: { tokens: answer ?? 0, untold: 0 } };
  const beyond = Math.max(0, total - prompt - (answer ?? 0));
  if (beyond > 0 && beyond === throughCache && beyond !== reasoning)
    return { prompt: prompt + beyond, answer: { tokens: answer ?? 0, untold: 0 } };
  return { prompt, answer: { tokens: (answer ?? 0) + beyond, untold: answer === undefined ? 0 : beyond } };
}
