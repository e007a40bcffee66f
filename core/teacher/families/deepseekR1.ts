import type { ModelFamily } from './family';

/**
 * DeepSeek-R1 and what was distilled from it: thinks in `reasoning_content`, or in `<think>` where the server does not tell it apart.
 *
 * Sources: https://api-docs.deepseek.com/guides/reasoning_model, https://huggingface.co/deepseek-ai/DeepSeek-R1 (the first read 2026-11).
 */
export const deepseekR1: ModelFamily = {
  name: 'DeepSeek-R1',
  isOf: (model) => /^deepseek-(?:r\d|reasoner)/.test(model),
  thinking: 'shown',
  parameters: {},
};
