import type { Preset } from './preset';

/**
 * Together. Which of its models follow a schema differs.
 *
 * Sources: https://docs.together.ai/docs/inference/openai-compatibility (read 2026-11), https://docs.together.ai/docs/json-mode (as of 2025); "up to 50 % off"
 * in batches, so that no share of it is known: https://docs.together.ai/docs/inference/batch/overview (read 2026-11).
 */
export const together: Preset = {
  title: 'Together',
  baseUrl: 'https://api.together.ai/v1',
  hosts: ['api.together.xyz', 'api.together.ai'],
  apiKeyEnv: 'TOGETHER_API_KEY',
  structuredOutput: 'json_schema',
  offersCompletions: true,
  parameters: {},
  limitWindows: { requests: 'second', tokens: 'second' },
  seller: 'together',
};
