import type { Preset } from './preset';

/**
 * SGLang's server.
 *
 * Sources: https://docs.sglang.ai/basic_usage/openai_api_completions.html, https://docs.sglang.ai/advanced_features/structured_outputs.html (2026-11).
 */
export const sglang: Preset = {
  title: 'SGLang',
  baseUrl: 'http://localhost:30000/v1',
  hosts: [],
  structuredOutput: 'json_schema',
  offersCompletions: true,
  parameters: {},
};
