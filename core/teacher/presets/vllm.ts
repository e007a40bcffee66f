import type { Preset } from './preset';

/**
 * vLLM's server. A thinking model shows its thoughts apart where the server was started with a reasoning parser; whether Qwen3 and its
 * like think is told by `extraBody: { chat_template_kwargs: { enable_thinking: false } }`.
 *
 * Sources: https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html, https://docs.vllm.ai/en/latest/features/reasoning_outputs.html (the first read 2026-11).
 */
export const vllm: Preset = {
  title: 'vLLM',
  baseUrl: 'http://localhost:8000/v1',
  hosts: [],
  structuredOutput: 'json_schema',
  offersCompletions: true,
  parameters: {},
};
