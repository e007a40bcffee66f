import type { LlamaText, Token, Tokenizer } from 'node-llama-cpp' with { 'resolution-mode': 'import' };

/** What ends an answer besides the model's own end of generation. Neither is part of the answer. */
export interface AnswerEnds {
  readonly tokens: ReadonlySet<Token>;
  readonly texts: readonly string[];
}

export const noEnds: AnswerEnds = { tokens: new Set(), texts: [] };

/**
 * Where a chat template says that a turn is over: by a token of the model, or, for a model that has none for it, by a text. A text that
 * merely spells such a token is none.
 */
export function endsOf(triggers: readonly LlamaText[], tokenizer: Tokenizer): AnswerEnds {
  const tokens = new Set<Token>();
  const texts: string[] = [];
  const spelled = new Set<string>();
  for (const trigger of triggers) {
    const [token, ...others] = trigger.tokenize(tokenizer);
    const isToken = token !== undefined && others.length === 0;
    if (isToken) tokens.add(token);
    if (isToken) spelled.add(trigger.toString());
    else if (trigger.toString().trim() !== '') texts.push(trigger.toString());
  }
  return { tokens, texts: texts.filter((text) => !spelled.has(text)) };
}
