import type { ModelFamily } from './family';

/**
 * Qwen3 thinks unless it is told otherwise (`chat_template_kwargs: { enable_thinking: false }`), but for the editions named "instruct",
 * "coder", "base", and those that embed and rank; QwQ always does. In `<think>`, or apart.
 *
 * Source: https://huggingface.co/Qwen/Qwen3-32B, https://qwen.readthedocs.io/en/latest/deployment/vllm.html (as of 2025).
 */
export const qwen3: ModelFamily = {
  name: 'Qwen3',
  isOf: (model) =>
    /^qwq/.test(model) || (/^qwen3/.test(model) && !/instruct|coder|base|embedding|reranker/.test(model)),
  thinking: 'shown',
  parameters: {},
};
