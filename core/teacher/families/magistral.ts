import type { ModelFamily } from './family';

/**
 * Magistral thinks in parts of its content (`type: thinking`), or in `[THINK]` and `<think>` where it is served elsewhere.
 *
 * Source: https://docs.mistral.ai/capabilities/reasoning, https://huggingface.co/mistralai/Magistral-Small-2509 (as of 2025).
 */
export const magistral: ModelFamily = {
  name: 'Magistral',
  isOf: (model) => /^magistral/.test(model),
  thinking: 'shown',
  parameters: {},
};
