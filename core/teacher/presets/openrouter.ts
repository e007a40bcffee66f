import type { Preset } from './preset';

/**
 * OpenRouter: leaves out by itself what the model behind it does not take, unless `extraBody: { provider: { require_parameters: true } }`
 * says that only providers which take everything may be asked.
 *
 * Sources: https://openrouter.ai/docs/api-reference/parameters, https://openrouter.ai/docs/features/provider-routing (as of 2025).
 */
export const openrouter: Preset = {
  title: 'OpenRouter',
  baseUrl: 'https://openrouter.ai/api/v1',
  hosts: ['openrouter.ai'],
  apiKeyEnv: 'OPENROUTER_API_KEY',
  structuredOutput: 'json_schema',
  offersCompletions: true,
  parameters: {},
  seller: 'openrouter',
};
