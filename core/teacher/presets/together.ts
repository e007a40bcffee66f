import type { Preset } from './preset';

/**
 * Together. Which of its models follow a schema differs.
 *
 * Sources: https://docs.together.ai/docs/openai-api-compatibility, https://docs.together.ai/docs/json-mode (2026-11).
 */
export const together: Preset = {
  title: 'Together',
  baseUrl: 'https://api.together.xyz/v1',
  hosts: ['api.together.xyz', 'api.together.ai'],
  apiKeyEnv: 'TOGETHER_API_KEY',
  structuredOutput: 'json_schema',
  offersCompletions: true,
  parameters: {},
};
