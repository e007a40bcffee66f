import { tokensByScript } from './tokensByScript';

/** Counts the tokens that a model makes of a text. */
export interface TokenCounter {
  /** By what: the name of the model's own tokenizer, or "characters", where that is not to be had. */
  readonly by: 'o200k_base' | 'cl100k_base' | 'characters';
  readonly count: (text: string) => number;
  /** How far off the count of a text may be, as a share; 0 for the model's own tokenizer. */
  readonly error: (text: string) => number;
}

const exact = (): number => 0;
/** Generated text may hold what looks like a special token. */
const asText = { disallowedSpecial: new Set<string>() };

const byCharacters: TokenCounter = {
  by: 'characters',
  count: (text) => tokensByScript(text).tokens,
  error: (text) => tokensByScript(text).error,
};

/** Only old tokenizers of these are public, so that the ratios are less sure of them. */
const isClaude = /(?:^|[.:/])claude-/;
const claude: TokenCounter = { ...byCharacters, error: (text) => Math.max(0.2, tokensByScript(text).error) };

/**
 * The counter of a model, told by the model's name: OpenAI's own tokenizer for its models, and gpt-oss, whoever serves them; characters for
 * all others. Tokenizers are loaded when they are first asked for: one takes a quarter of a second and 70 MB.
 */
export async function tokenCounterOf(model: string): Promise<TokenCounter> {
  const own = model.toLowerCase().split('/').at(-1) ?? '';
  if (isClaude.test(model.toLowerCase())) return claude;
  if (
    /^(?:gpt-4o|gpt-4\.[1-9]|gpt-(?:[5-9]|\d\d)|gpt-oss|chatgpt-4o|o[1-9]\d*(?:-|$)|ft:gpt-4o|ft:gpt-4\.1)/.test(
      own,
    )
  ) {
    const { countTokens } = await import('gpt-tokenizer/encoding/o200k_base');
    return { by: 'o200k_base', count: (text) => countTokens(text, asText), error: exact };
  }
  if (/^(?:gpt-4|gpt-3\.5|ft:gpt-|text-embedding-)/.test(own)) {
    const { countTokens } = await import('gpt-tokenizer/encoding/cl100k_base');
    return { by: 'cl100k_base', count: (text) => countTokens(text, asText), error: exact };
  }
  return byCharacters;
}
