import type { Preset } from './preset';

/**
 * SGLang's server.
 *
 * Sources: https://docs.sglang.io/docs/basic_usage/send_request (read 2026-11),
 * https://docs.sglang.ai/advanced_features/structured_outputs.html (as of 2025).
 */
export const sglang: Preset = {
  title: 'SGLang',
  baseUrl: 'http://localhost:30000/v1',
  hosts: [],
  structuredOutput: 'json_schema',
  offersCompletions: true,
  parameters: {},
};
