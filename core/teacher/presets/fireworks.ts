import type { Preset } from './preset';

/**
 * Fireworks: at most four stop sequences.
 *
 * Sources: https://docs.fireworks.ai/tools-sdks/openai-compatibility, https://docs.fireworks.ai/api-reference/post-chatcompletions,
 * https://docs.fireworks.ai/structured-responses/structured-response-formatting (as of 2025).
 */
export const fireworks: Preset = {
  title: 'Fireworks',
  baseUrl: 'https://api.fireworks.ai/inference/v1',
  hosts: ['api.fireworks.ai'],
  apiKeyEnv: 'FIREWORKS_API_KEY',
  structuredOutput: 'json_schema',
  offersCompletions: true,
  parameters: { stop: { most: 4 } },
  seller: 'fireworks',
};
