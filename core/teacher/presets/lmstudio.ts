import type { Preset } from './preset';

/**
 * LM Studio's server: refuses `json_object`, and follows a schema.
 *
 * Sources: https://lmstudio.ai/docs/advanced/structured-output, https://lmstudio.ai/docs/developer/openai-compat (the first read 2026-11).
 */
export const lmstudio: Preset = {
  title: 'LM Studio',
  baseUrl: 'http://localhost:1234/v1',
  hosts: [],
  structuredOutput: 'json_schema',
  offersCompletions: true,
  parameters: {},
};
