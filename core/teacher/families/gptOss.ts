import type { ModelFamily } from './family';

/**
 * gpt-oss thinks in a channel of its own, as much as `reasoning_effort` says; servers hand it over apart.
 *
 * Source: https://github.com/openai/harmony, https://huggingface.co/openai/gpt-oss-20b (as of 2025).
 */
export const gptOss: ModelFamily = {
  name: 'gpt-oss',
  isOf: (model) => /^gpt-oss/.test(model),
  thinking: 'shown',
  parameters: {},
};
