import type { ModelFamily } from './family';

/**
 * OpenAI's reasoning models, the o-series and GPT-5 on, but for those named "chat": they refuse sampling (`unsupported_value`,
 * `unsupported_parameter`), stop sequences and the old name of the answer's bound, and keep their thoughts back.
 *
 * Sources: https://github.com/vercel/ai/issues/10932, by which later ones take sampling where `reasoning_effort` is "none": then
 * `extraBody` says both (read 2026-11); https://learn.microsoft.com/azure/ai-foundry/openai/how-to/reasoning (as of 2025).
 */
export const openaiReasoning: ModelFamily = {
  name: "OpenAI's reasoning models",
  isOf: (model) =>
    /^o[1-9]\d*(?:-|$)/.test(model) || (/^gpt-(?:[5-9]|\d\d)/.test(model) && !/-chat/.test(model)),
  thinking: 'kept back',
  parameters: {
    temperature: 'omit',
    top_p: 'omit',
    presence_penalty: 'omit',
    frequency_penalty: 'omit',
    stop: 'omit',
    max_tokens: { as: 'max_completion_tokens' },
  },
};
